/** Writing a recording to the person's disk. */

import { text } from '../text/anatomy.js';
import { h } from '../shared/dom.js';
import { openSheet } from '../shared/sheets.js';
import { say } from '../shared/shell.js';

const words = text.anatomy.file;
const KEPT_MILLIS = 60_000;

/** A button that asks what shall be in the file, and writes it. `recording()` gives what there is at that moment. */
export function saveButton(recording, fault) {
  return h('button', { type: 'button', class: 'small', 'data-action': 'anatomy-save', onclick: () => ask(recording, fault) }, words.save);
}

function ask(recording, fault) {
  const box = h('input', { type: 'checkbox', id: 'with-addresses' });
  const sheet = openSheet(words.saving, h('div', { class: 'stack' },
    h('p', { class: 'quiet' }, words.saveHint),
    h('label', { class: 'check', for: 'with-addresses' }, box, words.withAddresses),
    h('button', { type: 'button', class: 'primary', 'data-action': 'anatomy-save-file', onclick: () => save(recording(), box.checked).then((name) => {
      sheet.close();
      say(words.saved(name));
    }, fault) }, words.save)));
}

async function save(recording, addresses) {
  const { fileText, toFile } = await import('./model/save.js');
  const saved = new Date();
  const name = `parley-anatomy-${saved.toISOString().slice(0, 19).replace(/[T:]/g, '-')}.json`;
  const href = URL.createObjectURL(new Blob([fileText(toFile(recording, { addresses, saved }))], { type: 'application/json' }));
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MILLIS);
  return name;
}
