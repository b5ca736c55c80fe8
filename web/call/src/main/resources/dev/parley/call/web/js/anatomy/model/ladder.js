/** Messages of both sides in the order of time, as steps of a ladder between here, the server and there. Pure. */

const QUIET = new Set(['ping', 'pong']);
const DIRECTED = new Set(['offer', 'answer', 'candidate', 'end-of-candidates']);
const BETWEEN = /^(ice-(checking|connected|completed|disconnected|failed|restart)|pair-selected|dtls-(connecting|connected|failed|closed)|channel-open|first-media)$/;

/**
 * `[{event, from, to, goesOn, label, phase, t}]`: `from` and `to` are `here`, `server`, `there`; `goesOn` says that the
 * server hands it on. Steps between here and there have no server in them.
 */
export function ladderOf(events, peer) {
  const steps = [];
  for (const event of events) {
    if (event.peer !== null && event.peer !== peer) continue;
    const self = event.side === 'there' ? 'there' : 'here';
    const type = event.data?.type;
    if (event.kind === 'message-out' || event.kind === 'message-in') {
      if (QUIET.has(type)) continue;
      const out = event.kind === 'message-out';
      steps.push({ event, t: event.t, phase: DIRECTED.has(type) && type.includes('candidate') ? 'connection' : 'signaling', from: out ? self : 'server', to: out ? 'server' : self, goesOn: DIRECTED.has(type), label: type ?? '?' });
    } else if (BETWEEN.test(event.kind)) {
      steps.push({ event, t: event.t, phase: event.phase, from: self, to: self === 'here' ? 'there' : 'here', goesOn: false, label: event.kind });
    }
  }
  return steps;
}
