/** The answer to "why did this packet get through, or why not", backwards. */

import { h } from '../../call/js/shared/dom.js';
import { outcome, why } from './why.js';
import { kindSign, packetLink } from './parts.js';
import { text } from './messages.en.js';

const words = text.why;

export function whyView(lab, id) {
  const { run } = lab;
  const result = outcome(run, id);
  const reasons = why(run, id);
  const head = { delivered: words.got, dropped: words.failed, underWay: words.open }[result];
  const mend = reasons[0]?.key === 'dropped' ? text.reasons[reasons[0].args.reason]?.mend : null;
  return h('div', { class: 'stack', 'data-view': 'why' },
    h('div', { class: 'packet-head' }, kindSign(run.packet(id)), h('div', {}, h('h3', {}, words.title(id)), h('p', { class: 'small quiet' }, run.packet(id).label))),
    h('p', { class: `verdict verdict-${result}` }, head),
    h('ol', { class: 'reasons' }, reasons.map((reason, i) => reasonItem(lab, id, reason, i))),
    mend ? h('p', { class: 'notice notice-mend' }, words.mend(mend)) : null);
}

function reasonItem(lab, id, reason, i) {
  const other = reason.packet !== null && reason.packet !== id;
  return h('li', { 'data-reason': reason.key },
    i > 0 && reason.key !== 'mend' ? h('span', { class: 'because small quiet' }, '') : null,
    h('button', { type: 'button', class: 'reason-button', onclick: () => {
      lab.player.goTo(reason.index + 1);
    } }, words[reason.key](reason.args)),
    other ? packetLink(lab, reason.packet) : null);
}
