/** The twelve milestones of a call, and which step took longest. Pure. */

/** In the order they are expected: the phase each belongs to and the events that mark it. */
export const MILESTONES = [
  ['page', 'signaling', ['join-pressed']],
  ['socket', 'signaling', ['socket-open']],
  ['joined', 'signaling', ['joined']],
  ['offer', 'signaling', ['offer-set', 'offer-received']],
  ['delivered', 'signaling', ['offer-received', 'answer-received']],
  ['answer', 'signaling', ['answer-set']],
  ['candidate', 'connection', ['local-candidate']],
  ['check', 'connection', ['ice-checking']],
  ['pair', 'connection', ['ice-connected', 'ice-completed', 'pair-selected']],
  ['dtls', 'communication', ['dtls-connected']],
  ['channel', 'communication', ['channel-open']],
  ['frame', 'communication', ['first-media']],
];

export const PHASES = ['signaling', 'connection', 'communication'];

/**
 * `[{key, phase, at, t, gap, slowest}]`: `at` in milliseconds since Join was pressed, null for what has not happened; `t` the
 * event's own time; `gap` since the milestone that came before it in time. One at most is the `slowest`: waiting for
 * the other person to come is nobody's slowness and does not count.
 */
export function milestonesOf(events, peer) {
  const own = events.filter((event) => (event.peer === null || event.peer === peer) && event.side !== 'there');
  const start = startOf(own);
  const found = MILESTONES.map(([key, phase, kinds]) => {
    const event = own.find((candidate) => kinds.includes(candidate.kind) && candidate.t >= start);
    return { key, phase, t: event ? event.t : null, at: event ? event.t - start : null };
  });
  const inTime = found.filter(({ at }) => at !== null).sort((a, b) => a.at - b.at); // stable: what came at once keeps its order
  const called = found.find(({ key }) => key === 'joined').at;
  let slowest = null;
  for (const [i, milestone] of inTime.entries()) {
    milestone.gap = i === 0 ? null : milestone.at - inTime[i - 1].at;
    const waiting = inTime[i - 1]?.key === 'joined' && inTime[i - 1].at === called;
    if (milestone.gap !== null && !waiting && (slowest === null || milestone.gap > slowest.gap)) slowest = milestone;
  }
  return found.map((milestone) => ({ gap: null, ...milestone, slowest: milestone === slowest && slowest.gap > 0 }));
}

/** When the call was asked for: the press of Join, or the first event there is. */
export function startOf(events) {
  return events.find((event) => event.kind === 'join-pressed')?.t ?? events[0]?.t ?? 0;
}
