/** Was alle Seiten sagen, auf Deutsch. Der Titel sagt, was geschah; der Text, was noch geht und was zu tun ist. */

export const text = {
  product: 'Parley',

  shell: {
    skip: 'Zum Inhalt springen',
    theme: (theme) => `Farben: ${{ auto: 'wie das System', light: 'hell', dark: 'dunkel' }[theme]}`,
    pages: 'Seiten von Parley',
    nav: { call: 'Anruf', check: 'Prüfen', latency: 'Latenz', anatomy: 'Anatomie' },
    about: {
      call: 'Anrufe zwischen Browsern: Ton, Bild und Chat, direkt, wo immer das Netz es zulässt.',
      check: 'Versucht jeden Weg, den ein Anruf von hier nehmen kann, und sagt, was im Weg steht und wer es beheben kann.',
      latency: 'Wie lange dieselbe kleine Nachricht per Polling, WebSocket und Datenkanal braucht, live gemessen.',
      anatomy: 'Was zwei Browser tun, um einander zu erreichen: jede Nachricht, jede Adresse, jede Prüfung und jeder Schlüssel eines Anrufs.',
    },
    language: 'Sprache',
    close: 'Schließen',
    details: 'Einzelheiten',
    version: (name, version) => `${name} ${version}`,
    reading: 'Die Adresse des Servers wird gelesen …',
    serverReached: 'Server: verbunden',
    serverMissing: 'Server: keine Verbindung',
    fault: 'Auf dieser Seite ist etwas schiefgegangen. Der Anruf geht vielleicht weiter; wenn nicht, lade die Seite neu.',
  },

  link: {
    copy: 'Link kopieren',
    copied: 'Link kopiert',
    copyFailed: 'Der Browser hat das Kopieren nicht erlaubt. Markiere den Link und kopiere ihn selbst.',
    linkLabel: 'Link zum Raum',
    qr: 'Derselbe Link als QR-Code, für die Kamera eines Telefons',
    onlyHere: 'Dieser Link funktioniert nur auf diesem Gerät: Der Server kennt keine Adresse, die andere erreichen.',
    selfSigned: 'Beim ersten Besuch warnt der Browser vor dem Zertifikat: Dieser Server hat es selbst ausgestellt. Geh über die Warnung hinweg, dann darf das Telefon seine Kamera benutzen.',
    insecure: 'Dieser Link ist nicht https: Die andere Seite kann zusehen, zuhören und schreiben, aber der Browser gibt ihr weder Kamera noch Mikrofon.',
  },

  path: {
    direct: 'direkt',
    relayed: 'über ein Relay',
    relayedOver: (via) => `über ein Relay per ${via.toUpperCase()}`,
    withTime: (path, millis) => `${path}, ${millis} ms`,
  },
};
