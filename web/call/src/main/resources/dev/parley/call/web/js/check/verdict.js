/**
 * What two witnesses together say about one way to a server. Pure: facts in, `{state, reason, ...}` out.
 *
 * `kind`: stun, turn-udp, turn-tcp, turn-tls. `browser`: see attempt.js. `server`: `{tells, fresh, mine, nameless, knocked, unknownName}`,
 * or null for a server that cannot tell us;
 * `fresh` when it was asked after the browser had its say. States: running, slow, ok, bad.
 */

const FAST_MILLIS = 3000;
const LATE_MILLIS = 2000;

export function transportOf(kind) {
  return kind === 'turn-tcp' ? 'tcp' : kind === 'turn-tls' ? 'tls' : 'udp';
}

/** The kind of a URL such as `turn:host:3478?transport=tcp`; null when it is none. */
export function kindOfUrl(url) {
  const match = /^(stuns?|turns?):(\[[0-9a-f:.]+\]|[^:?\s[\]@]+)(:\d{1,5})?(\?transport=(udp|tcp))?$/i.exec(url);
  if (!match) return null;
  const scheme = match[1].toLowerCase();
  if (scheme.startsWith('stun')) return scheme === 'stun' && !match[4] ? 'stun' : null;
  if (scheme === 'turns') return match[5] === 'udp' ? null : 'turn-tls';
  return match[5]?.toLowerCase() === 'tcp' ? 'turn-tcp' : 'turn-udp';
}

/** `{host, port}` of such a URL. */
export function placeOfUrl(url) {
  const match = /^(\w+):(\[[^\]]+\]|[^:?]+)(?::(\d+))?/.exec(url);
  return { host: match[2], port: Number(match[3] ?? (/s$/i.test(match[1]) ? 5349 : 3478)) };
}

export function judge({ kind, browser, server = null, lends = true, selfSigned = false }) {
  const worked = success(kind, browser, lends);
  if (worked !== null) {
    return { state: 'ok', reason: worked.refusedAsPlanned ? 'open-not-lent' : worked.plain ? 'no-translation' : worked.millis > LATE_MILLIS ? 'late' : 'well', millis: worked.millis, ...(worked.address && { address: worked.address }) };
  }
  if (browser.fault) return { state: 'bad', reason: 'fault', text: browser.fault };
  const key = server ? keyTrouble(server) : null;
  const ended = browser.state === 'over' || browser.state === 'due';
  if (key) return { state: 'bad', ...key, millis: browser.millis };
  if (server?.unknownName) return { state: 'bad', reason: 'unknown-name', millis: browser.millis };
  const settled = browser.state === 'due' || !server?.tells || server.fresh;
  if ((!ended && !failedFast(browser)) || !settled) return { state: browser.state === 'slow' ? 'slow' : 'running', reason: browser.state, millis: browser.millis };
  return { state: 'bad', ...(server?.tells ? between(kind, browser, server, selfSigned) : alone(kind, browser)), millis: browser.millis };
}

/** What came back, or null. */
function success(kind, browser, lends) {
  if (kind === 'stun') {
    const mapped = browser.candidates.find(({ type }) => type === 'srflx');
    if (mapped) return { millis: mapped.millis, address: `${mapped.address}:${mapped.port}` };
    // A browser that heard nothing goes on asking; one that heard what it knew already ends without a word.
    return browser.doneMillis !== null && browser.errors.length === 0 && browser.doneMillis < FAST_MILLIS ? { millis: browser.doneMillis, plain: true } : null;
  }
  const relay = browser.candidates.find(({ type }) => type === 'relay');
  if (relay) return { millis: relay.millis, address: `${relay.address}:${relay.port}` };
  const refused = lends ? null : browser.errors.find(({ code }) => code === 401);
  return refused ? { millis: refused.millis, refusedAsPlanned: true } : null;
}

function failedFast({ errors, doneMillis }) {
  return doneMillis !== null || errors.some(({ code, millis }) => code !== 701 || millis < FAST_MILLIS);
}

/** The server knows why it said no. */
function keyTrouble({ mine }) {
  const last = mine.findLast(({ what }) => ['wrong-key', 'expired', 'unknown-user', 'quota'].includes(what));
  if (!last) return null;
  return { reason: last.what, ...(last.expiredSeconds && { seconds: last.expiredSeconds }) };
}

/** Two witnesses: where did it stop? */
function between(kind, browser, { mine, nameless, knocked }, selfSigned) {
  const transport = transportOf(kind);
  if (mine.length > 0) return { reason: browser.errors.some(({ code }) => code === 401) ? 'key-alone' : 'way-back' };
  if (transport === 'udp' && knocked) return { reason: 'way-back' };
  const signs = nameless.filter((sighting) => sighting.transport === transport);
  if (signs.some(({ what }) => what === 'limited')) return { reason: 'limited' };
  if (transport === 'tls' && (signs.some(({ what }) => what === 'tls-refused') || (selfSigned && failedFast(browser) && signs.length === 0))) return { reason: 'certificate' };
  if (signs.some(({ what }) => what === 'challenged')) return { reason: 'way-back', likely: true };
  if (transport !== 'udp' && failedFast(browser)) return { reason: 'refused' };
  return { reason: 'way-out' };
}

/** One witness: what it can know. */
function alone(kind, browser) {
  if (browser.errors.some(({ code }) => code === 401)) return { reason: 'key-alone' };
  const other = browser.errors.find(({ code }) => code !== 701);
  if (other) return { reason: 'error-alone', code: other.code };
  if (browser.errors.some(({ text }) => /lookup|resolv/i.test(text))) return { reason: 'unknown-name' };
  if (kind === 'turn-tls' && failedFast(browser)) return { reason: 'tls-alone' };
  if (kind === 'turn-tcp' && failedFast(browser)) return { reason: 'refused' };
  return { reason: 'silent-alone' };
}

/**
 * What the server saw, sorted for the row with `tag`. A first TURN request has no name: one that came from the same
 * place as a request with a name belongs to that one and says nothing about another row.
 */
export function testimony(seen, { tag, own, host, fresh, unknownNames = [] }) {
  const explained = new Set(seen.filter((sighting) => sighting.tag !== '-').map(({ from, transport }) => `${transport} ${from}`));
  return {
    tells: own,
    fresh,
    mine: seen.filter((sighting) => sighting.tag === tag),
    nameless: seen.filter((sighting) => sighting.tag === '-' && !explained.has(`${sighting.transport} ${sighting.from}`)),
    knocked: seen.some((sighting) => sighting.tag === 'x'),
    unknownName: unknownNames.includes(host),
  };
}
