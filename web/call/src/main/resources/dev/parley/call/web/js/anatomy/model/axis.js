/** The time axis of the lanes: milliseconds since Join to a share of the width. Long waiting for a person is cut out. Pure. */

const CUT_MILLIS = 2500;
const KEPT_MILLIS = 120;
const STEPS = [1, 2, 5];

/**
 * `{share(at), at(share), ticks, cut, end}`; `share` is 0 to 1. `cut` is `{from, to}` or null: the time between being in the room
 * and the other one's coming.
 */
export function axisOf(milestones, end, whole) {
  const reached = milestones.filter(({ at }) => at !== null).sort((a, b) => a.at - b.at);
  const last = reached.at(-1)?.at ?? 0;
  const joined = reached.findIndex(({ key }) => key === 'joined');
  const next = reached[joined + 1];
  const wait = joined >= 0 && next ? next.at - reached[joined].at : 0;
  const cut = !whole && wait > CUT_MILLIS ? { from: reached[joined].at + KEPT_MILLIS / 2, to: next.at - KEPT_MILLIS / 2 } : null;
  const removed = cut ? cut.to - cut.from : 0;
  const length = Math.max(1, whole ? Math.max(end, last) : (last - removed) * 1.02);
  const shrink = (at) => (!cut || at <= cut.from ? at : at >= cut.to ? at - removed : cut.from);
  return {
    cut,
    end: whole ? Math.max(end, last) : last,
    share: (at) => Math.min(1, Math.max(0, shrink(at) / length)),
    at: (share) => {
      const shrunk = share * length;
      return cut && shrunk > cut.from ? shrunk + removed : shrunk;
    },
    ticks: ticksOf(length, cut).map((at) => ({ share: shrink(at) / length, at })),
  };
}

/** About six round numbers; none of the time that is cut out, nor close behind it. */
function ticksOf(length, cut) {
  const rough = length / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const ticks = [];
  const until = cut ? cut.from : length;
  for (let at = 0; at <= until && ticks.length < 12; at += step) ticks.push(at);
  if (!cut) return ticks;
  const end = length + cut.to - cut.from;
  for (let at = Math.ceil((cut.to + step / 2) / step) * step; at <= end && ticks.length < 12; at += step) ticks.push(at);
  return ticks;
}
