/**
 * A recording, of a running call or out of a file; all views read this one shape:
 * `{live, began, agent, self: {id, name}, people: [{id, name}], clocks: {server, peers}, events, samples, descriptions}`.
 * `began` is the time of day of t = 0, `samples` and `descriptions` are Maps by the id of the peer. Pure.
 */

export const FORMAT = 'parley-anatomy/1';

/** What a running call has recorded so far. */
export function recordingOfCall(call, { began = performance.timeOrigin, agent = agentOf(navigator.userAgent) } = {}) {
  const { recorder } = call;
  for (const peer of call.peers.values()) recorder.people.set(peer.id, peer.name);
  return {
    live: true,
    began,
    agent,
    self: { id: call.signaling.peer ?? '', name: call.name },
    people: [...recorder.people].map(([id, name]) => ({ id, name, here: call.peers.has(id) })),
    clocks: { server: recorder.server.offset, peers: Object.fromEntries(recorder.peerClocks) },
    events: recorder.events,
    samples: recorder.samples,
    descriptions: recorder.descriptions,
    version: recorder.count,
  };
}

/** "Chromium 156", "Firefox 153": enough to read a recording by, and no more about the person. */
export function agentOf(userAgent) {
  const match = /(Firefox|Edg|OPR|Chrome)\/(\d+)/.exec(userAgent) ?? /(Version)\/(\d+)[\d.]* .*Safari/.exec(userAgent);
  if (!match) return 'unknown';
  const name = { Chrome: 'Chromium', Edg: 'Edge', OPR: 'Opera', Version: 'Safari' }[match[1]] ?? match[1];
  return `${name} ${match[2]}`;
}

/** Whose connection is looked at unless somebody chooses: the one who is here, else the first. */
export function firstPeer(recording) {
  return (recording.people.find(({ here }) => here) ?? recording.people[0])?.id ?? null;
}
