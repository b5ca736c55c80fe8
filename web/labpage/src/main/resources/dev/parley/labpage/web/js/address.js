/**
 * A moment is a link: `/lab/LESSON#seed=7&step=3&t=1284.5&e=112&sel=p42`. `t` is for people, in milliseconds of the run;
 * `e`, the number of events so far, tells apart what happens at the same time.
 */

const LESSON = /^\/lab\/([a-z0-9-]{1,64})\/?$/;

/** `{lesson, scenario, seed, step, millis, count, selected, view, net}`; what is missing or malformed is null. */
export function parseAddress({ pathname, hash }) {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    lesson: LESSON.exec(pathname)?.[1] ?? name(fields.get('lesson')),
    scenario: name(fields.get('scenario')),
    seed: number(fields.get('seed')),
    step: number(fields.get('step')),
    millis: number(fields.get('t')),
    count: number(fields.get('e')),
    selected: parseSelection(fields.get('sel')),
    net: fields.get('net'),
  };
}

/** The part behind the path; fields without a value are left out. */
export function formatHash({ scenario, seed, step, millis, count, selected, net }) {
  const fields = new URLSearchParams();
  if (scenario) fields.set('scenario', scenario);
  if (seed !== null && seed !== undefined) fields.set('seed', String(seed));
  if (step) fields.set('step', String(step));
  if (count) {
    fields.set('t', String(Math.round(millis * 1000) / 1000));
    fields.set('e', String(count));
  }
  if (selected) fields.set('sel', formatSelection(selected));
  if (net) fields.set('net', net);
  return `#${fields}`;
}

/** `p42` a packet, `n:home` a node, `r:home:3` a row. */
export function parseSelection(text) {
  if (!text) return null;
  const packet = /^p(\d{1,15})$/.exec(text);
  if (packet) return { kind: 'packet', packet: Number(packet[1]) };
  const row = /^r:([A-Za-z0-9-]+):(\d{1,9})$/.exec(text);
  if (row) return { kind: 'row', node: row[1], row: Number(row[2]) };
  const node = /^n:([A-Za-z0-9-]+)$/.exec(text);
  return node ? { kind: 'node', node: node[1] } : null;
}

export function formatSelection(selected) {
  if (selected.kind === 'packet') return `p${selected.packet}`;
  return selected.kind === 'row' ? `r:${selected.node}:${selected.row}` : `n:${selected.node}`;
}

/** A topology with its traffic as text that fits into an address. */
export function packNet(net) {
  return btoa(Array.from(new TextEncoder().encode(JSON.stringify(net)), (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The same back; null when it is none. */
export function unpackNet(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function number(text) {
  return text !== null && /^\d{1,16}(\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

function name(text) {
  return text !== null && /^[A-Za-z0-9-]{1,64}$/.test(text) ? text : null;
}
