/**
 * The kinds of lines in descriptions of browsers: which text, what it is about, and where it is defined. Each kind has its
 * words in `text/en/sdp.js`. The named groups of a pattern are the values that the words name. Data.
 */

const kinds = new Map();

/** `name` as in `a=NAME:` or the letter of another line; the patterns of a name are tried in order. */
function kind(name, key, about, rfc, pattern = /^/, more = {}) {
  if (!kinds.has(name)) kinds.set(name, []);
  kinds.get(name).push({ kind: key, about, rfc, pattern, ...more });
}

const SESSION = 'RFC 8866 5';
kind('v', 'v', 'session', `${SESSION}.1`, /^(?<version>\d+)$/);
kind('o', 'o', 'session', `${SESSION}.2`, /^(?<user>\S+) (?<session>\S+) (?<version>\S+) IN (?<family>IP[46]) (?<address>\S+)$/);
kind('s', 's', 'session', `${SESSION}.3`, /^(?<name>.*)$/);
kind('i', 'i', 'session', `${SESSION}.4`, /^(?<words>.*)$/);
kind('u', 'u', 'session', `${SESSION}.5`, /^(?<address>.*)$/);
kind('e', 'e', 'session', `${SESSION}.6`, /^(?<address>.*)$/);
kind('p', 'p', 'session', `${SESSION}.6`, /^(?<number>.*)$/);
kind('c', 'c-none', 'network', `${SESSION}.7`, /^IN (?<family>IP[46]) (?<address>0\.0\.0\.0|::)$/);
kind('c', 'c', 'network', `${SESSION}.7`, /^IN (?<family>IP[46]) (?<address>\S+)$/);
kind('b', 'b-as', 'media', `${SESSION}.8`, /^AS:(?<kilobits>\d+)$/);
kind('b', 'b-tias', 'media', 'RFC 3890 6', /^TIAS:(?<bits>\d+)$/);
kind('b', 'b', 'media', `${SESSION}.8`, /^(?<modifier>[^:]+):(?<value>\S+)$/);
kind('t', 't', 'session', `${SESSION}.9`, /^(?<start>\d+) (?<stop>\d+)$/);
kind('k', 'k', 'security', `${SESSION}.12`, /^/);

const MEDIA = 'RFC 8866 5.14';
kind('m', 'm-audio', 'media', MEDIA, /^audio (?<port>\d+) (?<protocol>\S+) (?<payloads>[\d ]+)$/);
kind('m', 'm-video', 'media', MEDIA, /^video (?<port>\d+) (?<protocol>\S+) (?<payloads>[\d ]+)$/);
kind('m', 'm-application', 'media', 'RFC 8841 4', /^application (?<port>\d+) (?<protocol>\S+) (?<format>\S+)$/);
kind('m', 'm', 'media', MEDIA, /^(?<media>\S+) (?<port>\S+) (?<protocol>\S+) (?<format>.*)$/);

kind('group', 'group-bundle', 'network', 'RFC 9143 7', /^group:BUNDLE(?<mids>( \S+)*)$/);
kind('group', 'group-ls', 'media', 'RFC 5888 7', /^group:LS(?<mids>( \S+)*)$/);
kind('mid', 'mid', 'network', 'RFC 5888 4', /^mid:(?<mid>\S+)$/);
kind('bundle-only', 'bundle-only', 'network', 'RFC 9143 6', /^bundle-only$/);
kind('msid-semantic', 'msid-semantic', 'media', 'RFC 8830', /^msid-semantic: ?WMS ?(?<streams>.*)$/);
kind('msid', 'msid', 'media', 'RFC 8830 2', /^msid:(?<stream>\S+) ?(?<track>\S*)$/);
for (const way of ['sendrecv', 'sendonly', 'recvonly', 'inactive']) kind(way, way, 'media', 'RFC 8866 6.7', new RegExp(`^${way}$`), { direction: true });

const ICE = 'RFC 8839 5';
kind('ice-ufrag', 'ice-ufrag', 'network', `${ICE}.4`, /^ice-ufrag:(?<fragment>\S+)$/);
kind('ice-pwd', 'ice-pwd', 'security', `${ICE}.4`, /^ice-pwd:/);
kind('ice-options', 'ice-options-trickle', 'network', 'RFC 8840 4.1', /^ice-options:(?<options>.*\btrickle\b.*)$/);
kind('ice-options', 'ice-options', 'network', `${ICE}.6`, /^ice-options:(?<options>.*)$/);
kind('ice-lite', 'ice-lite', 'network', `${ICE}.3`, /^ice-lite$/);
kind('ice-mismatch', 'ice-mismatch', 'network', `${ICE}.3`, /^ice-mismatch$/);
kind('ice-pacing', 'ice-pacing', 'network', `${ICE}.5`, /^ice-pacing:(?<millis>\d+)$/);
kind('candidate', 'candidate', 'network', `${ICE}.1`, /^candidate:(?<foundation>\S+) (?<component>\d+) (?<transport>\S+) (?<priority>\d+) (?<address>\S+) (?<port>\d+) typ (?<type>\S+)/, { fold: 'candidate' });
kind('end-of-candidates', 'end-of-candidates', 'network', 'RFC 8840 8.2', /^end-of-candidates$/);
kind('remote-candidates', 'remote-candidates', 'network', `${ICE}.2`, /^remote-candidates:(?<candidates>.*)$/);

kind('fingerprint', 'fingerprint', 'security', 'RFC 8122 5', /^fingerprint:(?<hash>\S+) (?<fingerprint>[0-9A-Fa-f:]+)$/);
kind('setup', 'setup-actpass', 'security', 'RFC 8842 5', /^setup:actpass$/);
kind('setup', 'setup-active', 'security', 'RFC 8842 5', /^setup:active$/);
kind('setup', 'setup-passive', 'security', 'RFC 8842 5', /^setup:passive$/);
kind('tls-id', 'tls-id', 'security', 'RFC 8842 4', /^tls-id:(?<id>\S+)$/);
kind('identity', 'identity', 'security', 'RFC 8827 7.6', /^identity:/);
kind('crypto', 'crypto', 'security', 'RFC 4568 9.1', /^crypto:(?<tag>\d+) (?<suite>\S+)/, { many: true });

kind('rtcp', 'rtcp', 'network', 'RFC 3605 2.1', /^rtcp:(?<port>\d+)(?: IN (?<family>IP[46]) (?<address>\S+))?$/);
kind('rtcp-mux', 'rtcp-mux', 'network', 'RFC 5761 5', /^rtcp-mux$/);
kind('rtcp-mux-only', 'rtcp-mux-only', 'network', 'RFC 8858 3', /^rtcp-mux-only$/);
kind('rtcp-rsize', 'rtcp-rsize', 'network', 'RFC 5506 5', /^rtcp-rsize$/);
kind('rtcp-xr', 'rtcp-xr', 'media', 'RFC 3611 5', /^rtcp-xr:(?<reports>.*)$/);

const CODEC = 'RFC 8866 6.6';
kind('rtpmap', 'rtpmap-opus', 'media', 'RFC 7587 7', /^rtpmap:(?<payload>\d+) opus\/(?<clock>\d+)(?:\/(?<channels>\d+))?$/i);
kind('rtpmap', 'rtpmap-rtx', 'media', 'RFC 4588 8', /^rtpmap:(?<payload>\d+) rtx\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-red', 'media', 'RFC 2198', /^rtpmap:(?<payload>\d+) red\/(?<clock>\d+)(?:\/(?<channels>\d+))?$/i);
kind('rtpmap', 'rtpmap-ulpfec', 'media', 'RFC 5109 14', /^rtpmap:(?<payload>\d+) ulpfec\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-flexfec', 'media', 'RFC 8627 5', /^rtpmap:(?<payload>\d+) flexfec(?:-03)?\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-dtmf', 'media', 'RFC 4733 2.5', /^rtpmap:(?<payload>\d+) telephone-event\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-cn', 'media', 'RFC 3389 4', /^rtpmap:(?<payload>\d+) CN\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-g711', 'media', 'RFC 3551 4.5.14', /^rtpmap:(?<payload>\d+) (?<name>PCM[UA])\/(?<clock>\d+)(?:\/\d+)?$/i);
kind('rtpmap', 'rtpmap-g722', 'media', 'RFC 3551 4.5.2', /^rtpmap:(?<payload>\d+) G722\/(?<clock>\d+)(?:\/\d+)?$/i);
kind('rtpmap', 'rtpmap-vp8', 'media', 'RFC 7741 6', /^rtpmap:(?<payload>\d+) VP8\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-vp9', 'media', 'RFC 9628 7', /^rtpmap:(?<payload>\d+) VP9\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-h264', 'media', 'RFC 6184 8', /^rtpmap:(?<payload>\d+) H264\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-h265', 'media', 'RFC 7798 7', /^rtpmap:(?<payload>\d+) H265\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap-av1', 'media', 'AV1 RTP 7', /^rtpmap:(?<payload>\d+) AV1X?\/(?<clock>\d+)$/i);
kind('rtpmap', 'rtpmap', 'media', CODEC, /^rtpmap:(?<payload>\d+) (?<name>[^/\s]+)\/(?<clock>\d+)(?:\/(?<channels>\d+))?$/);

kind('fmtp', 'fmtp-apt', 'media', 'RFC 4588 8.6', /^fmtp:(?<payload>\d+) apt=(?<repaired>\d+)(?:;rtx-time=(?<millis>\d+))?$/);
kind('fmtp', 'fmtp-h264', 'media', 'RFC 6184 8.1', /^fmtp:(?<payload>\d+) (?=.*profile-level-id=(?<profile>[0-9a-fA-F]{6}))(?=(?:.*packetization-mode=(?<mode>\d))?)(?<parameters>.*)$/);
kind('fmtp', 'fmtp-opus', 'media', 'RFC 7587 6.1', /^fmtp:(?<payload>\d+) (?<parameters>(?=.*(?:useinbandfec|minptime|maxplaybackrate|stereo|usedtx)).*)$/);
kind('fmtp', 'fmtp-av1', 'media', 'AV1 RTP 7.2', /^fmtp:(?<payload>\d+) (?=.*level-idx=(?<level>\d+))(?=.*?profile=(?<profile>\d+))(?<parameters>.*)$/);
kind('fmtp', 'fmtp-vp9', 'media', 'RFC 9628 7', /^fmtp:(?<payload>\d+) profile-id=(?<profile>\d+)$/);
kind('fmtp', 'fmtp-limits', 'media', 'RFC 7741 6.1', /^fmtp:(?<payload>\d+) max-fs=(?<size>\d+);max-fr=(?<rate>\d+)$/);
kind('fmtp', 'fmtp-dtmf', 'media', 'RFC 4733 2.4.1', /^fmtp:(?<payload>\d+) (?<events>\d+-\d+(?:,\d+)*)$/);
kind('fmtp', 'fmtp-red', 'media', 'RFC 2198', /^fmtp:(?<payload>\d+) (?<order>\d+(?:\/\d+)+)$/);
kind('fmtp', 'fmtp', 'media', 'RFC 8866 6.15', /^fmtp:(?<payload>\d+) (?<parameters>.*)$/);

const FEEDBACK = 'RFC 4585 4.2';
kind('rtcp-fb', 'fb-pli', 'media', FEEDBACK, /^rtcp-fb:(?<payload>\d+|\*) nack pli$/);
kind('rtcp-fb', 'fb-nack', 'media', FEEDBACK, /^rtcp-fb:(?<payload>\d+|\*) nack$/);
kind('rtcp-fb', 'fb-fir', 'media', 'RFC 5104 7.1', /^rtcp-fb:(?<payload>\d+|\*) ccm fir$/);
kind('rtcp-fb', 'fb-tmmbr', 'media', 'RFC 5104 7.1', /^rtcp-fb:(?<payload>\d+|\*) ccm tmmbr$/);
kind('rtcp-fb', 'fb-remb', 'media', 'draft-alvestrand-rmcat-remb', /^rtcp-fb:(?<payload>\d+|\*) goog-remb$/);
kind('rtcp-fb', 'fb-transport-cc', 'media', 'draft-holmer-rmcat-transport-wide-cc', /^rtcp-fb:(?<payload>\d+|\*) transport-cc$/);
kind('rtcp-fb', 'fb-ccfb', 'media', 'RFC 8888 6', /^rtcp-fb:(?<payload>\d+|\*) ack ccfb$/);
kind('rtcp-fb', 'fb-rpsi', 'media', FEEDBACK, /^rtcp-fb:(?<payload>\d+|\*) nack (?<what>rpsi|sli)$/);
kind('rtcp-fb', 'fb-rrtr', 'media', 'RFC 3611 5', /^rtcp-fb:(?<payload>\d+|\*) rrtr$/);
kind('rtcp-fb', 'fb', 'media', FEEDBACK, /^rtcp-fb:(?<payload>\d+|\*) (?<what>.*)$/);

kind('extmap-allow-mixed', 'extmap-allow-mixed', 'media', 'RFC 8285 6', /^extmap-allow-mixed$/);
const EXTENSIONS = [
  ['ssrc-audio-level', 'RFC 6464 4', 'urn:ietf:params:rtp-hdrext:ssrc-audio-level'],
  ['csrc-audio-level', 'RFC 6465 4', 'urn:ietf:params:rtp-hdrext:csrc-audio-level'],
  ['mid', 'RFC 9143 15', 'urn:ietf:params:rtp-hdrext:sdes:mid'],
  ['rid', 'RFC 8852 3', 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id'],
  ['repaired-rid', 'RFC 8852 3', 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id'],
  ['toffset', 'RFC 5450 3', 'urn:ietf:params:rtp-hdrext:toffset'],
  ['encrypt', 'RFC 6904 4', 'urn:ietf:params:rtp-hdrext:encrypt'],
  ['orientation', '3GPP TS 26.114', 'urn:3gpp:video-orientation'],
  ['abs-send-time', 'WebRTC', '/rtp-hdrext/abs-send-time'],
  ['abs-capture-time', 'WebRTC', '/rtp-hdrext/abs-capture-time'],
  ['transport-cc', 'draft-holmer-rmcat-transport-wide-cc', 'transport-wide-cc'],
  ['playout-delay', 'WebRTC', '/rtp-hdrext/playout-delay'],
  ['content-type', 'WebRTC', '/rtp-hdrext/video-content-type'],
  ['timing', 'WebRTC', '/rtp-hdrext/video-timing'],
  ['color-space', 'WebRTC', '/rtp-hdrext/color-space'],
  ['layers', 'WebRTC', '/rtp-hdrext/video-layers-allocation00'],
  ['frame-id', 'WebRTC', '/rtp-hdrext/video-frame-tracking-id'],
  ['frame-descriptor', 'WebRTC', '/rtp-hdrext/generic-frame-descriptor-00'],
  ['dependency', 'AV1 RTP A', 'dependency-descriptor-rtp-header-extension'],
  ['corruption', 'WebRTC', '/rtp-hdrext/corruption-detection'],
];
for (const [key, rfc, uri] of EXTENSIONS) {
  kind('extmap', `ext-${key}`, 'media', rfc, new RegExp(`^extmap:(?<id>\\d+)(?:/(?<direction>\\w+))? (?<uri>\\S*${uri}\\S*)`));
}

kind('ssrc-group', 'ssrc-group-fid', 'media', 'RFC 5576 4.2', /^ssrc-group:FID (?<sources>[\d ]+)$/, { fold: 'source' });
kind('ssrc-group', 'ssrc-group-sim', 'media', 'RFC 5576 4.2', /^ssrc-group:SIM (?<sources>[\d ]+)$/, { fold: 'source' });
kind('ssrc-group', 'ssrc-group-fec', 'media', 'RFC 5956 4.3', /^ssrc-group:FEC(?:-FR)? (?<sources>[\d ]+)$/, { fold: 'source' });
kind('ssrc', 'ssrc-cname', 'media', 'RFC 5576 6.1', /^ssrc:(?<source>\d+) cname:(?<name>\S*)$/, { fold: 'source' });
kind('ssrc', 'ssrc-msid', 'media', 'RFC 8830', /^ssrc:(?<source>\d+) msid:(?<stream>\S+) ?(?<track>\S*)$/, { fold: 'source' });
kind('ssrc', 'ssrc', 'media', 'RFC 5576 4.1', /^ssrc:(?<source>\d+) (?<attribute>.*)$/, { fold: 'source' });
kind('rid', 'rid', 'media', 'RFC 8851 4', /^rid:(?<rid>\S+) (?<direction>send|recv)(?: (?<limits>.*))?$/, { many: true });
kind('simulcast', 'simulcast', 'media', 'RFC 8853 5.1', /^simulcast:(?<layers>.*)$/);
kind('imageattr', 'imageattr', 'media', 'RFC 6236 3', /^imageattr:(?<sizes>.*)$/, { many: true });
kind('ptime', 'ptime', 'media', 'RFC 8866 6.4', /^ptime:(?<millis>\d+)$/);
kind('maxptime', 'maxptime', 'media', 'RFC 8866 6.5', /^maxptime:(?<millis>\d+)$/);
kind('framerate', 'framerate', 'media', 'RFC 8866 6.13', /^framerate:(?<rate>\S+)$/);
kind('content', 'content', 'media', 'RFC 4796 5', /^content:(?<what>\S+)$/);
kind('label', 'label', 'media', 'RFC 4574 4', /^label:(?<label>\S+)$/);
kind('x-google-flag', 'x-google-flag', 'media', 'WebRTC', /^x-google-flag:(?<flag>\S+)$/);

kind('sctp-port', 'sctp-port', 'network', 'RFC 8841 5', /^sctp-port:(?<port>\d+)$/);
kind('max-message-size', 'max-message-size', 'network', 'RFC 8841 6', /^max-message-size:(?<octets>\d+)$/);
kind('sctpmap', 'sctpmap', 'network', 'draft-ietf-mmusic-sctp-sdp-05', /^sctpmap:(?<port>\d+) (?<protocol>\S+) ?(?<streams>\d*)$/);
kind('dcmap', 'dcmap', 'media', 'RFC 8864 5', /^dcmap:(?<id>\d+) ?(?<options>.*)$/, { many: true });

/** Name to its kinds. */
export const SDP_KINDS = kinds;
