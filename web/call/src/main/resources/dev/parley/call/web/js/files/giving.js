/** The ways to give a file: the button, dropping it on the call or on a person, pasting it. */

import { text } from '../text/files.js';
import { h, icon, setAttribute, setText } from '../shared/dom.js';
import { openSheet } from '../shared/sheets.js';

const words = text.files;

/** The button beside the message; with several people it asks for whom. `give(files, peer | null)`. */
export function attachButton(call, give) {
  let only = null;
  const input = h('input', { type: 'file', multiple: true, hidden: true, 'data-part': 'file-input', onchange: () => {
    if (input.files.length) give([...input.files], only);
    input.value = '';
  } });
  const pick = (peer) => {
    only = peer;
    input.click();
  };
  const button = h('button', { type: 'button', class: 'plain only-icon', 'aria-label': words.attach, title: words.attach, 'data-action': 'attach', onclick: () => (call.peers.size > 1 ? ask(call, pick) : pick(null)) }, icon('attach'));
  return [button, input];
}

function ask(call, pick) {
  const item = (label, drawing, peer) => h('button', { type: 'button', class: 'plain menu-item', 'data-to': peer?.id ?? 'everybody', onclick: () => {
    sheet.close();
    pick(peer);
  } }, icon(drawing), label);
  const sheet = openSheet(words.to, h('div', { class: 'menu' }, item(words.everybody, 'people', null), [...call.peers.values()].map((peer) => item(peer.name, 'person', peer))));
}

/** Files dropped anywhere on `element` or pasted into the page; `signal` ends it. */
export function takeDrops(element, call, give, signal) {
  const words0 = h('strong', {});
  const hint = h('span', { class: 'small' }, words.dropHint);
  const veil = h('div', { class: 'drop-veil', 'aria-hidden': 'true', hidden: true }, icon('file'), words0, hint);
  element.append(veil);
  let target = null;
  const listen = (on, type, run) => on.addEventListener(type, run, { signal });
  const show = (event) => {
    const tile = event.target.closest?.('[data-peer]') ?? null;
    target?.classList.remove('is-target');
    target = tile;
    target?.classList.add('is-target');
    setText(words0, words.drop(call.peers.get(tile?.dataset.peer)?.name ?? ''));
    hint.hidden = call.peers.size < 2 || tile !== null;
    veil.hidden = false;
  };
  const hide = () => {
    target?.classList.remove('is-target');
    target = null;
    veil.hidden = true;
  };
  listen(element, 'dragover', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    show(event);
  });
  listen(element, 'dragleave', (event) => {
    if (!element.contains(event.relatedTarget)) hide();
  });
  listen(element, 'drop', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    const peer = call.peers.get(target?.dataset.peer) ?? null;
    hide();
    give([...event.dataTransfer.files], peer);
  });
  listen(document, 'paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    give(files, null);
  });
  setAttribute(element, 'data-drops', true);
}
