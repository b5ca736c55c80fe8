/** Sending and receiving files, in English. */

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

function size(bytes) {
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${number.format(value)} ${bytes === 1 ? 'byte' : UNITS[unit]}`;
}

function span(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export const text = {
  files: {
    size,
    attach: 'Send files',
    to: 'Send files to',
    everybody: 'Everybody',
    nobody: 'Nobody is here yet who could take a file.',
    drop: (name) => (name ? `Drop to offer it to ${name}` : 'Drop to offer it to everybody'),
    dropHint: 'On a picture: to that person alone.',
    sent: (name) => `You, to ${name}`,
    progress: (name) => `Progress of ${name}`,
    receive: 'Receive',
    saveAs: 'Receive as …',
    decline: 'Decline',
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel',
    save: 'Save',
    saveAgain: 'Save again',
    of: (action, name) => `${action}: ${name}`,

    offeredOut: (bytes, person) => `${size(bytes)} · waiting for ${person} to accept`,
    offeredIn: (bytes) => `${size(bytes)} · nothing is saved before you accept`,
    moving: (bytes, all) => `${size(bytes)} of ${size(all)}`,
    rate: (bytes) => `${size(bytes)}/s`,
    left: (seconds) => `${span(seconds)} left`,
    stalled: 'waiting for the connection, then it goes on',
    paused: 'paused',
    pausedThere: (person) => `paused by ${person}`,
    checking: 'checking that it is whole',
    doneIn: (bytes, seconds) => `${size(bytes)} in ${span(seconds)} · intact, SHA-256 checked`,
    doneOut: (bytes, person) => `${size(bytes)} · arrived intact at ${person}`,
    declinedOut: (person) => `${person} declined`,
    declinedIn: 'You declined',
    cancelled: 'Cancelled',
    digest: (hex) => `SHA-256 ${hex}`,
    failed: {
      left: (person) => `${person} left before it was through`,
      damaged: () => 'What arrived is not what was sent. It was thrown away; send it again.',
      unreadable: () => 'The file can no longer be read: it was changed or moved.',
      'no-room': () => 'No room is left on the receiving device.',
      unwritable: () => 'The receiving browser could not write it.',
      'too-many': () => 'Too many files are on offer there.',
      other: () => 'It did not get through.',
    },
    tooLarge: (limit) => `This browser has no room for a file of that size: it can keep ${size(limit)} in memory. Ask for a smaller one, or open the call in another browser.`,

    live: {
      offer: (person, name, bytes) => `${person} offers ${name}, ${size(bytes)}.`,
      arrived: (name) => `${name} arrived intact.`,
      delivered: (name, person) => `${person} has ${name}.`,
      failed: (name) => `${name} did not get through.`,
    },
  },
};
