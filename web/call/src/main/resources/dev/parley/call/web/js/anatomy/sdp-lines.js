/** The lines of a session description, told apart by what they are about. Pure. */

const SECURITY = /^a=(fingerprint|setup|ice-pwd|crypto|identity|tls-id)\b/;
const NETWORK = /^(c=|a=(candidate|end-of-candidates|ice-ufrag|ice-options|ice-lite|rtcp|rtcp-mux|rtcp-rsize|group|mid|bundle-only|sctp-port|max-message-size)\b)/;

/**
 * `[{text, about: 'media' | 'security' | 'network' | 'session', section}]`; `section` marks `m=` lines.
 * ICE passwords are left out: with one, a stranger could answer checks in somebody's name.
 */
export function linesOf(sdp) {
  let inMedia = false;
  return sdp.split(/\r?\n/).filter(Boolean).map((line) => {
    const section = line.startsWith('m=');
    inMedia ||= section;
    const about = SECURITY.test(line) ? 'security' : NETWORK.test(line) ? 'network' : inMedia ? 'media' : 'session';
    return { text: line.replace(/^(a=ice-pwd:).*/, '$1…'), about, section };
  });
}
