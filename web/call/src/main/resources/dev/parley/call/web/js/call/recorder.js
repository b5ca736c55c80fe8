/**
 * Keeps what happened in a call for the anatomy, always, in this page's memory only: a ring of events
 * `{t, phase, kind, peer, data}` with `t` in milliseconds of `performance.now()`, and the numbers of each second.
 */

import { Clock } from './clock.js';
import { Samples } from './samples.js';

export const EVENTS = 5000;

const PHASES = [
  ['connection', /^(ice-(?!servers)|gathering|local-candidate|remote-candidate|candidate|path|pair)/],
  ['communication', /^(dtls|channel|first-media)/],
];

export class Recorder {
  #events = [];
  #now;

  constructor(now = microsecondClock) {
    this.#now = now;
    this.onEvent = () => {};
    this.samples = new Map();
    this.descriptions = new Map();
    this.people = new Map();
    this.server = new Clock();
    this.peerClocks = new Map();
    /** How many events there ever were: tells views that something is new. */
    this.count = 0;
  }

  /** Adds an event; `peer` is null for what concerns the page as a whole. */
  add(phase, kind, peer = null, data = null) {
    this.#events.push({ t: this.#now(), phase: phase ?? phaseOf(kind), kind, peer, data });
    if (this.#events.length > EVENTS) this.#events.shift();
    this.count += 1;
    this.onEvent();
  }

  /** A message went to the server or came from it; what it says stays out. */
  traffic(direction, message, characters) {
    const about = message.type === 'welcome' || message.type === 'join' ? null : message.to ?? message.from ?? message.peer ?? null;
    this.add('signaling', `message-${direction}`, about, { type: message.type, characters });
  }

  /** Once a second: the numbers of a peer and the descriptions in force. */
  sample({ id, name, pc, clock }, report) {
    if (!this.samples.has(id)) this.samples.set(id, new Samples());
    this.samples.get(id).add(this.#now(), report);
    this.people.set(id, name);
    if (clock?.offset) this.peerClocks.set(id, clock.offset);
    const before = this.descriptions.get(id);
    if (before?.count === this.count) return;
    const plain = (description) => description && { type: description.type, sdp: description.sdp };
    this.descriptions.set(id, { count: this.count, local: plain(pc.localDescription), remote: plain(pc.remoteDescription) });
  }

  get events() {
    return this.#events.slice();
  }

  /** The events of one peer together with the page's own. */
  eventsOf(peer) {
    return this.#events.filter((event) => event.peer === null || event.peer === peer);
  }
}

/** As fine as a file of a recording is: so the call and its file show the same. */
function microsecondClock() {
  return Math.round(performance.now() * 1000) / 1000;
}

function phaseOf(kind) {
  return PHASES.find(([, pattern]) => pattern.test(kind))?.[0] ?? 'signaling';
}
