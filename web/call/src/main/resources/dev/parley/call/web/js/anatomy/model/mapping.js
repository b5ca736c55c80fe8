/**
 * Whether the NAT in front of this browser maps by destination (RFC 4787 section 4.1): what several STUN servers
 * saw of the same socket. Pure.
 */

const ANY = new Set(['0.0.0.0', '::', '']);

/**
 * `{verdict, servers, mappings}`: `verdict` is `same` (every server saw the same address), `by-destination`, `no-nat`, `one-server`,
 * `silent` or `hidden`; `servers` are the STUN and TURN URLs over UDP that were asked; `mappings` are `{base, seen, url}`.
 * `seen` by the server of `url`, from the socket `base`.
 */
export function mappingOf({ candidates, events, peer }) {
  const servers = askedServers(events);
  const silent = new Set(events.filter((event) => event.peer === peer && event.side !== 'there' && event.kind === 'candidate-error').map((event) => destination(event.data?.url)).filter(Boolean));
  const reflexive = candidates.filter(({ type, transport }) => type === 'srflx' && transport === 'udp');
  const mappings = reflexive.map((candidate) => ({
    base: ANY.has(candidate.relatedAddress ?? '') ? null : `${candidate.relatedAddress} ${candidate.relatedPort}`,
    family: candidate.address.includes(':') ? 6 : 4,
    seen: { address: candidate.address, port: candidate.port },
    url: candidate.url,
  }));
  return { verdict: verdict(candidates, mappings, servers.filter((server) => !silent.has(server))), servers, mappings };
}

function verdict(candidates, mappings, answering) {
  if (mappings.length === 0) {
    const open = candidates.some(({ type, address }) => type === 'host' && isPublic(address));
    if (open) return 'no-nat';
    return answering.length ? 'silent' : 'one-server';
  }
  const bases = new Map();
  for (const mapping of mappings) {
    const key = `${mapping.family} ${mapping.base ?? ''}`;
    if (!bases.has(key)) bases.set(key, new Set());
    bases.get(key).add(`${mapping.seen.address} ${mapping.seen.port}`);
  }
  const several = [...bases].filter(([, seen]) => seen.size > 1);
  if (several.some(([key]) => key.length > 2)) return 'by-destination';
  if (several.length) return 'hidden';
  return answering.length > 1 ? 'same' : 'one-server';
}

/** The different places that answer what address they see, `host:port` over UDP. */
function askedServers(events) {
  const urls = events.filter((event) => event.kind === 'ice-servers' && event.side !== 'there').flatMap((event) => (Array.isArray(event.data?.urls) ? event.data.urls : []));
  return [...new Set(urls.map(destination).filter(Boolean))];
}

/** `host:port` that a URL leads to over UDP, or null. */
export function destination(url) {
  const match = /^(stun|turn):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(\w+))?$/i.exec(String(url ?? ''));
  if (!match || (match[4] ?? 'udp').toLowerCase() !== 'udp') return null;
  return `${match[2]}:${match[3] ?? 3478}`;
}

/** Whether an address is one that the whole internet can reach, by its text. */
export function isPublic(address) {
  if (!address || address.endsWith('.local')) return false;
  if (address.includes(':')) return /^[23]/.test(address);
  const [a, b] = address.split('.').map(Number);
  return !(a === 10 || a === 127 || a === 0 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128) || a >= 224);
}
