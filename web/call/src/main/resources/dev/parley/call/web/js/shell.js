/** What the pages share: header, footer, themes, live regions, copying, the switch for single keys. */

import { text } from './messages.en.js';
import { h, icon, setAttribute, setText } from './dom.js';
import { originForOthers } from './rooms.js';

const THEMES = ['auto', 'light', 'dark'];
const SAME_MESSAGE_MILLIS = 5000;

/** Small settings of this browser. Storage may be forbidden: then nothing is kept. */
export const settings = {
  get(key, otherwise = '') {
    try {
      return localStorage.getItem(`parley.${key}`) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`parley.${key}`, value);
    } catch {
      // Not kept: the setting lasts as long as the page.
    }
  },
};

/** Whether single letters work as keys; a setting, since they get in the way of some who speak or switch. */
export function keysEnabled() {
  return settings.get('keys', 'on') === 'on';
}

/** Whether a key press belongs to a field or to the browser rather than to the page. */
export function typing(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, [contenteditable]') !== null;
}

/** What the server says of itself: `{name, version, links, roomSecret, capacity}`; empty when it is silent. */
export async function serverInfo() {
  try {
    const answer = await fetch('/api/info', { cache: 'no-store' });
    const info = answer.ok ? await answer.json() : {};
    return { ...info, reached: answer.ok, links: Array.isArray(info.links) ? info.links : [] };
  } catch {
    return { reached: false, links: [] };
  }
}

/** The origin to invite others to, and whether their browsers will warn about its certificate. */
export function invitingOrigin(info) {
  return { ...originForOthers(location, info.links), selfMade: info.selfSigned === true };
}

/** The header: brand, the room's name, whatever the page adds, the theme's switch. */
export function header(...extras) {
  const room = h('span', { class: 'header-room', 'data-header': 'room' });
  return h(
    'header',
    { class: 'header' },
    h('a', { class: 'brand', href: '/' }, icon('brand'), text.product),
    room,
    h('div', { class: 'header-end' }, ...extras, themeButton()),
  );
}

export function themeButton() {
  const word = h('span', { class: 'for-readers' });
  const button = h('button', { type: 'button', class: 'plain only-icon', 'data-action': 'theme', onclick: next }, icon('theme'), word);
  show(settings.get('theme', 'auto'));
  return button;

  function next() {
    const current = document.documentElement.dataset.theme ?? 'auto';
    const theme = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length];
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    settings.set('theme', theme);
    show(theme);
    say(text.shell.theme(theme));
  }

  function show(theme) {
    setText(word, text.shell.theme(THEMES.includes(theme) ? theme : 'auto'));
    setAttribute(button, 'title', word.textContent);
  }
}

/** The footer: version and whether the server answers. */
export function footer(info) {
  return h(
    'footer',
    { class: 'footer' },
    h('span', {}, info.version ? text.shell.version(info.name ?? text.product, info.version) : text.product),
    h('span', { 'data-server': info.reached ? 'reached' : 'missing' }, info.reached ? text.shell.serverReached : text.shell.serverMissing),
  );
}

const lastSaid = new Map();

/** Tells screen readers; the same words at most once in five seconds. */
export function say(words, { urgent = false } = {}) {
  const now = performance.now();
  for (const [key, at] of lastSaid) if (now - at > SAME_MESSAGE_MILLIS) lastSaid.delete(key);
  if (lastSaid.has(words)) return;
  lastSaid.set(words, now);
  const region = document.getElementById(urgent ? 'live-assertive' : 'live-polite');
  region?.replaceChildren(h('p', {}, words));
}

/** Copies, and says on the button itself whether it worked. */
export async function copy(value, button, label) {
  let done = true;
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    done = copyBySelection(value);
  }
  const words = done ? text.start.copied : text.start.copyFailed;
  say(words);
  if (!done) return false;
  setText(label, words);
  setTimeout(() => setText(label, text.start.copy), 2500);
  button.focus();
  return true;
}

/** For pages that are no secure context, where the clipboard's own interface is missing. */
function copyBySelection(value) {
  const field = h('textarea', { class: 'for-readers', readonly: true, 'aria-hidden': 'true', tabindex: '-1' });
  field.value = value;
  document.body.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand('copy');
  } catch {
    done = false;
  }
  field.remove();
  return done;
}

/**
 * The link to a room with its button and QR code, for the start page and for somebody alone in a room.
 * `update(room)` points it at another room.
 */
export function invitation(origin, { qr = true } = {}) {
  const address = h('a', { class: 'invite-link mono', 'data-invite': 'link' });
  const label = h('span', {}, text.start.copy);
  const button = h('button', { type: 'button', 'data-action': 'copy-link', onclick: () => copy(address.href, button, label) }, icon('copy'), label);
  const image = qr && origin.reach === 'others' ? h('img', { class: 'qr', alt: text.start.qr, width: 164, height: 164 }) : null;
  image?.addEventListener('error', () => { image.hidden = true; });
  const remarks = [];
  if (origin.reach === 'here') remarks.push(text.start.onlyHere);
  else if (!origin.secure) remarks.push(text.start.insecure);
  else if (origin.selfMade) remarks.push(text.start.selfSigned);
  const element = h(
    'div',
    { class: 'invite' },
    h('div', { class: 'invite-words' }, address, h('div', { class: 'row' }, button), remarks.map((remark) => h('p', { class: 'small quiet' }, remark))),
    image,
  );
  return {
    element,
    update(path) {
      const link = origin.origin + path;
      setAttribute(address, 'href', link);
      address.replaceChildren(...link.split(/(?<=[/:-])/).flatMap((part) => [part, h('wbr')]));
      if (!image) return;
      image.hidden = false;
      setAttribute(image, 'src', `/qr.svg?text=${encodeURIComponent(link)}`);
    },
  };
}
