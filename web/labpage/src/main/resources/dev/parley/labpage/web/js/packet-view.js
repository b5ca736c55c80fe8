/** Everything about one packet: its addresses on the way, its journey, what is inside. */

import { h } from '../../call/js/shared/dom.js';
import { formAt, formsOf } from './forms.js';
import { endpoint, kindSign, packetLink } from './parts.js';
import { moment, span, text } from './messages.en.js';

const words = text.packet;

export function packetView(lab, id) {
  const { run, player } = lab;
  const packet = run.packet(id);
  const indexes = run.eventsOf(id);
  const forms = formsOf(run, id);
  const current = formAt(forms, player.count);
  const first = run.events[indexes[0]];
  const last = run.events[indexes.at(-1)];
  return h('div', { class: 'stack', 'data-view': 'packet' },
    h('div', { class: 'packet-head' }, kindSign(packet), h('div', {}, h('h3', {}, packet.label), h('p', { class: 'small quiet' }, `${words.title(id)} · ${packet.protocol}`))),
    h('section', { class: 'stack-tight' }, h('h4', {}, words.forms), h('ol', { class: 'forms' }, forms.map((form, i) => formItem(lab, form, i, form === current)))),
    h('section', { class: 'stack-tight' }, h('h4', {}, words.journey), h('ol', { class: 'journey' }, indexes.map((index) => journeyItem(lab, index)))),
    packet.details?.length ? h('section', { class: 'stack-tight' }, h('h4', {}, words.payload), h('ul', { class: 'details mono' }, packet.details.map((line) => h('li', {}, line)))) : null,
    h('dl', { class: 'facts' },
      ...fact(words.sentAt, `${moment(first.at)}, ${first.node}`), ...fact(words.ended, `${moment(last.at)}, ${last.node}`), ...fact('', words.took(span((last.at - first.at) / 1e6))),
      ...fact(words.size, words.bytes(packet.size)),
      ...(packet.parent ? fact(words.parent, packetLink(lab, packet.parent)) : []),
      ...(packet.children.length ? fact(words.children, packet.children.slice(0, 8).map((child) => packetLink(lab, child))) : [])),
  );
}

function formItem(lab, form, i, isCurrent) {
  const by = i === 0 ? words.formBy.sent(form.node) : words.formBy.changed(form.node);
  return h('li', { class: 'form', 'data-current': isCurrent || null },
    h('button', { type: 'button', class: 'form-button', onclick: () => lab.player.goTo(form.index + 1) },
      h('span', { class: 'form-by small' }, by, isCurrent ? h('span', { class: 'mark mark-used' }, words.now) : null),
      h('span', { class: 'form-line' }, h('span', { class: 'form-word small quiet' }, words.source), endpoint(form.source, form.changed, 'source')),
      h('span', { class: 'form-line' }, h('span', { class: 'form-word small quiet' }, words.destination), endpoint(form.destination, form.changed, 'destination'))));
}

function journeyItem(lab, index) {
  const { run, player } = lab;
  const event = run.events[index];
  const sentence = text.event[event.type]?.(event, run.packet(event.packet) ?? {}) ?? event.type;
  return h('li', { 'data-type': event.type, 'data-past': index < player.count || null, 'data-current': index === player.count - 1 || null },
    h('button', { type: 'button', class: 'journey-button', onclick: () => lab.player.goTo(index + 1) },
      h('span', { class: 'numbers small quiet' }, moment(event.at)), h('span', {}, sentence)));
}

function fact(word, value) {
  return [h('dt', { class: 'small quiet' }, word), h('dd', {}, value)];
}
