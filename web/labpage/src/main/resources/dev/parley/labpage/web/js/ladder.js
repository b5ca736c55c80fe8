/** A run as a list, one entry for each packet, in the order of their sending. */

import { outcome } from './why.js';

/**
 * `[{id, index, at, from, to, path, label, protocol, parent, outcome, reason, ended}]`; `index` is its first event,
 * `ended` its last one, `to` the node where it ended, `path` every node it was at. Notes stand in between as
 * `{note, index, at, from}`.
 */
export function ladderOf(run) {
  const entries = [];
  for (const id of run.packetIds) {
    const indexes = run.eventsOf(id).filter((index) => !run.events[index].type.startsWith('Row'));
    if (indexes.length === 0) continue;
    const first = run.events[indexes[0]];
    const last = run.events[indexes.at(-1)];
    const path = [];
    for (const index of indexes) {
      const { node } = run.events[index];
      if (path.at(-1) !== node) path.push(node);
    }
    const { label, protocol, parent } = run.packet(id);
    entries.push({
      id, index: indexes[0], at: first.at, from: first.node, to: last.node, path, label, protocol, parent,
      outcome: outcome(run, id), reason: last.type === 'Dropped' ? last.reason : null, ended: indexes.at(-1),
    });
  }
  run.events.forEach((event, index) => {
    if (event.type === 'Noted') entries.push({ note: event.words, topic: event.topic ?? null, index, at: event.at, from: event.node });
  });
  return entries.sort((a, b) => a.index - b.index);
}

/** The entry that was begun last after `count` events; -1 before the first. */
export function entryAt(entries, count) {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle].index < count) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
