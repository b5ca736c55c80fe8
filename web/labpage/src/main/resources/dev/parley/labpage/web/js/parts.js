/** Small pieces that several views are made of. */

import { h } from '../../call/js/shared/dom.js';
import { kindOfAddress, split } from './forms.js';
import { LETTERS, kindOf } from './kinds.js';

/** An address and port; the parts in `changed` are marked. `end` is `source` or `destination`. */
export function endpoint(value, changed = [], end = 'source') {
  if (!value) return h('span', { class: 'quiet' }, '–');
  const [ip, port] = split(value);
  const part = (words, name, extra = '') => h(changed.includes(name) ? 'mark' : 'span', { class: extra || null }, words);
  const shownIp = ip.includes(':') && port !== '' ? `[${ip}]` : ip;
  return h('span', { class: 'endpoint mono' },
    part(shownIp, end, `address-${kindOfAddress(ip)}`), port === '' || port === '0' ? null : part(`:${port}`, `${end}Port`));
}

/** The sign of a packet's kind: colour and letter. */
export function kindSign(packet) {
  const kind = kindOf(packet);
  return h('span', { class: `kind-sign packet-${kind}`, 'aria-hidden': 'true' }, LETTERS[kind]);
}

/** A button that leads to a packet. */
export function packetLink(lab, id, words = `p${id}`) {
  return h('button', { type: 'button', class: 'link', onclick: () => lab.select({ kind: 'packet', packet: id }, { focus: false }) }, words);
}
