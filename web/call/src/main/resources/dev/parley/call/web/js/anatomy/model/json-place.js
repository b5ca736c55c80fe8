/** Where in a JSON text something is, so that a bad file can be mended by hand. Pure. */

const ATOM = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,\]}]|$)/y;
const ESCAPE = /\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Line and column of the first thing that is no JSON: browsers tell it in different words, or not at all. */
export function syntaxError(text) {
  const open = [];
  let at = skipSpace(text, 0);
  let wants = 'value'; // value, key, `:`, or what follows a value
  while (at < text.length) {
    const c = text[at];
    if (wants === 'value' && (c === '{' || c === '[')) {
      open.push(c);
      at = skipSpace(text, at + 1);
      if (text[at] === (c === '{' ? '}' : ']')) wants = 'more';
      else if (c === '{') wants = 'key';
      continue;
    }
    if (wants === 'more') {
      if (c === ',' && open.length) wants = open.at(-1) === '{' ? 'key' : 'value';
      else if (open.length && c === (open.at(-1) === '{' ? '}' : ']')) open.pop();
      else break;
      at = skipSpace(text, at + 1);
      continue;
    }
    if (wants === ':') {
      if (c !== ':') break;
      wants = 'value';
      at = skipSpace(text, at + 1);
      continue;
    }
    const end = c === '"' ? stringEnd(text, at) : wants === 'key' ? -1 : matchEnd(ATOM, text, at);
    if (end < 0) break;
    at = skipSpace(text, end);
    wants = wants === 'key' ? ':' : 'more';
  }
  return placeAt(text, at);
}

function matchEnd(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Behind the closing quote, or -1. */
function stringEnd(text, at) {
  let i = at + 1;
  while (i < text.length && text[i] !== '"') {
    if (text[i] < ' ') return -1;
    i = text[i] === '\\' ? matchEnd(ESCAPE, text, i) : i + 1;
    if (i < 0) return -1;
  }
  return i < text.length ? i + 1 : -1;
}

function placeAt(text, position) {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  return { line, column: position - before.lastIndexOf('\n') };
}

/** The line of a field such as `events[12].t` in a text that is good JSON; that of the nearest enclosing one when it is missing. */
export function lineOfField(text, field) {
  const steps = [...field.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) => (index === undefined ? key : Number(index)));
  let at = skipSpace(text, 0);
  for (const step of steps) {
    const next = typeof step === 'number' ? item(text, at, step) : member(text, at, step);
    if (next < 0) break;
    at = next;
  }
  return placeAt(text, at).line;
}

function member(text, at, key) {
  if (text[at] !== '{') return -1;
  let i = skipSpace(text, at + 1);
  while (text[i] === '"') {
    const end = skipValue(text, i);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (JSON.parse(text.slice(i, end)) === key) return value;
    i = skipSpace(text, skipValue(text, value));
    if (text[i] !== ',') return -1;
    i = skipSpace(text, i + 1);
  }
  return -1;
}

function item(text, at, index) {
  if (text[at] !== '[') return -1;
  let i = skipSpace(text, at + 1);
  for (let n = 0; text[i] !== ']' && i < text.length; n += 1) {
    if (n === index) return i;
    i = skipSpace(text, skipValue(text, i));
    if (text[i] !== ',') return -1;
    i = skipSpace(text, i + 1);
  }
  return -1;
}

function skipSpace(text, at) {
  let i = at;
  while (i < text.length && ' \t\r\n'.includes(text[i])) i += 1;
  return i;
}

/** The end of the value that begins at `at`. */
function skipValue(text, at) {
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    const c = text[i];
    if (c === '"') {
      i += 1;
      while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
      if (depth === 0) return i + 1;
    } else if (c === '{' || c === '[') {
      depth += 1;
    } else if (c === '}' || c === ']') {
      if (depth === 0) return i;
      depth -= 1;
      if (depth === 0) return i + 1;
    } else if (depth === 0 && (c === ',' || ' \t\r\n'.includes(c))) {
      return i;
    }
  }
  return text.length;
}
