/** What kind of packet it is, for its colour, its letter and its shape on the map. */

export const KINDS = ['stun', 'turn', 'signal', 'data', 'tcp', 'icmp'];

const TURN = /\b(allocate|createpermission|channelbind|channeldata|send indication|data indication|refresh|connect(ionbind)?)\b/i;

export function kindOf({ protocol, label = '' }) {
  if (protocol === 'ICMP') return 'icmp';
  if (/^turn/i.test(label) || TURN.test(label)) return 'turn';
  if (/^stun/i.test(label)) return 'stun';
  if (/^signaling/i.test(label)) return 'signal';
  return protocol === 'TCP' ? 'tcp' : 'data';
}

/** The colour of each kind. */
export const COLOURS = { stun: '--accent', turn: '--orange', signal: '--violet', data: '--ok', tcp: '--ink2', icmp: '--warn' };

/** One letter, since colour alone says nothing to some. */
export const LETTERS = { stun: 'S', turn: 'T', signal: 'M', data: 'U', tcp: 'C', icmp: 'I' };
