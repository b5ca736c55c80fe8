/** Every candidate of both sides: where it came from and what its numbers mean. Pure. */

import { parseCandidate } from '../../call/path.js';
import { lastOf, objectsOf } from './numbers.js';

const CANDIDATES = 300;

/**
 * `{local, remote}`, each a list of `{type, address, port, transport, tcpType, foundation, priority, parts, relatedAddress,
 * relatedPort, url, t, ids}`. What was signalled and what getStats tells are joined; `ids` are its ids in getStats: peer-reflexive ones are there alone.
 */
export function candidatesOf(recording, peer) {
  return { local: side(recording, peer, 'local'), remote: side(recording, peer, 'remote') };
}

function side(recording, peer, which) {
  const found = new Map();
  const note = (candidate) => {
    const key = [candidate.type, candidate.transport, candidate.address, candidate.port, candidate.tcpType ?? ''].join(' ');
    const known = found.get(key);
    if (!known) {
      if (found.size < CANDIDATES) found.set(key, { ...candidate, key });
      return;
    }
    for (const [name, value] of Object.entries(candidate)) if (known[name] === null || known[name] === undefined) known[name] = value;
    known.ids = [...new Set([...known.ids, ...candidate.ids])];
  };
  for (const event of recording.events) {
    if (event.peer !== peer || event.side === 'there' || event.kind !== `${which}-candidate`) continue;
    const parsed = parseCandidate(String(event.data?.candidate ?? ''));
    if (parsed) note({ ...parsed, parts: priorityParts(parsed.priority), url: event.data.url ?? null, t: event.t, ids: [] });
  }
  const samples = recording.samples.get(peer);
  for (const stat of objectsOf(samples, `${which}-candidate`)) note(fromStats(stat));
  return [...found.values()].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
}

/** A candidate of getStats in the same words as a candidate line. */
export function fromStats({ id, facts, columns }) {
  const priority = lastOf(columns.priority);
  return {
    type: facts.candidateType ?? '?',
    address: facts.address ?? facts.ip ?? '',
    port: lastOf(columns.port) ?? 0,
    transport: (facts.protocol ?? '').toLowerCase(),
    tcpType: facts.tcpType || null,
    foundation: facts.foundation ?? null,
    component: 1,
    priority,
    parts: priorityParts(priority),
    relatedAddress: facts.relatedAddress || null,
    relatedPort: lastOf(columns.relatedPort),
    relayProtocol: facts.relayProtocol || null,
    url: facts.url || null,
    t: null,
    ids: [id],
  };
}

/** RFC 8445 section 5.1.2.1: priority = 2^24 type preference + 2^8 local preference + (256 - component). */
export function priorityParts(priority) {
  if (!Number.isInteger(priority) || priority < 0) return null;
  return { type: Math.floor(priority / 2 ** 24), local: Math.floor(priority / 256) % 65536, component: 256 - (priority % 256) };
}

/** `192.0.2.1:5000`, `[2001:db8::1]:5000`; empty when the browser hides it. */
export function endpoint({ address, port }) {
  if (!address) return '';
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
