/** The behaviour of a gateway and of a link as fields. */

import { h } from '../../call/js/shared/dom.js';
import { numberField, select } from './fields.js';
import { text } from './messages.en.js';

const words = text.build;

const RFC = { kind: 'rfc4787', mapping: 'endpoint-independent', filtering: 'address-and-port-dependent', ports: 'preserving', pooling: 'paired', hairpinning: 'external-source', timeouts: { udp: 300 } };

/** Fields for `gateway.nat`; `again` redraws when other fields are needed. */
export function natFields(gateway, again) {
  const { nat } = gateway;
  const kinds = { ...words.translations, ...(nat.kind === 'nat64' ? { nat64: words.nat64 } : {}) };
  const fields = [select(words.translation, kinds, nat.kind, (kind) => {
    if (kind !== nat.kind) gateway.nat = kind === 'rfc4787' ? structuredClone(RFC) : kind === 'linux' ? { kind, fullyRandom: false, inputFilter: true } : { kind };
    again();
  }, { wide: true })];
  if (nat.mapping) {
    const set = (key) => (value) => { nat[key] = value; };
    fields.push(
      select(words.mapping, words.mappings, nat.mapping, set('mapping')), select(words.filtering, words.filterings, nat.filtering, set('filtering')),
      select(words.ports, words.portChoices, nat.ports, set('ports')), select(words.hairpin, words.hairpins, nat.hairpinning, set('hairpinning')),
      numberField(words.timeout, nat.timeouts?.udp ?? 300, { min: 1, max: 86_400, unit: words.units.seconds }, (udp) => { nat.timeouts = { ...nat.timeouts, udp }; }));
  }
  return fields;
}

const FIREWALLS = {
  open: {},
  stateful: { inbound: 'address-and-port-dependent' },
  noUdp: { udp: false },
  web: { udp: false, tcpPorts: [80, 443] },
};

export function firewallField(gateway) {
  const { firewall = {} } = gateway;
  const now = firewall.tcpPorts ? 'web' : firewall.udp === false ? 'noUdp' : firewall.inbound ? 'stateful' : 'open';
  return select(words.firewall, words.firewalls, now, (kind) => { gateway.firewall = structuredClone(FIREWALLS[kind]); });
}

/** Delay and loss of a link; other properties of it stay. */
export function linkFields(holder, key) {
  const link = holder[key] ?? {};
  const first = link.up ?? link;
  const set = (change) => {
    const each = (direction) => ({ ...direction, ...change });
    holder[key] = holder[key]?.up ? { up: each(holder[key].up), down: each(holder[key].down ?? holder[key].up) } : each(holder[key] ?? {});
  };
  const loss = typeof first.loss === 'number' ? first.loss : 0;
  return [
    numberField(words.delay, first.delayMillis ?? 1, { min: 0, max: 5000, step: 'any', unit: words.units.ms }, (delayMillis) => set({ delayMillis })),
    numberField(words.loss, Math.round(loss * 1000) / 10, { min: 0, max: 100, step: 'any', unit: words.units.percent }, (percent) => set({ loss: percent / 100 })),
  ];
}

export function fieldGrid(...fields) {
  return h('div', { class: 'field-grid' }, ...fields.flat());
}
