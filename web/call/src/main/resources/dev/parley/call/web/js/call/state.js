/**
 * `window.parley`: what a script or a test may read. `state()` is a snapshot of plain values; `stats()` asks the
 * browser and resolves to counters for each peer; `events()` is what the recorder kept. Nothing here can change a call.
 */

import { selectedPair } from './path.js';
import { SLOTS } from './slots.js';

/**
 * `{view, room, name, peer, capacity, microphone, camera, sharing, queue, refusal, faults,
 *   signaling: {state, resumes, nextTryInMillis},
 *   peers: [{peer, name, polite, present, state, waitsFor, path, restarts, channel, connection, ice, negotiation,
 *     devices: {audio, video, screen}, speaking, screen}],
 *   files: [{id, peer, outgoing, name, size, bytes, status, reason, place, sha256, millis}],
 *   chat: {unsent, lines: [{id, mine, remark, name, text, status}]}}`
 */
export function stateOf(view, call) {
  const { signaling } = call;
  return {
    view,
    room: call.room,
    name: call.name,
    peer: signaling.peer,
    capacity: call.capacity,
    microphone: call.media.stateOf('audio'),
    camera: call.media.stateOf('video'),
    sharing: call.screen.active,
    queue: call.queue,
    refusal: call.refusal?.code ?? null,
    faults: call.faults,
    signaling: {
      state: signaling.state,
      resumes: signaling.resumes,
      nextTryInMillis: signaling.nextTryAt === null ? null : Math.max(0, Math.round(signaling.nextTryAt - performance.now())),
    },
    peers: [...call.peers.values()].map((peer) => ({
      peer: peer.id,
      name: peer.name,
      polite: peer.polite,
      present: peer.present,
      state: peer.state,
      waitsFor: peer.waitsFor,
      path: peer.path,
      restarts: peer.restarts,
      channel: peer.channel?.readyState ?? 'none',
      connection: peer.pc?.connectionState ?? 'none',
      ice: peer.pc?.iceConnectionState ?? 'none',
      negotiation: peer.pc?.signalingState ?? 'none',
      devices: { ...peer.devices },
      speaking: peer.speaking,
      screen: peer.devices.screen === 'on',
    })),
    files: call.files?.state ?? [],
    chat: {
      unsent: call.chat.unsent,
      lines: call.chat.lines.map(({ id, mine, remark, name, text, status }) => ({ id, mine, remark: Boolean(remark), name: name ?? null, text, status })),
    },
  };
}

/**
 * `[{peer, name, video: {framesDecoded, framesPerSecond, width, height}, screen: the same, audio: {packetsReceived,
 *   samplesReceived, energy}, screenAudio: the same, bytesReceived, packetsReceived, pair}]`, where `pair` is
 * `{localType, remoteType, protocol, relayProtocol, url, roundTripMillis, bytesReceived}` or null.
 */
export async function statsOf(call) {
  return Promise.all([...call.peers.values()].filter((peer) => peer.pc).map(async (peer) => {
    const report = await peer.pc.getStats();
    const inbound = [...report.values()].filter((stat) => stat.type === 'inbound-rtp');
    const sum = (key) => inbound.reduce((total, stat) => total + (stat[key] ?? 0), 0);
    const selected = selectedPair(report);
    return {
      peer: peer.id,
      name: peer.name,
      ...Object.fromEntries(SLOTS.map(({ name, kind }) => [name, countersOf(kind, inboundOf(inbound, peer.transceiver(name)))])),
      bytesReceived: sum('bytesReceived'),
      packetsReceived: sum('packetsReceived'),
      pair: selected && {
        localType: selected.local?.candidateType ?? null,
        remoteType: selected.remote?.candidateType ?? null,
        protocol: selected.local?.protocol ?? null,
        relayProtocol: selected.local?.relayProtocol || null,
        url: selected.local?.url || null,
        roundTripMillis: peer.path?.roundTripMillis ?? null,
        bytesReceived: selected.pair.bytesReceived ?? 0,
      },
    };
  }));
}

/** What came in on one line; a browser that does not name the line names the track. */
function inboundOf(inbound, transceiver) {
  const matches = (stat) => (stat.mid === undefined ? stat.trackIdentifier === transceiver.receiver.track.id : stat.mid === transceiver.mid);
  return (transceiver && inbound.find(matches)) ?? {};
}

function countersOf(kind, stat) {
  return kind === 'video'
    ? { framesDecoded: stat.framesDecoded ?? 0, framesPerSecond: stat.framesPerSecond ?? 0, width: stat.frameWidth ?? 0, height: stat.frameHeight ?? 0 }
    : { packetsReceived: stat.packetsReceived ?? 0, samplesReceived: stat.totalSamplesReceived ?? 0, energy: stat.totalAudioEnergy ?? 0 };
}

/** `[{t, phase, kind, peer, data}]` without the descriptions, which hold passwords of ICE. */
export function eventsOf(recorder) {
  return recorder.events.map(({ data, ...event }) => {
    if (!data) return { ...event, data: null };
    const { sdp, ...facts } = data;
    return { ...event, data: sdp === undefined ? facts : { ...facts, sdpCharacters: sdp.length } };
  });
}
