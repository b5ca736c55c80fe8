/**
 * Why did this packet get through, or why not: asked backwards from its end. The answer is a list of reasons
 * `{key, args, index, packet, node, row}`; the words for each key stand in messages.en.js, `index` is the event to look at.
 */

import { formsOf } from './forms.js';
import { admits } from './rows.js';

const MAX_DEPTH = 4;

/** Reasons, the most immediate first. */
export function why(run, id) {
  const indexes = run.eventsOf(id);
  if (indexes.length === 0) return [];
  const stations = indexes.filter((index) => !run.events[index].type.startsWith('Row'));
  const last = stations.at(-1);
  const end = run.events[last];
  const reasons = [];
  if (end.type === 'Delivered') reasons.push(reason('delivered', { node: end.node, endpoint: end.destination }, last, { packet: id, node: end.node }));
  else if (end.type === 'Dropped') reasons.push(...whyDropped(run, id, end, last));
  else reasons.push(reason('underWay', { node: end.node, to: end.to ?? null }, last, { packet: id, node: end.node }));
  reasons.push(...passages(run, id, stations, 0, new Set()));
  reasons.push(origin(run, id, stations[0]));
  return reasons;
}

/** The result of a packet in one word: `delivered`, `dropped` or `underWay`, at a moment or at the end. */
export function outcome(run, id, count = Infinity) {
  let state = 'underWay';
  for (const index of run.eventsOf(id)) {
    if (index >= count) break;
    const { type } = run.events[index];
    if (type === 'Delivered') state = 'delivered';
    if (type === 'Dropped') state = 'dropped';
  }
  return state;
}

function whyDropped(run, id, end, index) {
  const args = { node: end.node, source: end.source, destination: end.destination, reason: end.reason };
  const reasons = [reason('dropped', args, index, { packet: id, node: end.node, row: end.row || null })];
  const near = end.row ? run.row(end.node, end.row) : null;
  if (near) reasons.push(reason('nearest', { node: end.node, row: near.row }, near.added, { node: end.node, row: near.row.id, packet: run.events[near.added].packet }));
  const missing = missingRow(end, near?.row ?? null);
  if (missing) {
    reasons.push(reason('missing', { node: end.node, ...missing }, index, { node: end.node }));
    reasons.push(...neverOrLater(run, end, index, missing));
  }
  return reasons;
}

/** The row that would have let it in: `{inside, outside, remote}`; parts that nobody can know are null. */
export function missingRow(end, near) {
  switch (end.reason) {
    case 'NO_MAPPING':
    case 'GATEWAY_INPUT':
      return { inside: null, outside: end.destination, remote: end.source };
    case 'FILTERED_BY_ADDRESS':
      return { inside: near?.inside ?? null, outside: near?.outside ?? end.destination, remote: withoutPort(end.source) };
    case 'FILTERED_BY_PORT':
      return { inside: near?.inside ?? null, outside: near?.outside ?? end.destination, remote: end.source };
    case 'UNSOLICITED':
      return { inside: end.destination, outside: null, remote: end.source };
    default:
      return null;
  }
}

/** Whether such a row came later (the packet was early), stood before (it was late), or never was. */
function neverOrLater(run, end, index, missing) {
  const fits = ({ row }) => {
    const mine = row.outside ?? row.inside;
    return (mine === missing.outside || mine === missing.inside) && row.kind !== 'BLOCK' && row.protocol === protocolOf(run, end) && (row.kind === 'MAPPING' && end.reason !== 'NO_MAPPING' ? false : admits(row, end.source));
  };
  const lives = run.rowsOf(end.node).filter(fits);
  const later = lives.find((life) => life.added > index);
  if (later) {
    const made = run.events[later.added];
    return [reason('tooEarly', { node: end.node, millis: (made.at - end.at) / 1e6, packet: made.packet }, later.added, { packet: made.packet, node: end.node, row: later.row.id })];
  }
  const before = lives.findLast((life) => life.removed >= 0 && life.removed < index);
  if (before) {
    const gone = run.events[before.removed];
    return [reason('tooLate', { node: end.node, millis: (end.at - gone.at) / 1e6, reason: gone.reason }, before.removed, { node: end.node, row: before.row.id })];
  }
  return [reason('never', { node: end.node, remote: missing.remote }, index, { node: end.node })];
}

/** Each filter and translator it came through, the last one first, with the row that allowed it and who made that row. */
function passages(run, id, stations, depth, seen) {
  const reasons = [];
  for (let i = stations.length - 1; i >= 0; i -= 1) {
    const index = stations[i];
    const event = run.events[index];
    if (event.type === 'Rewritten') {
      reasons.push(reason('rewritten', { node: event.node, before: event.before, after: event.after, inward: event.before.source === event.after.source }, index, { packet: id, node: event.node, row: event.row }));
      reasons.push(...opened(run, id, event));
      reasons.push(...maker(run, id, event, index, depth, seen));
    } else if (event.type === 'Passed' && event.row > 0) {
      reasons.push(reason('passed', { node: event.node, source: event.source, destination: event.destination }, index, { packet: id, node: event.node, row: event.row }));
      reasons.push(...maker(run, id, event, index, depth, seen));
    }
  }
  return reasons;
}

/** The hole that the packet itself made on its way out. */
function opened(run, id, { node, at }) {
  return run.eventsOf(id)
    .filter((index) => run.events[index].type === 'RowAdded' && run.events[index].node === node && run.events[index].at === at && run.events[index].row.kind === 'PERMISSION')
    .map((index) => reason('opened', { node, row: run.events[index].row }, index, { packet: id, node, row: run.events[index].row.id }));
}

function maker(run, id, event, index, depth, seen) {
  const key = `${event.node} ${event.row}`;
  const life = run.row(event.node, event.row);
  if (!life || seen.has(key)) return [];
  seen.add(key);
  const made = run.events[life.added];
  const refs = { packet: made.packet, node: event.node, row: event.row };
  if (made.packet === id) return [reason('ownRow', { node: event.node, row: life.row }, life.added, refs)];
  const kept = life.uses.filter((use) => use < index).length;
  const from = senderOf(run, made.packet);
  const reasons = [reason('madeBy', { node: event.node, row: life.row, packet: made.packet, from, label: run.packet(made.packet)?.label ?? '', millis: (run.events[index].at - made.at) / 1e6, kept }, life.added, refs)];
  if (depth < MAX_DEPTH && made.packet > 0 && from === null) reasons.push(...passages(run, made.packet, run.eventsOf(made.packet), depth + 1, seen));
  return reasons;
}

function origin(run, id, index) {
  const event = run.events[index];
  const { parent = 0, label = '' } = run.packet(id) ?? {};
  if (parent) return reason('consequence', { node: event.node, parent, label }, index, { packet: parent, node: event.node });
  return reason('sent', { node: event.node, label, source: formsOf(run, id)[0]?.source, destination: formsOf(run, id)[0]?.destination }, index, { packet: id, node: event.node });
}

/** The node whose program made a packet. */
function senderOf(run, id) {
  const first = run.eventsOf(id).map((index) => run.events[index]).find(({ type }) => type === 'Sent');
  return first?.node ?? null;
}

function protocolOf(run, event) {
  return run.packet(event.packet)?.protocol;
}

function withoutPort(endpoint) {
  return `${endpoint.slice(0, endpoint.lastIndexOf(':'))}:0`;
}

function reason(key, args, index, { packet = null, node = null, row = null } = {}) {
  return { key, args, index, packet, node, row };
}
