/** Hears what the transports of a connection say of themselves, which the connection as a whole says later or never. */

/** Watches the DTLS and ICE transports as they appear; `record(kind, data)` hears of every change. */
export function watchTransports(pc, record) {
  const seen = new WeakSet();
  const look = () => {
    for (const dtls of [pc.sctp?.transport, ...pc.getTransceivers().map((transceiver) => transceiver.sender.transport)]) {
      if (!dtls || seen.has(dtls)) continue;
      seen.add(dtls);
      let before = null;
      const tell = () => {
        if (dtls.state !== before && dtls.state !== 'new') record(`dtls-${dtls.state}`, null);
        before = dtls.state;
      };
      dtls.addEventListener('statechange', tell);
      tell();
      watchIce(dtls.iceTransport, seen, record);
    }
  };
  pc.addEventListener('signalingstatechange', look);
  pc.addEventListener('iceconnectionstatechange', look);
}

function watchIce(ice, seen, record) {
  if (!ice?.getSelectedCandidatePair || seen.has(ice)) return;
  seen.add(ice);
  ice.addEventListener('selectedcandidatepairchange', () => {
    const pair = ice.getSelectedCandidatePair();
    if (pair) record('pair-selected', { local: pair.local?.candidate ?? '', remote: pair.remote?.candidate ?? '' });
  });
}
