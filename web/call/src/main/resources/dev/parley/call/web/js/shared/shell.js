/** What the pages share: header, footer, themes, live regions, copying. */

import { text } from '../text/common.js';
import { language, LANGUAGES } from '../text/language.js';
import { h, icon, setAttribute, setText } from './dom.js';
import { originForOthers } from './rooms.js';
import { settings } from './settings.js';

const PAGES = { call: '/', check: '/check', latency: '/latency', anatomy: '/anatomy' };
const THEMES = ['auto', 'light', 'dark'];
const SAME_MESSAGE_MILLIS = 5000;

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

/** The header: brand, the name of the room or the ways to the other pages, the switch of the colours. `here` is a key of PAGES. */
export function header({ here = null } = {}) {
  translateFrame(here);
  return h(
    'header',
    { class: 'header' },
    h('a', { class: 'brand', href: '/' }, icon('brand'), text.product),
    here ? pageLinks(here) : h('span', { class: 'header-room', 'data-header': 'room' }),
    h('div', { class: 'header-end' }, themeButton()),
  );
}

/** What stands in the HTML itself, for the time before any module ran, is English. */
function translateFrame(here) {
  const skip = document.querySelector('a.skip');
  if (skip) setText(skip, text.shell.skip);
  const description = document.querySelector('meta[name="description"]');
  if (description && here) setAttribute(description, 'content', text.shell.about[here]);
}

function pageLinks(here) {
  const links = Object.entries(PAGES).map(([page, href]) => h('a', { href, 'aria-current': page === here ? 'page' : null }, text.shell.nav[page]));
  return h('nav', { class: 'header-pages', 'aria-label': text.shell.pages }, links);
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

/** The footer: version, whether the server answers, the languages. */
export function footer(info) {
  return h(
    'footer',
    { class: 'footer' },
    h('span', {}, info.version ? text.shell.version(info.name ?? text.product, info.version) : text.product),
    h('span', { 'data-server': info.reached ? 'reached' : 'missing' }, info.reached ? text.shell.serverReached : text.shell.serverMissing),
    languageChoice(),
  );
}

/** Every language under its own name; a choice is kept and loads the page anew. */
function languageChoice() {
  const choice = h('select', { id: 'language', 'data-action': 'language' }, Object.entries(LANGUAGES).map(([code, name]) => h('option', { value: code, lang: code, selected: code === language }, name)));
  choice.addEventListener('change', () => {
    settings.set('language', choice.value);
    const address = new URL(location.href);
    address.searchParams.delete('lang');
    location.replace(address);
  });
  return h('label', { class: 'language' }, icon('globe'), h('span', { class: 'for-readers' }, text.shell.language), choice);
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
  const words = done ? text.link.copied : text.link.copyFailed;
  say(words);
  if (!done) return false;
  setText(label, words);
  setTimeout(() => setText(label, text.link.copy), 2500);
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
  const label = h('span', {}, text.link.copy);
  const button = h('button', { type: 'button', 'data-action': 'copy-link', onclick: () => copy(address.href, button, label) }, icon('copy'), label);
  const image = qr && origin.reach === 'others' ? h('img', { class: 'qr', alt: text.link.qr, width: 164, height: 164 }) : null;
  image?.addEventListener('error', () => { image.hidden = true; });
  const remarks = [];
  if (origin.reach === 'here') remarks.push(text.link.onlyHere);
  else if (!origin.secure) remarks.push(text.link.insecure);
  else if (origin.selfMade) remarks.push(text.link.selfSigned);
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
