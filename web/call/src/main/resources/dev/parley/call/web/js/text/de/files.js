/** Dateien senden und empfangen, auf Deutsch. */

const number = new Intl.NumberFormat('de', { maximumFractionDigits: 1 });
const UNITS = ['Bytes', 'kB', 'MB', 'GB', 'TB'];

function size(bytes) {
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${number.format(value)} ${bytes === 1 ? 'Byte' : UNITS[unit]}`;
}

function span(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export const text = {
  files: {
    size,
    attach: 'Dateien senden',
    to: 'Dateien senden an',
    everybody: 'Alle',
    nobody: 'Noch ist niemand da, der eine Datei annehmen könnte.',
    drop: (name) => (name ? `Loslassen, um sie ${name} anzubieten` : 'Loslassen, um sie allen anzubieten'),
    dropHint: 'Auf einem Bild: nur dieser Person.',
    sent: (name) => `Du, an ${name}`,
    progress: (name) => `Fortschritt von ${name}`,
    receive: 'Empfangen',
    saveAs: 'Empfangen als …',
    decline: 'Ablehnen',
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    cancel: 'Abbrechen',
    save: 'Speichern',
    saveAgain: 'Noch einmal speichern',
    of: (action, name) => `${action}: ${name}`,

    offeredOut: (bytes, person) => `${size(bytes)} · wartet, bis ${person} annimmt`,
    offeredIn: (bytes) => `${size(bytes)} · nichts wird gespeichert, bevor du annimmst`,
    moving: (bytes, all) => `${size(bytes)} von ${size(all)}`,
    rate: (bytes) => `${size(bytes)}/s`,
    left: (seconds) => `noch ${span(seconds)}`,
    stalled: 'wartet auf die Verbindung, dann geht es weiter',
    paused: 'angehalten',
    pausedThere: (person) => `von ${person} angehalten`,
    checking: 'es wird geprüft, ob sie unversehrt ist',
    doneIn: (bytes, seconds) => `${size(bytes)} in ${span(seconds)} · unversehrt, mit SHA-256 geprüft`,
    doneOut: (bytes, person) => `${size(bytes)} · unversehrt bei ${person} angekommen`,
    declinedOut: (person) => `${person} hat abgelehnt`,
    declinedIn: 'Du hast abgelehnt',
    cancelled: 'Abgebrochen',
    digest: (hex) => `SHA-256 ${hex}`,
    failed: {
      left: (person) => `${person} ist gegangen, bevor sie ganz übertragen war`,
      damaged: () => 'Was ankam, ist nicht, was gesendet wurde. Es wurde verworfen; sende die Datei noch einmal.',
      unreadable: () => 'Die Datei lässt sich nicht mehr lesen: Sie wurde geändert oder verschoben.',
      'no-room': () => 'Auf dem empfangenden Gerät ist kein Platz mehr.',
      unwritable: () => 'Der empfangende Browser konnte sie nicht schreiben.',
      'too-many': () => 'Dort werden schon zu viele Dateien angeboten.',
      other: () => 'Sie kam nicht durch.',
    },
    tooLarge: (limit) => `Dieser Browser hat keinen Platz für eine so große Datei: Er kann ${size(limit)} im Arbeitsspeicher halten. Bitte um eine kleinere, oder öffne den Anruf in einem anderen Browser.`,

    live: {
      offer: (person, name, bytes) => `${person} bietet ${name} an, ${size(bytes)}.`,
      arrived: (name) => `${name} ist unversehrt angekommen.`,
      delivered: (name, person) => `${person} hat ${name}.`,
      failed: (name) => `${name} kam nicht durch.`,
    },
  },
};
