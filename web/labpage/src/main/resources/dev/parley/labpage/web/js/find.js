/**
 * Finding in a run: words, and terms with a colon. `drop at:home`, `stun from:ana`, `to:ben row`. All terms must fit.
 *
 * | term | fits |
 * |---|---|
 * | `from:NAME` | packets that NAME sent |
 * | `to:NAME` | packets that ended at NAME |
 * | `at:NAME` | events at NAME |
 * | `p12` | packet 12 |
 * | `drop`, `row`, `note`, `rewrite`, `pass`, `deliver`, `send` | events of that kind |
 * | other words | in the packet's label, addresses, the reason, or the words of a note |
 */

const KINDS = {
  drop: ['Dropped'], dropped: ['Dropped'], row: ['RowAdded', 'RowRefreshed', 'RowRemoved'], note: ['Noted'],
  rewrite: ['Rewritten'], pass: ['Passed'], deliver: ['Delivered'], send: ['Sent'], expire: ['RowRemoved'],
};

/** Indexes of the events that fit, in order. */
export function find(run, query) {
  const terms = query.trim().toLowerCase().split(/\s+/).filter(Boolean).map(termOf);
  if (terms.length === 0) return [];
  const found = [];
  run.events.forEach((event, index) => {
    if (terms.every((term) => term(run, event))) found.push(index);
  });
  return found;
}

/** The nearest hit after `count` events, or before it; wraps around. -1 when there is none. */
export function nextHit(hits, count, forward = true) {
  if (hits.length === 0) return -1;
  if (forward) return hits.find((index) => index + 1 > count) ?? hits[0];
  return hits.findLast((index) => index + 1 < count) ?? hits.at(-1);
}

function termOf(word) {
  const [, key, value] = /^(from|to|at):(.+)$/.exec(word) ?? [];
  if (key === 'at') return (run, event) => event.node.toLowerCase().startsWith(value);
  if (key === 'from') return (run, event) => ends(run, event)?.[0].toLowerCase().startsWith(value) ?? false;
  if (key === 'to') return (run, event) => ends(run, event)?.[1].toLowerCase().startsWith(value) ?? false;
  if (/^p\d+$/.test(word)) return (run, event) => event.packet === Number(word.slice(1));
  const kinds = KINDS[word];
  if (kinds) return (run, event) => kinds.includes(event.type);
  return (run, event) => textOf(run, event).includes(word);
}

function ends(run, event) {
  const indexes = run.eventsOf(event.packet ?? 0);
  return indexes.length ? [run.events[indexes[0]].node, run.events[indexes.at(-1)].node] : null;
}

function textOf(run, event) {
  const packet = event.packet ? run.packet(event.packet) : null;
  return [packet?.label, packet?.protocol, event.source, event.destination, event.reason, event.words, event.row?.inside, event.row?.outside]
    .filter((part) => typeof part === 'string').join(' ').toLowerCase();
}
