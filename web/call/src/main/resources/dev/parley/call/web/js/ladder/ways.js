/** The ways a message can take, and the message itself: 32 characters. Pure. */

/** In the order of the ladder. `to`: the server, or the other person; `letter` stands for the way in a message. */
export const WAYS = [
  { id: 'polling', to: 'person', letter: 'P' },
  { id: 'long-poll', to: 'person', letter: 'L' },
  { id: 'websocket', to: 'person', letter: 'W' },
  { id: 'ordered', to: 'person', letter: 'D' },
  { id: 'unordered', to: 'person', letter: 'U' },
  { id: 'http-echo', to: 'server', letter: 'H' },
  { id: 'socket-echo', to: 'server', letter: 'E' },
];

export const PROBE_CHARACTERS = 32;

/** A question: `t` goes through to the other, `e` comes back from the server. */
export function question({ to, letter }, number) {
  return `${to === 'server' ? 'e' : 't'}q${letter}${String(number).padStart(10, '0')}`.padEnd(PROBE_CHARACTERS, '.');
}

/** `{kind: 'question' | 'answer', letter, number}`, or null when it is no probe. */
export function parseProbe(text) {
  const match = typeof text === 'string' ? /^[te]([qa])([A-Z])(\d{10})\.{19}$/.exec(text) : null;
  return match ? { kind: match[1] === 'q' ? 'question' : 'answer', letter: match[2], number: Number(match[3]) } : null;
}

/** The answer to a question: the same message but for one letter. */
export function answerTo(text) {
  return `${text[0]}a${text.slice(2)}`;
}
