/** Every address of both sides, the pairs that were checked, why one won, and the way it stands for. */

import { own } from '../../shared/own.js';
import { h } from '../../shared/dom.js';
import { endpoint } from '../model/candidates.js';
import { mappingOf } from '../model/mapping.js';
import { routeOf } from '../model/route.js';
import { whyChosen } from '../model/pairs.js';
import { kindTag, Parts, words } from './parts.js';
import { routeFigure } from './route-view.js';

const PAIRS_SHOWN = 40;
const CANDIDATES_SHOWN = 60;

export class AddressesView {
  constructor() {
    this.element = h('div', { class: 'stack' });
    this.parts = new Parts(this.element);
  }

  show({ recording, peer, name, candidates, pairs }) {
    const route = routeOf({ pairs, candidates });
    const chosen = pairs.find((pair) => pair.chosen) ?? null;
    const mapping = mappingOf({ candidates: candidates.local, events: recording.events, peer });
    const roundTripMillis = chosen?.roundTripMillis ?? null;
    this.parts.put('route', [route, roundTripMillis], () => (route.length
      ? h('section', {}, h('h2', {}, words.route), routeFigure(route, { roundTripMillis }))
      : h('section', { hidden: true })));
    const why = whyChosen(pairs, candidates);
    this.parts.put('findings', [why, mapping], () => h('div', { class: 'two-cards' }, whyCard(why), mappingCard(mapping)));
    const rows = pairs.slice(0, PAIRS_SHOWN);
    this.parts.put('pairs', rows.map((pair) => [pair.id, pair.chosen, pair.state, pair.sent, pair.answered, pair.received, pair.roundTripMillis, pair.local?.key, pair.remote?.port]), () => h('section', { 'data-addresses': 'pairs' }, h('h2', {}, words.pairs), rows.length ? pairTable(rows) : h('p', { class: 'quiet' }, words.noPairs)));
    this.parts.put('candidates', [candidates, name], () => h('div', { class: 'two-columns' },
      list('local', words.candidatesHere, candidates.local), list('remote', words.candidatesThere(name), candidates.remote)));
  }
}

function whyCard(why) {
  return h('section', { class: 'finding', 'data-anatomy': 'why' }, h('h2', {}, words.why), h('p', {}, why ? words.whyPair[why.reason](why) + (why.works ? words.betterWorks(why.works) : '') : words.noPair));
}

function mappingCard({ verdict, servers, mappings }) {
  const [title, body] = words.mappings[verdict](servers.length);
  return h('section', { class: 'finding', 'data-anatomy': 'mapping', 'data-verdict': verdict }, h('h2', {}, words.mapping), h('p', {}, h('strong', {}, title), ` ${body}`),
    mappings.length ? h('ul', { class: 'small mono' }, mappings.slice(0, 8).map(({ seen, url }) => h('li', {}, words.seenBy(endpoint(seen), url)))) : null);
}

function pairTable(pairs) {
  const { columns } = words;
  return h('div', { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': words.pairs }, h('table', { class: 'pairs' },
    h('thead', {}, h('tr', {}, [columns.pair, columns.state, columns.checks, columns.roundTrip, columns.priority].map((title) => h('th', { scope: 'col' }, title)))),
    h('tbody', {}, pairs.map((pair) => h('tr', { class: pair.chosen ? 'is-chosen' : null, 'data-pair': pair.id, 'data-chosen': String(pair.chosen) },
      h('td', { class: 'mono' }, end(words.here, pair.local), end('↔', pair.remote)),
      h('td', {}, pair.chosen ? h('strong', { class: 'chosen' }, words.chosen) : null, ' ', own(words.pairStates, pair.state) ?? pair.state),
      h('td', { class: 'numbers' }, words.checks(pair.sent, pair.answered, pair.received)),
      h('td', { class: 'numbers' }, pair.roundTripMillis === null ? '' : words.at(pair.roundTripMillis)),
      h('td', { class: 'numbers mono small' }, String(pair.priority)))))));
}

function end(_, candidate) {
  return h('span', { class: 'pair-end' }, kindTag(candidate?.type ?? '?'), ` ${candidate ? endpoint(candidate) || words.hidden : ''} ${candidate?.transport ?? ''}`);
}

function list(side, title, candidates) {
  return h('section', { 'data-addresses': side }, h('h2', {}, title), candidates.length ? h('ul', { class: 'cards' }, candidates.slice(0, CANDIDATES_SHOWN).map(card)) : h('p', { class: 'quiet' }, words.noCandidates));
}

function card(candidate) {
  const { type, transport, tcpType, relatedAddress, relatedPort, url, parts, priority } = candidate;
  const from = relatedAddress && relatedAddress !== '0.0.0.0' && relatedAddress !== '::' ? endpoint({ address: relatedAddress, port: relatedPort }) : null;
  const how = `${transport.toUpperCase()}${tcpType ? `, ${own(words.tcpTypes, tcpType) ?? tcpType}` : ''}`;
  const origin = own(words.origin, type)?.(from) ?? type;
  return h('li', { class: 'address', 'data-kind': type, 'data-address': endpoint(candidate), 'data-transport': transport, 'data-ids': candidate.ids.join(' ') || null },
    h('span', { class: 'mono' }, kindTag(type), ` ${endpoint(candidate) || words.hidden}`),
    h('span', { class: 'small' }, `${how}, ${origin}`, url ? h('span', { class: 'quiet' }, ` ${words.fromServer(url)}`) : null),
    parts ? h('span', { class: 'small quiet numbers' }, words.priority(parts, priority)) : null);
}
