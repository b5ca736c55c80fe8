/** How a gateway behaves, in words. */

import { h } from '../../call/js/shared/dom.js';
import { siteOf } from './net.js';
import { text } from './messages.en.js';

const words = text.build;

export function behaviourOf(topology, name) {
  const site = siteOf(topology, name);
  if (!site) return null;
  const { nat, firewall = {} } = site.gateway;
  const facts = [];
  if (nat.mapping) {
    facts.push([words.mapping, words.mappings[nat.mapping]], [words.filtering, words.filterings[nat.filtering]], [words.ports, words.portChoices[nat.ports]],
      [words.hairpin, words.hairpins[nat.hairpinning]], [words.timeout, text.table.seconds(nat.timeouts?.udp ?? 300)]);
  } else facts.push([words.translation, words.translations[nat.kind] ?? nat.kind]);
  if (firewall.udp === false) facts.push([words.firewall, words.firewalls.noUdp]);
  if (firewall.tcpPorts) facts.push(['TCP', firewall.tcpPorts.join(', ')]);
  if (firewall.inbound) facts.push([words.firewall, words.firewalls.stateful]);
  return h('section', { class: 'stack-tight' }, h('h4', {}, text.table.behaviour), h('dl', { class: 'facts' }, facts.flatMap(([term, value]) => [h('dt', { class: 'small quiet' }, term), h('dd', {}, value ?? '')])));
}
