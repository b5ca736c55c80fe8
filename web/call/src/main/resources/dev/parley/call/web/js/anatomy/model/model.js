/** Everything the views show of one connection, worked out from a recording. Pure. */

import { candidatesOf } from './candidates.js';
import { ladderOf } from './ladder.js';
import { milestonesOf, startOf } from './milestones.js';
import { pairsOf } from './pairs.js';

/** `{recording, peer, name, self, start, end, milestones, events, steps, samples, descriptions, created, candidates, pairs}`. */
export function modelOf(recording, peer) {
  const events = recording.events.filter((event) => event.peer === null || event.peer === peer);
  const own = events.filter((event) => event.side !== 'there');
  const samples = recording.samples.get(peer) ?? null;
  return {
    recording,
    peer,
    name: recording.people.find(({ id }) => id === peer)?.name ?? '',
    self: recording.self,
    events,
    start: startOf(own),
    end: Math.max(own.at(-1)?.t ?? 0, samples?.times.at(-1) ?? 0),
    milestones: milestonesOf(events, peer),
    steps: ladderOf(events, peer),
    samples,
    descriptions: recording.descriptions.get(peer) ?? null,
    created: createdSdp(own, recording.descriptions.get(peer)),
    candidates: candidatesOf(recording, peer),
    pairs: pairsOf(samples),
  };
}

/** Our description as it was made, if it is the one in force: later candidates and changes show against it. */
function createdSdp(events, descriptions) {
  const kind = descriptions?.local?.type === 'answer' ? 'answer-set' : 'offer-set';
  return events.filter((event) => event.kind === kind && typeof event.data?.sdp === 'string').at(-1)?.data.sdp ?? null;
}
