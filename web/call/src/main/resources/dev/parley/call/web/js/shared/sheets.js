/** Dialogs that lie on top: the list of keys, devices in the call, the menu of further actions. */

import { text } from '../text/common.js';
import { h, icon } from './dom.js';
import { keysEnabled, settings } from './settings.js';

/** Opens a modal sheet; Escape and the cross close it, and focus goes back to where it was. */
export function openSheet(title, content, { onClose = () => {} } = {}) {
  const id = `sheet-${title.toLowerCase().replace(/\W+/g, '-')}`;
  const before = document.activeElement;
  const dialog = h(
    'dialog',
    { class: 'sheet', 'aria-labelledby': id },
    h('div', { class: 'sheet-head' },
      h('h2', { id }, title),
      h('button', { type: 'button', class: 'plain only-icon', 'aria-label': text.shell.close, onclick: () => dialog.close() }, icon('close'))),
    content,
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
    if (before?.isConnected) before.focus();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** The list of keys, with the switch for single ones; `words` are those of the page. */
export function keysSheet(words) {
  const box = h('input', { type: 'checkbox', id: 'keys-on' });
  box.checked = keysEnabled();
  box.addEventListener('change', () => settings.set('keys', box.checked ? 'on' : 'off'));
  return openSheet(
    words.title,
    h('div', { class: 'stack' },
      h('p', { class: 'quiet' }, words.intro),
      h('dl', { class: 'keys' }, words.list.flatMap(([key, words]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, words)])),
      h('label', { class: 'check', for: 'keys-on' }, box, words.enabled)),
  );
}
