/** The start page, in English. */

export const text = {
  start: {
    title: 'A call between two browsers',
    lead: 'Sound, picture and chat go straight from one to the other wherever the network lets them. No account, nothing to install.',
    room: 'Name of the room',
    anotherName: 'Another name',
    start: 'Start a call',
    badName: 'A room’s name has 1 to 64 letters (a to z), digits, hyphens or underscores.',
    badLink: 'The link you opened names no possible room: ask for it again, or start a call here.',
    linkTitle: 'The other person opens this link',
  },
};
