/** What kind of packet it is, for its colour, its letter and its shape on the map. */

export const KINDS = ['stun', 'turn', 'data', 'tcp', 'icmp'];

const TURN = /\b(allocate|createpermission|channelbind|channeldata|send indication|data indication|refresh|connect(ionbind)?)\b/i;

export function kindOf({ protocol, label = '' }) {
  if (protocol === 'ICMP') return 'icmp';
  if (/^turn/i.test(label) || TURN.test(label)) return 'turn';
  if (/^stun/i.test(label)) return 'stun';
  return protocol === 'TCP' ? 'tcp' : 'data';
}

/** One letter, since colour alone says nothing to some. */
export const LETTERS = { stun: 'S', turn: 'T', data: 'U', tcp: 'C', icmp: 'I' };
