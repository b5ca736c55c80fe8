/** Everything in one sentence: will calls work from here, what stands in the way, who can mend it. Pure. */

const NETWORK = ['way-out', 'way-back', 'refused', 'silent-alone', 'error-alone'];
const OPERATOR = ['wrong-key', 'expired', 'unknown-user', 'key-alone', 'certificate', 'tls-alone', 'unknown-name', 'quota', 'limited', 'fault'];
const RELAYS = ['turn-udp', 'turn-tcp', 'turn-tls'];

/** Who can mend it: `network`, `operator` or `you`. */
export function whoMends(reason) {
  if (NETWORK.includes(reason)) return 'network';
  return OPERATOR.includes(reason) ? 'operator' : 'you';
}

/**
 * `rows`: `[{id, kind, verdict, place?}]`. Returns `{key, level, via?, culprit?, who?, ports}`; key is one of
 * checking, unsupported, direct, direct-mostly, direct-only, relay, none. `culprit` is the id of the first row that stands
 * in the way, `also` those of the others that failed.
 */
export function headline(rows) {
  const ways = rows.filter(({ kind }) => kind === 'stun' || RELAYS.includes(kind));
  const done = ways.filter(({ verdict }) => ['ok', 'bad', 'skipped'].includes(verdict.state)).length;
  const unsupported = rows.find(({ verdict }) => verdict.reason === 'unsupported');
  if (unsupported) return { key: 'unsupported', level: 'bad', culprit: unsupported.id, who: 'you', ports: [], also: [] };
  if (done < ways.length || ways.length === 0) return { key: 'checking', level: 'none', done, of: ways.length, ports: [], also: [] };
  const works = (kind) => rows.some((row) => row.kind === kind && row.verdict.state === 'ok');
  const byAddress = rows.some(({ kind, verdict }) => kind === 'mapping' && verdict.reason === 'by-destination');
  const via = RELAYS.find(works) ?? null;
  const direct = works('stun') || works('turn-udp');
  const bad = ways.filter(({ verdict }) => verdict.state === 'bad');
  const key = direct && via ? (byAddress ? 'direct-mostly' : 'direct') : direct ? 'direct-only' : via ? 'relay' : 'none';
  const level = key === 'none' ? 'bad' : key === 'direct-only' || key === 'relay' || bad.length > 0 ? 'warn' : 'ok';
  const [culprit] = blame(bad);
  return {
    key, level, via: via ? via.slice('turn-'.length) : null,
    ...(culprit && { culprit: culprit.id, reason: culprit.verdict.reason, who: whoMends(culprit.verdict.reason) }),
    ports: portsToOpen(bad),
    also: bad.filter((row) => row !== culprit).map(({ id }) => id),
  };
}

/** What is wrong with a relay's key or name weighs more than a way of several that is closed. */
function blame(bad) {
  return bad.toSorted((a, b) => rank(a) - rank(b));
}

function rank({ verdict: { reason }, kind }) {
  const why = ['wrong-key', 'expired', 'unknown-user', 'quota', 'unknown-name'].includes(reason) ? 0 : 10;
  return why + ['turn-udp', 'stun', 'turn-tcp', 'turn-tls'].indexOf(kind);
}

/** `UDP 3478` and so on, each once: what to ask the network's administrator for. */
function portsToOpen(bad) {
  const ports = bad.filter(({ verdict }) => NETWORK.includes(verdict.reason)).map(({ kind, place }) => `${kind === 'stun' || kind === 'turn-udp' ? 'UDP' : 'TCP'} ${place.port}`);
  return [...new Set(ports)];
}
