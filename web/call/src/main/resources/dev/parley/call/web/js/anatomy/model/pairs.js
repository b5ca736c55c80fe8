/** The pairs of candidates that ICE checked, and why one of them was chosen. Pure. */

import { fromStats } from './candidates.js';
import { lastOf, objectsOf, present } from './numbers.js';

/**
 * `[{id, state, nominated, chosen, priority, local, remote, sent, answered, received, roundTripMillis, bytes}]`, the chosen one first, then
 * those that work, then by priority. `priority` is worked out from the candidates (RFC 8445 section 6.1.2.3), as a BigInt.
 */
export function pairsOf(samples) {
  if (!samples) return [];
  const candidates = new Map(objectsOf(samples, 'local-candidate', 'remote-candidate').map((stat) => [stat.id, fromStats(stat)]));
  const controlling = objectsOf(samples, 'transport').some(({ facts }) => facts.iceRole === 'controlling');
  const chosen = chosenId(samples);
  return objectsOf(samples, 'candidate-pair').filter((pair) => present(samples, pair) || pair.id === chosen).map(({ id, facts, columns }) => {
    const local = candidates.get(facts.localCandidateId) ?? null;
    const remote = candidates.get(facts.remoteCandidateId) ?? null;
    const seconds = lastOf(columns.currentRoundTripTime);
    return {
      id,
      local,
      remote,
      state: facts.state ?? '',
      nominated: facts.nominated === true,
      chosen: id === chosen,
      priority: pairPriority(local?.priority, remote?.priority, controlling),
      sent: sum(columns.requestsSent, columns.consentRequestsSent),
      answered: lastOf(columns.responsesReceived),
      received: lastOf(columns.requestsReceived),
      roundTripMillis: seconds === null ? null : seconds * 1000,
      bytes: (lastOf(columns.bytesSent) ?? 0) + (lastOf(columns.bytesReceived) ?? 0),
    };
  }).sort((a, b) => b.chosen - a.chosen || (b.state === 'succeeded') - (a.state === 'succeeded') || compare(b.priority, a.priority));
}

/** The id of the pair in use, by the transport where the browser tells it, else by the pair's own marks. */
export function chosenId(samples) {
  const pairs = objectsOf(samples, 'candidate-pair');
  for (const transport of objectsOf(samples, 'transport')) {
    const id = transport.facts.selectedCandidatePairId;
    if (id && pairs.some((pair) => pair.id === id)) return id;
  }
  const marked = pairs.filter(({ facts }) => facts.selected === true || (facts.nominated === true && facts.state === 'succeeded'));
  marked.sort((a, b) => (b.facts.selected === true) - (a.facts.selected === true) || (lastOf(b.columns.lastPacketReceivedTimestamp) ?? 0) - (lastOf(a.columns.lastPacketReceivedTimestamp) ?? 0));
  return marked[0]?.id ?? null;
}

/** RFC 8445 section 6.1.2.3: 2^32 MIN(G,D) + 2 MAX(G,D) + (G > D ? 1 : 0), G of the controlling side. */
export function pairPriority(local, remote, controlling) {
  if (!Number.isInteger(local) || !Number.isInteger(remote)) return 0n;
  const [g, d] = (controlling ? [local, remote] : [remote, local]).map(BigInt);
  return (g < d ? g : d) * 2n ** 32n + 2n * (g > d ? g : d) + (g > d ? 1n : 0n);
}

/**
 * Why the chosen pair won: `{reason, better, failed, works}` or null. `reason`: `relay`, `same-network`, `own-address`, `through-nat`; `better` are pairs of higher
 * priority, `works` of them those that work as well, `failed` those that got no answer.
 */
export function whyChosen(pairs, candidates) {
  const chosen = pairs.find((pair) => pair.chosen);
  if (!chosen) return null;
  const better = [...pairs.filter((pair) => !pair.chosen && pair.priority > chosen.priority), ...forgotten(pairs, candidates, chosen)];
  const types = [chosen.local?.type, chosen.remote?.type];
  let reason = 'through-nat';
  if (types.includes('relay')) reason = 'relay';
  else if (types.every((type) => type === 'host')) reason = 'same-network';
  else if (types.includes('host')) reason = 'own-address';
  return {
    reason,
    better: better.length,
    works: better.filter(({ state }) => state === 'succeeded').length,
    failed: better.filter(({ state }) => state !== 'succeeded').length,
    relayedThere: chosen.local?.type !== 'relay' && chosen.remote?.type === 'relay',
  };
}

/**
 * Pairs that ICE must have formed (RFC 8445 section 6.1.2.2) but that the browser lists no longer: of own cards with what the other side
 * told, the same family and transport, of higher priority than the chosen one.
 */
function forgotten(pairs, { local, remote }, chosen) {
  const place = (candidate) => `${candidate?.address} ${candidate?.port} ${candidate?.transport}`;
  const listed = new Set(pairs.map((pair) => `${place(pair.local)} ${place(pair.remote)}`));
  const own = local.filter(({ type, transport }) => type === 'host' && transport === 'udp');
  const others = remote.filter(({ type, transport }) => type !== 'prflx' && transport === 'udp');
  return own.flatMap((here) => others
    .filter((there) => family(here) === family(there) && !listed.has(`${place(here)} ${place(there)}`))
    .map((there) => ({ state: 'gone', here, there, priority: pairPriority(here.priority, there.priority, true) })))
    .filter(({ here, there, priority }) => priority > chosen.priority && !(here.address === baseOf(chosen.local) && place(there) === place(chosen.remote)));
}

function baseOf(candidate) {
  return candidate?.type === 'srflx' ? candidate.relatedAddress : candidate?.address;
}

function family({ address }) {
  return address.includes(':') ? 6 : 4;
}

function sum(...columns) {
  const values = columns.map(lastOf).filter((value) => value !== null);
  return values.length ? Math.max(...values) : null;
}

function compare(a, b) {
  return a > b ? 1 : a < b ? -1 : 0;
}
