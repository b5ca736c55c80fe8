/** Finds the moments that the steps of a lesson speak of in the run that they are about. */

/**
 * The number of events after which each step ends: for one that is watched, the event it waits for; for others, the
 * moment of the step before. `null` when the run has no such event.
 */
export function momentsOf(run, steps) {
  let count = 0;
  return steps.map((step) => {
    if (!step.until) return count;
    const index = findEvent(run, step.until, count);
    if (index < 0) return null;
    count = index + 1;
    return count;
  });
}

/**
 * The first event from `from` on that fits: `type`, `node`, `label` (how the packet's label begins), `by` (who sent the
 * packet), `reason`, `words` (part of a note), `kind` (of a row), `source` and `destination` (how they begin);
 * `nth` takes a later one.
 */
export function findEvent(run, wanted, from = 0) {
  let nth = wanted.nth ?? 1;
  for (let i = from; i < run.events.length; i += 1) {
    if (fits(run, run.events[i], wanted)) {
      nth -= 1;
      if (nth === 0) return i;
    }
  }
  return -1;
}

function fits(run, event, wanted) {
  const { type, node, label, by, reason, words, kind, source, destination } = wanted;
  if (type && event.type !== type) return false;
  if (node && event.node !== node) return false;
  if (reason && event.reason !== reason) return false;
  if (kind && event.row?.kind !== kind) return false;
  if (words && !event.words?.includes(words)) return false;
  if (source && !event.source?.startsWith(source)) return false;
  if (destination && !event.destination?.startsWith(destination)) return false;
  if (label && !run.packet(event.packet ?? 0)?.label.startsWith(label)) return false;
  if (by) {
    const first = run.eventsOf(event.packet ?? 0)[0];
    if (first === undefined || run.events[first].node !== by) return false;
  }
  return true;
}
