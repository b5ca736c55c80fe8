/**
 * Keeps what happened in a call for the anatomy: a ring of events, always on, in this page's memory only.
 * An event is `{t, phase, kind, peer, data}` with `t` in milliseconds of `performance.now()`.
 */

const EVENTS = 5000;

/** The milestones of a call in the order they are expected, with the phase each belongs to and what marks it. */
export const MILESTONES = [
  ['page', 'signaling', ['join-pressed']],
  ['socket', 'signaling', ['socket-open']],
  ['joined', 'signaling', ['joined']],
  ['offer', 'signaling', ['offer-set', 'offer-received']],
  ['delivered', 'signaling', ['offer-received', 'answer-received']],
  ['answer', 'signaling', ['answer-set']],
  ['candidate', 'connection', ['local-candidate']],
  ['check', 'connection', ['ice-checking']],
  ['pair', 'connection', ['ice-connected']],
  ['dtls', 'communication', ['dtls-connected']],
  ['channel', 'communication', ['channel-open']],
  ['frame', 'communication', ['first-media']],
];

const PHASE_OF = new Map(MILESTONES.flatMap(([, phase, kinds]) => kinds.map((kind) => [kind, phase])));

export class Recorder {
  #events = [];
  #now;

  constructor(now = () => performance.now()) {
    this.#now = now;
    this.onEvent = () => {};
  }

  /** Adds an event; `peer` is null for what concerns the page as a whole. */
  add(phase, kind, peer = null, data = null) {
    this.#events.push({ t: this.#now(), phase: phase ?? PHASE_OF.get(kind) ?? 'signaling', kind, peer, data });
    if (this.#events.length > EVENTS) this.#events.shift();
    this.onEvent();
  }

  get events() {
    return this.#events.slice();
  }

  /** The events of one peer together with the page's own. */
  eventsOf(peer) {
    return this.#events.filter((event) => event.peer === null || event.peer === peer);
  }

  /**
   * `[{key, phase, at, gap}]`: `at` in milliseconds since Join was pressed, null for what has not happened;
   * `gap` since the milestone that came before it in time.
   */
  milestonesOf(peer) {
    const events = this.eventsOf(peer);
    const start = events.find((event) => event.kind === 'join-pressed')?.t ?? events[0]?.t ?? 0;
    const found = MILESTONES.map(([key, phase, kinds]) => {
      const event = events.find((candidate) => kinds.includes(candidate.kind) && candidate.t >= start);
      return { key, phase, at: event ? event.t - start : null };
    });
    const inTime = found.filter(({ at }) => at !== null).sort((a, b) => a.at - b.at); // stable: what came at once keeps its order
    return found.map((milestone) => {
      const before = inTime[inTime.indexOf(milestone) - 1];
      return { ...milestone, gap: before ? milestone.at - before.at : null };
    });
  }
}
