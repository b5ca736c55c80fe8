/** The anatomy of a call: what the two browsers did to reach each other. Loaded when somebody looks. */

import { text } from '../text/anatomy.js';
import { h, setAttribute, setText } from '../shared/dom.js';
import { parseCandidate, pathWords, selectedPair } from '../call/path.js';
import { linesOf } from './sdp-lines.js';

const VIEWS = ['timeline', 'descriptions', 'addresses', 'log'];
const PHASES = ['signaling', 'connection', 'communication'];
const UPDATE_MILLIS = 900;
const EVENTS_SHOWN = 200;
const words = text.anatomy;

export class Anatomy {
  #call;
  #view = 'timeline';
  #filter = 'all';
  #shown = new Map();
  #updatedAt = 0;
  #peer = null;

  constructor(call) {
    this.#call = call;
    this.body = h('div', { class: 'stack', id: 'anatomy-body' });
    this.buttons = VIEWS.map((view) => h('button', { type: 'button', class: 'segment', 'data-anatomy': view, 'aria-pressed': 'false', onclick: () => this.#choose(view) }, words.tabs[view]));
    this.element = h('div', { class: 'stack anatomy' }, h('p', { class: 'quiet small' }, words.lead), h('div', { class: 'segments', role: 'group', 'aria-label': words.title }, this.buttons), this.body);
    this.#choose('timeline');
  }

  /** Called on every change; works at most about once a second, and only where something differs. */
  update() {
    const now = performance.now();
    if (now - this.#updatedAt < UPDATE_MILLIS) return;
    this.#updatedAt = now;
    this.#render().catch((error) => this.#call.fault(error));
  }

  #choose(view) {
    this.#view = view;
    this.buttons.forEach((button, i) => setAttribute(button, 'aria-pressed', VIEWS[i] === view ? 'true' : 'false'));
    this.body.replaceChildren();
    this.#shown.clear();
    this.#updatedAt = 0;
    this.update();
  }

  async #render() {
    this.#peer = [...this.#call.peers.values()][0] ?? this.#peer;
    const peer = this.#peer;
    if (this.#view === 'timeline') this.#timeline(peer);
    else if (this.#view === 'log') this.#log(peer);
    else if (!peer?.pc) this.#section('none', 'none', () => h('p', { class: 'quiet' }, words.none));
    else if (this.#view === 'descriptions') this.#descriptions(peer);
    else await this.#addresses(peer);
  }

  /** Replaces a part of the view when its content changed, so that selections and scrolling last. */
  #section(key, content, build) {
    const mark = JSON.stringify(content);
    const before = this.#shown.get(key);
    if (before?.mark === mark) return;
    const element = build();
    if (before) before.element.replaceWith(element);
    else this.body.append(element);
    this.#shown.set(key, { mark, element });
  }

  #timeline(peer) {
    const milestones = this.#call.recorder.milestonesOf(peer?.id ?? null);
    const last = Math.max(1, ...milestones.map(({ at }) => at ?? 0));
    for (const phase of PHASES) {
      const own = milestones.filter((milestone) => milestone.phase === phase);
      this.#section(phase, [own, last], () => h(
        'section',
        { class: `phase phase-${phase}`, 'data-phase': phase },
        h('h2', {}, words.phases[phase][0]),
        h('p', { class: 'small quiet' }, words.phases[phase][1]),
        h('ol', { class: 'milestones' }, own.map((milestone) => milestoneItem(milestone, last))),
      ));
    }
  }

  #descriptions(peer) {
    const { pc } = peer;
    this.#section('filter', 'filter', () => {
      const select = h('select', { id: 'sdp-filter', onchange: () => {
        this.#filter = select.value;
        this.#updatedAt = 0;
        this.update();
      } }, Object.entries(words.filters).map(([value, label]) => h('option', { value, selected: value === this.#filter }, label)));
      return h('div', {}, h('label', { for: 'sdp-filter' }, words.filter), select);
    });
    for (const [key, title, description] of [['local', words.local, pc.localDescription], ['remote', words.remote(peer.name), pc.remoteDescription]]) {
      this.#section(key, [description?.sdp, this.#filter], () => {
        const heading = h('h2', {}, description ? `${title} (${words.sdpOf[description.type]})` : title);
        if (!description) return h('section', { 'data-description': key }, heading, h('p', { class: 'quiet' }, words.noDescription));
        const lines = linesOf(description.sdp).filter((line) => this.#filter === 'all' || line.about === this.#filter || line.section);
        return h('section', { 'data-description': key }, heading,
          h('ol', { class: 'sdp mono', tabindex: '0', 'aria-label': title },
            lines.map((line) => h('li', { class: `sdp-line about-${line.about}${line.section ? ' sdp-section' : ''}` }, line.text))));
      });
    }
  }

  async #addresses(peer) {
    const report = await peer.pc.getStats();
    if (this.#view !== 'addresses') return;
    const selected = selectedPair(report);
    const path = peer.path;
    this.#section('why', path, () => h('p', { class: 'why' }, path ? words.why(pathWords({ ...path, roundTripMillis: null }, text.path), path.roundTripMillis) : words.noPair));
    const pairs = [...report.values()].filter((stat) => stat.type === 'candidate-pair')
      .map((pair) => pairOf(pair, report, pair.id === selected?.pair.id))
      .sort((a, b) => b.chosen - a.chosen || b.answered - a.answered || b.priority - a.priority);
    this.#section('pairs', pairs, () => h('section', { 'data-addresses': 'pairs' }, h('h2', {}, words.pairs), pairs.length ? h('ul', { class: 'cards' }, pairs.map(pairItem)) : h('p', { class: 'quiet' }, words.noCandidates)));
    const events = this.#call.recorder.eventsOf(peer.id);
    for (const [key, title, kind] of [['local', words.candidatesHere, 'local-candidate'], ['remote', words.candidatesThere(peer.name), 'remote-candidate']]) {
      const lines = [...new Set(events.filter((event) => event.kind === kind && event.data.candidate).map((event) => event.data.candidate))];
      this.#section(key, lines, () => h('section', { 'data-addresses': key }, h('h2', {}, title),
        lines.length ? h('ul', { class: 'cards' }, lines.map((line) => candidateItem(parseCandidate(line), line))) : h('p', { class: 'quiet' }, words.noCandidates)));
    }
  }

  #log(peer) {
    const events = this.#call.recorder.eventsOf(peer?.id ?? null);
    const start = events[0]?.t ?? 0;
    this.#section('log', events.length && events.at(-1).t, () => h('section', {},
      h('p', { class: 'small quiet numbers' }, words.events(events.length)),
      h('ol', { class: 'events mono', tabindex: '0', 'aria-label': words.tabs.log }, events.slice(-EVENTS_SHOWN).map((event) => h('li', { class: `phase-${event.phase}` },
        h('span', { class: 'event-time numbers' }, Math.round(event.t - start)), h('span', {}, event.kind, detailsOf(event)))))));
  }
}

function milestoneItem({ key, at, gap }, last) {
  const rail = h('span', { class: 'rail', 'aria-hidden': 'true' });
  if (at !== null) {
    const mark = h('span', { class: 'rail-mark' });
    mark.style.insetInlineStart = `${((100 * at) / last).toFixed(1)}%`;
    rail.append(mark);
  }
  return h(
    'li',
    { class: at === null ? 'milestone is-missing' : 'milestone', 'data-milestone': key },
    h('span', {}, words.milestones[key]),
    h('span', { class: 'numbers small quiet' }, gap === null ? '' : words.gap(Math.round(gap))),
    h('span', { class: 'numbers milestone-at' }, at === null ? words.missing : words.at(Math.round(at))),
    rail,
  );
}

function pairOf(pair, report, chosen) {
  const end = (id) => {
    const candidate = report.get(id) ?? {};
    return { type: candidate.candidateType ?? '?', address: addressOf(candidate), protocol: candidate.protocol ?? '' };
  };
  return {
    chosen,
    here: end(pair.localCandidateId),
    there: end(pair.remoteCandidateId),
    state: pair.state ?? '',
    priority: pair.priority ?? 0,
    sent: pair.requestsSent ?? null,
    answered: pair.responsesReceived ?? 0,
    millis: typeof pair.currentRoundTripTime === 'number' ? Math.round(pair.currentRoundTripTime * 1000) : null,
  };
}

function pairItem(pair) {
  const numbers = [
    words.pairStates[pair.state] ?? pair.state,
    pair.sent === null ? '' : words.checks(pair.sent, pair.answered),
    pair.millis === null ? '' : words.at(Math.max(1, pair.millis)),
  ].filter(Boolean).join(' · ');
  return h(
    'li',
    { class: pair.chosen ? 'address is-chosen' : 'address', 'data-chosen': pair.chosen },
    pair.chosen ? h('strong', { class: 'chosen small' }, words.chosen) : null,
    h('span', { class: 'mono' }, h('span', { class: 'end' }, words.here), kindTag(pair.here.type), ` ${pair.here.address}`),
    h('span', { class: 'mono' }, h('span', { class: 'end' }, words.there), kindTag(pair.there.type), ` ${pair.there.address}`),
    h('span', { class: 'small quiet numbers' }, numbers),
  );
}

function candidateItem(candidate, line) {
  if (!candidate) return h('li', { class: 'address mono' }, line);
  const origin = [words.origins[candidate.type] ?? candidate.type, candidate.transport.toUpperCase() + (candidate.tcpType ? ` ${candidate.tcpType}` : '')];
  if (candidate.relatedAddress && candidate.relatedPort && candidate.relatedAddress !== '0.0.0.0') origin.push(words.from(`${candidate.relatedAddress}:${candidate.relatedPort}`));
  return h(
    'li',
    { class: 'address', 'data-kind': candidate.type },
    h('span', { class: 'mono' }, kindTag(candidate.type), ` ${addressOf(candidate)}`),
    h('span', { class: 'small quiet numbers' }, `${origin.join(' · ')} · ${words.priority(candidate.priority)}`),
  );
}

function kindTag(type) {
  return h('span', { class: `kind kind-${type}` }, type);
}

function addressOf({ address, ip, port }) {
  const where = address || ip;
  if (!where) return words.hidden;
  return `${where.includes(':') ? `[${where}]` : where}:${port}`;
}

/** Short facts of an event; descriptions are shown elsewhere, and keys nowhere. */
function detailsOf({ data }) {
  if (!data) return '';
  const facts = Object.entries(data).filter(([key, value]) => key !== 'sdp' && value !== null && value !== undefined && String(value) !== '');
  return facts.length ? ` ${facts.map(([key, value]) => `${key}=${Array.isArray(value) ? value.join(',') : value}`).join(' ')}` : '';
}
