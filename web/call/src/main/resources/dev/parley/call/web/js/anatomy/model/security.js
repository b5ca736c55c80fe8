/** What DTLS and SRTP agreed on, from getStats and from the descriptions, and whether the two fit. Pure. */

import { own } from '../../shared/own.js';
import { objectsOf } from './numbers.js';
import { parseSdp } from './sdp.js';

const VERSIONS = { FEFF: 'DTLS 1.0', FEFD: 'DTLS 1.2', FEFC: 'DTLS 1.3' };

/**
 * `{state, version, cipher, group, srtp, role, setup, certificates}`; `certificates` are `{side, hash, fingerprint, said, matches}`:
 * `fingerprint` of the certificate that was shown, `said` of the description, `matches` null where one is unknown.
 */
export function securityOf(recording, peer) {
  const samples = recording.samples.get(peer);
  const transport = objectsOf(samples, 'transport')[0]?.facts ?? {};
  const certificates = new Map(objectsOf(samples, 'certificate').map(({ id, facts }) => [id, facts]));
  const descriptions = recording.descriptions.get(peer) ?? {};
  const version = (transport.tlsVersion ?? '').toUpperCase();
  return {
    state: transport.dtlsState ?? null,
    version: own(VERSIONS, version) ?? (version || null),
    cipher: transport.dtlsCipher || null,
    srtp: transport.srtpCipher || null,
    role: transport.dtlsRole || null,
    iceRole: transport.iceRole || null,
    setup: { here: lineValue(descriptions.local?.sdp, 'setup'), there: lineValue(descriptions.remote?.sdp, 'setup') },
    certificates: [['here', transport.localCertificateId, descriptions.local], ['there', transport.remoteCertificateId, descriptions.remote]].map(([side, id, description]) => {
      const shown = certificates.get(id);
      const [hash, said] = (lineValue(description?.sdp, 'fingerprint') ?? '').split(' ');
      const fingerprint = shown?.fingerprint ?? null;
      return {
        side,
        hash: hash || shown?.fingerprintAlgorithm || null,
        fingerprint,
        said: said || null,
        matches: fingerprint && said ? fingerprint.toUpperCase() === said.toUpperCase() : null,
      };
    }),
  };
}

/** The value of the first `a=NAME:` line. */
function lineValue(sdp, name) {
  for (const section of parseSdp(sdp)) for (const { text } of section.lines) if (text.startsWith(`a=${name}:`)) return text.slice(name.length + 3);
  return null;
}
