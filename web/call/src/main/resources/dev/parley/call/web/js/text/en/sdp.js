/** What the lines of a description mean, in English: a sentence for each kind of `model/sdp-kinds.js`, and names of its values. */

import { own } from '../../shared/own.js';

const codec = (v) => v.codec || `format ${v.payload}`;
const count = (list) => list.trim().split(/\s+/).filter(Boolean).length;
const hertz = (clock) => `${Number(clock) / 1000} kHz`;
const kibi = (octets) => (Number(octets) >= 1048576 ? `${Math.round(octets / 1048576)} MiB` : `${Math.round(octets / 1024)} KiB`);
const H264 = { '42': 'Baseline', '4d': 'Main', '64': 'High' };

const kinds = {
  v: () => 'The version of this format. There has never been another than 0.',
  o: (v) => `Who made this: session ${v.session}, version ${v.version} of its description. A new session number means a new connection; the address in it is a placeholder.`,
  s: () => 'A name for the session. Browsers have none and write a dash.',
  i: () => 'A remark for people.',
  u: () => 'An address on the web with more about the session.',
  e: () => 'An e-mail address of whoever is responsible.',
  p: () => 'A telephone number of whoever is responsible.',
  c: (v) => `The address to send to if nothing better is known: ${v.address}. ICE finds a better one.`,
  'c-none': () => 'No address yet: ICE will find it, and candidates carry it.',
  'b-as': (v) => `Send at most ${v.kilobits} kilobits a second here, headers included.`,
  'b-tias': (v) => `Send at most ${Math.round(v.bits / 1000)} kilobits a second of media here, headers not counted.`,
  b: (v) => `A limit of bandwidth of the kind ${v.modifier}.`,
  t: () => 'When the session begins and ends. Two zeros: it is not planned in time.',
  k: () => 'A key in the open: nobody may use this any more.',

  'm-audio': (v) => `Sound begins here: ${count(v.payloads)} formats, the favourite first. ${portWords(v.port)}`,
  'm-video': (v) => `Picture begins here: ${count(v.payloads)} formats, the favourite first. ${portWords(v.port)}`,
  'm-application': (v) => `Data channels begin here: SCTP inside DTLS. ${portWords(v.port)}`,
  m: (v) => `A stream of the kind ${v.media} begins here.`,

  'group-bundle': (v) => `All of${v.mids} share one path and one set of ports: one check, one handshake.`,
  'group-ls': (v) => `${v.mids.trim()} belong together like lips and voice: play them in step.`,
  mid: (v) => `This part is called “${v.mid}”: the answer and each packet refer to it by that name.`,
  'bundle-only': () => 'This part works only if it shares the path of the first one.',
  'msid-semantic': () => 'Streams are named the way of WebRTC. Kept for old programs.',
  msid: (v) => `What is sent here is the track ${short(v.track || '?')} of the stream ${short(v.stream)}: pictures and sound of one stream are played in step.`,
  sendrecv: () => 'Both sides may send here.',
  sendonly: () => 'This side only sends here.',
  recvonly: () => 'This side only receives here.',
  inactive: () => 'Nothing flows here for now.',

  'ice-ufrag': (v) => `The user name of connectivity checks: ${v.fragment}. A new one restarts ICE.`,
  'ice-pwd': () => 'The password of connectivity checks, not shown: with it a stranger could answer in somebody’s name.',
  'ice-options-trickle': () => 'Candidates may come one by one, after this description.',
  'ice-options': (v) => `Further abilities of ICE: ${v.options}.`,
  'ice-lite': () => 'This side only answers checks; it has a public address and starts none.',
  'ice-mismatch': () => 'Something on the way changed the addresses: this side does not use ICE.',
  'ice-pacing': (v) => `Checks are sent no faster than one in ${v.millis} ms.`,
  candidate: (v) => `A way to reach this side: ${v.address} port ${v.port} over ${v.transport.toUpperCase()}, ${own({ host: 'an address of its own card', srflx: 'as a STUN server saw it', prflx: 'found by a check', relay: 'lent by a relay' }, v.type) ?? v.type}.`,
  'end-of-candidates': () => 'That was the last candidate.',
  'remote-candidates': () => 'Which candidates of the other side were chosen.',

  fingerprint: (v) => `A ${v.hash.toUpperCase()} of this side’s certificate. Whoever shows another one in the DTLS handshake is an impostor; so this line ties the keys to the signaling.`,
  'setup-actpass': () => 'This side can begin the DTLS handshake or wait for it; the other one chooses.',
  'setup-active': () => 'This side begins the DTLS handshake: it is the client.',
  'setup-passive': () => 'This side waits for the DTLS handshake: it is the server.',
  'tls-id': () => 'A name of this DTLS association: a new one means a new handshake.',
  identity: () => 'A statement of an identity provider about who this is.',
  crypto: () => 'A key for SRTP in the open. WebRTC forbids this: keys come from DTLS.',

  rtcp: () => 'Where reports (RTCP) would go if they had a port of their own. They share the one of the media.',
  'rtcp-mux': () => 'Reports (RTCP) share the port of the media: half as many holes in the router.',
  'rtcp-mux-only': () => 'Reports (RTCP) have to share the port of the media; there is no other.',
  'rtcp-rsize': () => 'Reports may be short: only what is urgent, without the compulsory parts.',
  'rtcp-xr': (v) => `Extended reports: ${v.reports}. With rcvr-rtt even a side that only receives can measure the round trip.`,

  'rtpmap-opus': (v) => `Format ${v.payload} is Opus, the best sound there is in browsers, ${hertz(v.clock)}${v.channels === '2' ? ', stereo possible' : ''}.`,
  'rtpmap-rtx': (v) => `Format ${v.payload} carries lost packets${v.repairs ? ` of ${v.repairs}` : ''} once more.`,
  'rtpmap-red': (v) => `Format ${v.payload} carries each piece twice, so that a lost packet is no loss.`,
  'rtpmap-ulpfec': (v) => `Format ${v.payload} carries parity: from it, lost packets can be worked out.`,
  'rtpmap-flexfec': (v) => `Format ${v.payload} carries parity in rows and columns: from it, lost packets can be worked out.`,
  'rtpmap-dtmf': (v) => `Format ${v.payload} carries the tones of telephone keys, ${hertz(v.clock)}.`,
  'rtpmap-cn': (v) => `Format ${v.payload} describes the background noise of a pause instead of sending it, ${hertz(v.clock)}.`,
  'rtpmap-g711': (v) => `Format ${v.payload} is G.711 (${v.name}), the sound of the telephone network, ${hertz(v.clock)}.`,
  'rtpmap-g722': (v) => `Format ${v.payload} is G.722, telephone sound with more treble. It says 8 kHz by an old mistake; it is 16.`,
  'rtpmap-vp8': (v) => `Format ${v.payload} is VP8: every browser has it.`,
  'rtpmap-vp9': (v) => `Format ${v.payload} is VP9: about a third smaller than VP8, more work.`,
  'rtpmap-h264': (v) => `Format ${v.payload} is H.264: most devices have a chip for it.`,
  'rtpmap-h265': (v) => `Format ${v.payload} is H.265 (HEVC).`,
  'rtpmap-av1': (v) => `Format ${v.payload} is AV1: the smallest of all, and the most work.`,
  rtpmap: (v) => `Format ${v.payload} is ${v.name}, ${hertz(v.clock)}.`,

  'fmtp-apt': (v) => `Format ${v.payload} repeats packets of format ${v.repaired}${v.repairs ? `, ${v.repairs}` : ''}.`,
  'fmtp-h264': (v) => `${H264[v.profile.slice(0, 2).toLowerCase()] ?? 'Another'} profile up to level ${(parseInt(v.profile.slice(4), 16) / 10).toFixed(1)}; ${v.mode === '1' ? 'a picture may be cut into several packets' : 'a packet holds one piece of a picture'}.`,
  'fmtp-opus': (v) => `How Opus is to be sent: ${opusWords(v.parameters)}.`,
  'fmtp-av1': (v) => `AV1 up to level index ${v.level}, profile ${v.profile}.`,
  'fmtp-vp9': (v) => `VP9 profile ${v.profile}: ${({ 0: '8 bits, the usual colours', 1: '8 bits, finer colours', 2: '10 or 12 bits a colour', 3: '10 or 12 bits, finer colours' })[v.profile] ?? ''}.`,
  'fmtp-limits': (v) => `For ${codec(v)} this side decodes at most ${v.size} blocks of 16 × 16 pixels a picture and ${v.rate} pictures a second.`,
  'fmtp-dtmf': (v) => `The keys that may be sent: ${v.events} (0-9, *, #, A-D).`,
  'fmtp-red': (v) => `Format ${v.payload} repeats format ${v.order.split('/')[0]}; older pieces that ride along: ${v.order.split('/').length - 1}.`,
  fmtp: (v) => `Settings of ${codec(v)}: ${v.parameters}.`,

  'fb-pli': (v) => `For ${codec(v)}: “I lost the picture, send a whole one.”`,
  'fb-nack': (v) => `For ${codec(v)}: “This packet is missing, send it again.”`,
  'fb-fir': (v) => `For ${codec(v)}: “Start anew with a whole picture”, for somebody who has just come.`,
  'fb-tmmbr': (v) => `For ${codec(v)}: “Send no more than so many bits for a while.”`,
  'fb-remb': (v) => `For ${codec(v)}: the receiver may estimate the bandwidth and say so. The older way.`,
  'fb-transport-cc': (v) => `For ${codec(v)}: the receiver tells when each packet came, and the sender works out the bandwidth. The newer way.`,
  'fb-ccfb': (v) => `For ${codec(v)}: standard feedback for the control of congestion.`,
  'fb-rpsi': (v) => `For ${codec(v)}: news about which picture (${v.what}) is damaged.`,
  'fb-rrtr': () => 'Who only receives can measure the round trip, too.',
  fb: (v) => `Feedback for ${codec(v)}: ${v.what}.`,

  'extmap-allow-mixed': () => 'Short and long header extensions may be mixed in one stream.',
  'ext-ssrc-audio-level': () => 'Each packet says how loud it is: a server can tell who speaks without listening.',
  'ext-csrc-audio-level': () => 'A mixer says how loud each of the mixed people is.',
  'ext-mid': () => 'Each packet says to which part of this description it belongs.',
  'ext-rid': () => 'Each packet says which size of the picture it carries, when several are sent.',
  'ext-repaired-rid': () => 'A repeated packet says which size of the picture it mends.',
  'ext-toffset': () => 'How long a packet waited between being made and being sent.',
  'ext-encrypt': () => 'Header extensions may be encrypted.',
  'ext-orientation': () => 'Which way up the camera is held.',
  'ext-abs-send-time': () => 'When the packet was sent: the receiver sees queues grow.',
  'ext-abs-capture-time': () => 'When the camera or microphone took it, for sound and picture in step.',
  'ext-transport-cc': () => 'A number counted over all streams: the base of the newer bandwidth estimate.',
  'ext-playout-delay': () => 'The sender asks for a shorter or longer wait before playing.',
  'ext-content-type': () => 'Whether the picture comes from a camera or a screen.',
  'ext-timing': () => 'Times of encoding and sending of single pictures, for measuring delay.',
  'ext-color-space': () => 'How colours are meant, HDR included.',
  'ext-layers': () => 'Which sizes and rates are being sent, and with how many bits.',
  'ext-frame-id': () => 'A number of the picture, for tests.',
  'ext-frame-descriptor': () => 'Which pictures this one needs (an older way).',
  'ext-dependency': () => 'Which pictures this one needs: a server can drop the right ones.',
  'ext-corruption': () => 'Samples of the picture, by which the receiver sees whether it was damaged.',

  'ssrc-group-fid': () => 'The second of these streams repeats lost packets of the first.',
  'ssrc-group-sim': () => 'These streams are the same picture in several sizes.',
  'ssrc-group-fec': () => 'The second of these streams carries parity for the first.',
  'ssrc-cname': (v) => `Stream ${v.source} comes from the clock called ${short(v.name)}: streams of one clock are played in step.`,
  'ssrc-msid': (v) => `Stream ${v.source} is the track ${short(v.track || '?')}.`,
  ssrc: (v) => `More about stream ${v.source}.`,
  rid: (v) => `A size of the picture called “${v.rid}” that is ${v.direction === 'send' ? 'sent' : 'received'}.`,
  simulcast: () => 'The same picture in several sizes at once: a server picks the right one for each.',
  imageattr: () => 'Sizes of the picture that are welcome.',
  ptime: (v) => `A packet of sound should be ${v.millis} ms long.`,
  maxptime: (v) => `A packet of sound may be ${v.millis} ms long at most.`,
  framerate: (v) => `At most ${v.rate} pictures a second.`,
  content: (v) => `What it shows: ${v.what}.`,
  label: (v) => `A name for this part: ${v.label}.`,
  'x-google-flag': (v) => `A switch for old versions of Chromium: ${v.flag}.`,

  'sctp-port': (v) => `SCTP, under the data channels, uses its port ${v.port}; it is inside DTLS, no port of the network.`,
  'max-message-size': (v) => (v.octets === '0' ? 'Messages of any size are taken.' : `This side takes messages of up to ${kibi(v.octets)} at once.`),
  sctpmap: () => 'Data channels the way they were described before the standard.',
  dcmap: (v) => `Data channel ${v.id} is agreed upon here.`,
};

function portWords(port) {
  if (port === '0') return 'Port 0: refused, or only together with the first part.';
  if (port === '9') return 'Port 9 is a placeholder until ICE has found one.';
  return `Port ${port} is the best one known so far.`;
}

function short(name) {
  return name.length > 13 ? `${name.slice(0, 8)}…` : name;
}

function opusWords(parameters) {
  const known = {
    useinbandfec: (v) => (v === '1' ? 'with a coarse copy of the last packet in each' : 'without repair data'),
    minptime: (v) => `packets of ${v} ms or more`,
    maxplaybackrate: (v) => `up to ${v / 1000} kHz are played`,
    stereo: (v) => (v === '1' ? 'stereo is welcome' : 'mono'),
    usedtx: (v) => (v === '1' ? 'nothing is sent in pauses' : 'pauses are sent'),
  };
  return parameters.split(';').map((parameter) => {
    const [key, value] = parameter.trim().split('=');
    return own(known, key)?.(value) ?? parameter.trim();
  }).join('; ');
}

/** What a value is called. */
const values = {
  address: 'address', attribute: 'attribute', bits: 'bits a second', channels: 'channels', clock: 'clock (Hz)', codec: 'codec', component: 'component', direction: 'direction', events: 'events',
  family: 'address family', fingerprint: 'fingerprint', flag: 'flag', format: 'format', foundation: 'foundation', fragment: 'fragment', hash: 'hash', id: 'number', kilobits: 'kbit/s',
  label: 'label', layers: 'sizes', level: 'level index', limits: 'limits', media: 'medium', mid: 'part', mids: 'parts', millis: 'milliseconds', mode: 'packetization mode', modifier: 'kind', name: 'name', number: 'number',
  octets: 'bytes', options: 'options', order: 'order', parameters: 'parameters', payload: 'payload type', payloads: 'payload types', port: 'port', priority: 'priority', profile: 'profile',
  protocol: 'protocol', rate: 'pictures a second', repaired: 'payload type that is repeated', repairs: 'codec that is repeated', reports: 'reports', rid: 'size', session: 'session', size: 'blocks a picture', sizes: 'sizes', source: 'stream (SSRC)',
  sources: 'streams (SSRC)', start: 'begins', stop: 'ends', stream: 'stream', streams: 'streams', suite: 'suite', tag: 'tag', track: 'track', transport: 'transport', type: 'type', uri: 'name of the extension', user: 'made by',
  value: 'value', version: 'version', what: 'what', words: 'words', candidates: 'candidates',
};

export const text = { kinds, values, unknown: 'Not explained yet.' };
