/**
 * The time a person watches, in seconds, made from the time of the run. A network does much in a microsecond and then
 * nothing for a minute: long gaps shrink, short ones grow, and each event gets a moment to be seen. The order of things
 * stays, and so does "longer takes longer".
 */

import { upperBound } from './run.js';

const LEAD_SECONDS = 0.6;
const TAIL_SECONDS = 1.2;
const EVEN_SECONDS = 0.7;
const QUIET_NANOS = 400e6;

/** How long people look at each kind of event. */
const DWELL = { Sent: 0.25, Departed: 0.02, Passed: 0.12, Rewritten: 0.4, Delivered: 0.2, Dropped: 0.5, RowAdded: 0.35, RowRefreshed: 0.04, RowRemoved: 0.3, Noted: 0.7 };
/** Beyond so many events each gets less of it, or a big run would never end. */
const UNHURRIED_EVENTS = 600;

/** Seconds shown for a gap between two events. */
export function shown(nanos) {
  const millis = nanos / 1e6;
  if (millis <= 0) return 0;
  if (millis <= 400) return 0.26 * Math.sqrt(millis);
  return 5.2 + 0.35 * Math.log10(millis / 400);
}

/** A gap in which nothing moves is worth a glance. */
function shownQuiet(nanos) {
  return Math.min(shown(nanos), 0.9 + 0.18 * Math.log10(1 + nanos / 1e9));
}

export class Story {
  /** `even`: each event gets the same time, whatever the run's clock says. */
  constructor(run, { even = false } = {}) {
    const { events } = run;
    this.run = run;
    this.starts = new Float64Array(events.length);
    this.gaps = [];
    const hurry = Math.min(1, UNHURRIED_EVENTS / Math.max(1, events.length));
    let position = LEAD_SECONDS;
    let busyUntil = 0;
    events.forEach((event, index) => {
      this.starts[index] = position;
      if (event.type === 'Departed') busyUntil = Math.max(busyUntil, event.arrivesAt);
      if (even) {
        position += EVEN_SECONDS;
        return;
      }
      position += (DWELL[event.type] ?? 0.1) * hurry;
      const next = index + 1 < events.length ? events[index + 1].at : run.endsAt;
      const gap = Math.max(0, next - event.at);
      const quiet = next > busyUntil;
      const seconds = (quiet ? shownQuiet(gap) : shown(gap)) * Math.max(hurry, 0.02);
      if (quiet && gap >= QUIET_NANOS) this.gaps.push({ from: position, to: position + seconds, nanos: gap });
      position += seconds;
    });
    this.length = position + (events.length > 0 ? TAIL_SECONDS : 0);
  }

  /** How many events have begun at a position. */
  countAt(position) {
    return upperBound(this.starts, position + 1e-9);
  }

  /** The position at which event number `count` has just happened; 0 before the first. */
  positionOf(count) {
    if (count <= 0) return 0;
    return this.starts[Math.min(count, this.starts.length) - 1] ?? 0;
  }

  /** The time of the run at a position, in nanoseconds. */
  timeAt(position) {
    const { events, endsAt } = this.run;
    const count = this.countAt(position);
    if (count === 0) return 0;
    const from = events[count - 1].at;
    const to = count < events.length ? events[count].at : endsAt;
    const begin = this.starts[count - 1];
    const end = count < events.length ? this.starts[count] : this.length - TAIL_SECONDS;
    const share = end > begin ? Math.min(1, (position - begin) / (end - begin)) : 1;
    return from + (to - from) * share;
  }

  /** The position of a time of the run: after all that happened until then. */
  positionAt(nanos) {
    const { events, endsAt } = this.run;
    const count = this.run.countUntil(nanos);
    if (count === 0) return 0;
    const from = events[count - 1].at;
    const to = count < events.length ? events[count].at : endsAt;
    const begin = this.starts[count - 1];
    const end = count < events.length ? this.starts[count] : this.length - TAIL_SECONDS;
    return to > from ? begin + (end - begin) * Math.min(1, (nanos - from) / (to - from)) : begin;
  }
}
