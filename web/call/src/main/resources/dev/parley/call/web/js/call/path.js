/** Candidates and paths as values and words. Pure. */

const CANDIDATE = /^(?:a=)?(?:candidate:)?(\S+) (\d+) (\S+) (\d+) (\S+) (\d+) typ (\S+)(.*)$/;

/** A candidate line as a record, or null when it is none. Unknown extensions are kept in `extensions`. */
export function parseCandidate(line) {
  const match = CANDIDATE.exec(line.trim());
  if (!match) return null;
  const [, foundation, component, transport, priority, address, port, type, rest] = match;
  const words = rest.trim().split(/\s+/);
  const extensions = {};
  for (let i = 0; i + 1 < words.length; i += 2) extensions[words[i]] = words[i + 1];
  return {
    foundation,
    component: Number(component),
    transport: transport.toLowerCase(),
    priority: Number(priority),
    address,
    port: Number(port),
    type,
    relatedAddress: extensions.raddr ?? null,
    relatedPort: extensions.rport ? Number(extensions.rport) : null,
    tcpType: extensions.tcptype ?? null,
    extensions,
  };
}

/** How a relay is reached, from its URL: `udp`, `tcp` or `tls`; null for anything but TURN. */
export function transportOfUrl(url) {
  const match = /^(turns?):([^?]*)(?:\?transport=(\w+))?/i.exec(url ?? '');
  if (!match) return null;
  if (match[1].toLowerCase() === 'turns') return 'tls';
  return match[3]?.toLowerCase() === 'tcp' ? 'tcp' : 'udp';
}

/**
 * The ICE servers a forced path leaves over: with `relay` only TURN URLs of that transport, else all.
 * Entries without a URL left are dropped.
 */
export function iceServersFor(iceServers, relay) {
  if (!relay) return iceServers;
  return iceServers.flatMap((server) => {
    const urls = [server.urls].flat().filter((url) => transportOfUrl(url) === relay);
    return urls.length ? [{ ...server, urls }] : [];
  });
}

/** The ways a configuration allows, for telling what was tried. */
export function waysOf(iceServers, relay) {
  const transports = new Set(iceServersFor(iceServers, relay).flatMap((server) => [server.urls].flat().map(transportOfUrl)));
  return [...(relay ? [] : ['direct']), ...['udp', 'tcp', 'tls'].filter((via) => transports.has(via))];
}

/** The pair ICE uses now, with its two candidates, out of a stats report; null while there is none. */
export function selectedPair(report) {
  let pair = null;
  for (const stat of report.values()) {
    if (stat.type === 'transport' && stat.selectedCandidatePairId) pair = report.get(stat.selectedCandidatePairId) ?? pair;
  }
  if (!pair) {
    for (const stat of report.values()) {
      if (stat.type === 'candidate-pair' && (stat.selected || (stat.nominated && stat.state === 'succeeded'))) {
        if (!pair || stat.selected || (stat.lastPacketReceivedTimestamp ?? 0) > (pair.lastPacketReceivedTimestamp ?? 0)) pair = stat;
      }
    }
  }
  if (!pair) return null;
  return { pair, local: report.get(pair.localCandidateId) ?? null, remote: report.get(pair.remoteCandidateId) ?? null };
}

/**
 * What a pair means for the people. A relay may hide as `prflx` on the far side, so what the peer says of its own
 * end counts as well. `viaOf(localCandidate)` knows the transport from the URL the candidate came from.
 * Returns `{relayed, via, localType, remoteType, roundTripMillis}`.
 */
export function describePath(selected, { viaOf = () => null, peerEnd = null } = {}) {
  const { pair, local, remote } = selected;
  const localType = local?.candidateType ?? null;
  const remoteType = remote?.candidateType ?? null;
  const here = localType === 'relay';
  const there = remoteType === 'relay' || peerEnd?.type === 'relay';
  const via = here ? transportOfUrl(local.url) ?? viaOf(local) ?? local.relayProtocol ?? null : null;
  const seconds = pair.currentRoundTripTime;
  return {
    relayed: here || there,
    via: via ?? (there ? peerEnd?.via ?? null : null),
    end: { type: localType, via },
    localType,
    remoteType,
    roundTripMillis: typeof seconds === 'number' ? Math.max(1, Math.round(seconds * 1000)) : null,
  };
}

/** "direct, 12 ms", "relayed over TCP, 48 ms". */
export function pathWords(path, words) {
  if (!path) return '';
  const way = path.relayed ? (path.via ? words.relayedOver(path.via) : words.relayed) : words.direct;
  return path.roundTripMillis === null ? way : words.withTime(way, path.roundTripMillis);
}
