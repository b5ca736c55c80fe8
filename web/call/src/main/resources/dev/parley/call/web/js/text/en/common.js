/** What all pages say, in English. Functions take what the sentence is about. A title says what happened, its text what still works and what to do; codes stay out of both. */

export const text = {
  product: 'Parley',

  shell: {
    skip: 'Skip to the content',
    theme: (theme) => `Colours: ${{ auto: 'as the system', light: 'light', dark: 'dark' }[theme]}`,
    pages: 'Pages of Parley',
    nav: { call: 'Call', check: 'Check', latency: 'Latency', anatomy: 'Anatomy' },
    about: {
      call: 'Calls between browsers: sound, picture and chat, directly wherever the network lets them.',
      check: 'Tries every way a call can take from here, and says what is in the way and who can mend it.',
      latency: 'How long the same small message takes by polling, by WebSocket and by data channel, measured live.',
      anatomy: 'What two browsers do to reach each other: every message, address, check and key of a call.',
    },
    language: 'Language',
    close: 'Close',
    details: 'Details',
    version: (name, version) => `${name} ${version}`,
    reading: 'Reading the server’s address …',
    serverReached: 'Server: in contact',
    serverMissing: 'Server: no contact',
    fault: 'Something went wrong in this page. The call may go on; if not, reload the page.',
  },

  link: {
    copy: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'The browser did not allow copying. Select the link and copy it by hand.',
    linkLabel: 'Link to the room',
    qr: 'The same link as a QR code, for a phone’s camera',
    onlyHere: 'This link works on this machine only: the server knows no address that others can reach.',
    selfSigned: 'On a first visit the browser warns about the certificate: this server made it itself. Go on past the warning, and the phone may use its camera.',
    insecure: 'This link is not https: the other side can watch, listen and chat, but browsers will not give it a camera or microphone.',
  },

  path: {
    direct: 'direct',
    relayed: 'relayed',
    relayedOver: (via) => `relayed over ${via.toUpperCase()}`,
    withTime: (path, millis) => `${path}, ${millis} ms`,
  },
};
