/**
 * STUN requests that carry the check's name. What a browser sends to a STUN server has none, so nobody could tell at the
 * server whose it was; an ICE check has one, and one half of it is chosen by the other side. So the server is made the
 * other side of a connection that will never stand.
 */

const KNOCK_MILLIS = 4000;

/** Knocks for a while; resolves when it is over. */
export async function knock({ address, port }, name, password) {
  const pc = new RTCPeerConnection();
  try {
    pc.createDataChannel('knock');
    const offer = await pc.createOffer();
    await pc.setLocalDescription(offer);
    await pc.setRemoteDescription({ type: 'answer', sdp: answerOf({ address, port }, name, password, /a=mid:(\S+)/.exec(offer.sdp)?.[1] ?? '0') });
    await new Promise((resolve) => setTimeout(resolve, KNOCK_MILLIS));
  } finally {
    pc.close();
  }
}

function answerOf({ address, port }, name, password, mid) {
  const family = address.includes(':') ? 'IP6' : 'IP4';
  const noFingerprint = Array(32).fill('00').join(':');
  return [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${mid}`,
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', `c=IN ${family} ${address}`,
    `a=ice-ufrag:${name}`, `a=ice-pwd:${password}`, `a=fingerprint:sha-256 ${noFingerprint}`, 'a=setup:active', `a=mid:${mid}`,
    'a=sctp-port:5000', `a=candidate:1 1 udp 2130706431 ${address} ${port} typ host`, 'a=end-of-candidates', '',
  ].join('\r\n');
}
