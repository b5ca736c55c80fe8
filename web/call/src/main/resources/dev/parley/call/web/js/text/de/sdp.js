/** Was die Zeilen einer Beschreibung bedeuten, auf Deutsch: ein Satz für jede Art aus `model/sdp-kinds.js`, und Namen ihrer Werte. */

import { own } from '../../shared/own.js';

const codec = (v) => v.codec || `Format ${v.payload}`;
const count = (list) => list.trim().split(/\s+/).filter(Boolean).length;
const decimal = (value) => String(value).replace('.', ',');
const hertz = (clock) => `${decimal(Number(clock) / 1000)} kHz`;
const kibi = (octets) => (Number(octets) >= 1048576 ? `${Math.round(octets / 1048576)} MiB` : `${Math.round(octets / 1024)} KiB`);
const H264 = { '42': 'Profil Baseline', '4d': 'Profil Main', '64': 'Profil High' };

const kinds = {
  v: () => 'Die Version dieses Formats. Es gab nie eine andere als 0.',
  o: (v) => `Wer dies gemacht hat: Sitzung ${v.session}, Version ${v.version} ihrer Beschreibung. Eine neue Sitzungsnummer heißt neue Verbindung; die Adresse darin ist ein Platzhalter.`,
  s: () => 'Ein Name für die Sitzung. Browser haben keinen und schreiben einen Strich.',
  i: () => 'Eine Bemerkung für Menschen.',
  u: () => 'Eine Webadresse, unter der mehr über die Sitzung steht.',
  e: () => 'Eine E-Mail-Adresse der Verantwortlichen.',
  p: () => 'Eine Telefonnummer der Verantwortlichen.',
  c: (v) => `Die Adresse, an die zu senden ist, wenn nichts Besseres bekannt ist: ${v.address}. ICE findet eine bessere.`,
  'c-none': () => 'Noch keine Adresse: ICE wird sie finden, und Kandidaten bringen sie mit.',
  'b-as': (v) => `Sende hier höchstens ${v.kilobits} Kilobit in der Sekunde, Header mitgezählt.`,
  'b-tias': (v) => `Sende hier höchstens ${Math.round(v.bits / 1000)} Kilobit Medien in der Sekunde, Header nicht mitgezählt.`,
  b: (v) => `Eine Grenze der Bandbreite von der Art ${v.modifier}.`,
  t: () => 'Wann die Sitzung beginnt und endet. Zwei Nullen: Sie hat keine geplante Zeit.',
  k: () => 'Ein offen lesbarer Schlüssel: Das darf niemand mehr benutzen.',

  'm-audio': (v) => `Hier beginnt der Ton: ${count(v.payloads)} Formate, das liebste zuerst. ${portWords(v.port)}`,
  'm-video': (v) => `Hier beginnt das Bild: ${count(v.payloads)} Formate, das liebste zuerst. ${portWords(v.port)}`,
  'm-application': (v) => `Hier beginnen die Datenkanäle: SCTP in DTLS. ${portWords(v.port)}`,
  m: (v) => `Hier beginnt ein Strom der Art ${v.media}.`,

  'group-bundle': (v) => `Alle von${v.mids} teilen sich einen Weg und einen Satz Ports: eine Prüfung, ein Handshake.`,
  'group-ls': (v) => `${v.mids.trim()} gehören zusammen wie Lippen und Stimme: Spiele sie im Takt ab.`,
  mid: (v) => `Dieser Teil heißt „${v.mid}“: Unter diesem Namen meinen ihn die Antwort und jedes Paket.`,
  'bundle-only': () => 'Dieser Teil geht nur, wenn er den Weg des ersten mitbenutzt.',
  'msid-semantic': () => 'Ströme sind nach Art von WebRTC benannt. Steht nur für alte Programme noch hier.',
  msid: (v) => `Hier wird die Spur ${short(v.track || '?')} des Stroms ${short(v.stream)} gesendet: Bild und Ton eines Stroms laufen im Takt.`,
  sendrecv: () => 'Hier dürfen beide Seiten senden.',
  sendonly: () => 'Diese Seite sendet hier nur.',
  recvonly: () => 'Diese Seite empfängt hier nur.',
  inactive: () => 'Hier fließt zurzeit nichts.',

  'ice-ufrag': (v) => `Der Benutzername der Verbindungsprüfungen: ${v.fragment}. Ein neuer lässt ICE neu beginnen.`,
  'ice-pwd': () => 'Das Passwort der Verbindungsprüfungen, hier verborgen: Mit ihm könnten Fremde in anderer Leute Namen antworten.',
  'ice-options-trickle': () => 'Kandidaten dürfen einzeln nach dieser Beschreibung kommen.',
  'ice-options': (v) => `Weitere Fähigkeiten von ICE: ${v.options}.`,
  'ice-lite': () => 'Diese Seite beantwortet Prüfungen nur; sie hat eine öffentliche Adresse und beginnt keine.',
  'ice-mismatch': () => 'Etwas unterwegs hat die Adressen geändert: Diese Seite benutzt kein ICE.',
  'ice-pacing': (v) => `Prüfungen werden nicht schneller gesendet als eine in ${v.millis} ms.`,
  candidate: (v) => `Ein Weg zu dieser Seite: ${v.address} Port ${v.port} über ${v.transport.toUpperCase()}, ${own({ host: 'eine Adresse ihrer eigenen Netzwerkkarte', srflx: 'wie ein STUN-Server sie sah', prflx: 'von einer Prüfung gefunden', relay: 'von einem Relay geliehen' }, v.type) ?? v.type}.`,
  'end-of-candidates': () => 'Das war der letzte Kandidat.',
  'remote-candidates': () => 'Welche Kandidaten der anderen Seite gewählt wurden.',

  fingerprint: (v) => `Ein ${v.hash.toUpperCase()} über das Zertifikat dieser Seite. Wer im DTLS-Handshake ein anderes zeigt, gibt sich für jemand anderen aus; so bindet diese Zeile die Schlüssel an die Signalisierung.`,
  'setup-actpass': () => 'Diese Seite kann den DTLS-Handshake beginnen oder ihn abwarten; die andere wählt.',
  'setup-active': () => 'Diese Seite beginnt den DTLS-Handshake: Sie ist der Client.',
  'setup-passive': () => 'Diese Seite wartet auf den DTLS-Handshake: Sie ist der Server.',
  'tls-id': () => 'Ein Name dieser DTLS-Assoziation: Ein neuer heißt neuer Handshake.',
  identity: () => 'Die Aussage eines Identitätsdienstes darüber, wer das ist.',
  crypto: () => 'Ein offen lesbarer Schlüssel für SRTP. WebRTC verbietet das: Schlüssel kommen aus DTLS.',

  rtcp: () => 'Wohin Berichte (RTCP) gingen, wenn sie einen eigenen Port hätten. Sie benutzen den der Medien mit.',
  'rtcp-mux': () => 'Berichte (RTCP) benutzen den Port der Medien mit: halb so viele Löcher im Router.',
  'rtcp-mux-only': () => 'Berichte (RTCP) müssen den Port der Medien mitbenutzen; es gibt keinen anderen.',
  'rtcp-rsize': () => 'Berichte dürfen kurz sein: nur das Dringende, ohne die Pflichtteile.',
  'rtcp-xr': (v) => `Erweiterte Berichte: ${v.reports}. Mit rcvr-rtt kann auch eine Seite, die nur empfängt, die Umlaufzeit messen.`,

  'rtpmap-opus': (v) => `Format ${v.payload} ist Opus, der beste Ton, den Browser haben, ${hertz(v.clock)}${v.channels === '2' ? ', Stereo möglich' : ''}.`,
  'rtpmap-rtx': (v) => `Format ${v.payload} bringt verlorene Pakete${v.repairs ? ` von ${v.repairs}` : ''} noch einmal.`,
  'rtpmap-red': (v) => `Format ${v.payload} bringt jedes Stück zweimal, sodass ein verlorenes Paket kein Verlust ist.`,
  'rtpmap-ulpfec': (v) => `Format ${v.payload} bringt Parität: Aus ihr lassen sich verlorene Pakete errechnen.`,
  'rtpmap-flexfec': (v) => `Format ${v.payload} bringt Parität in Zeilen und Spalten: Aus ihr lassen sich verlorene Pakete errechnen.`,
  'rtpmap-dtmf': (v) => `Format ${v.payload} bringt die Töne von Telefontasten, ${hertz(v.clock)}.`,
  'rtpmap-cn': (v) => `Format ${v.payload} beschreibt das Hintergrundrauschen einer Pause, statt es zu senden, ${hertz(v.clock)}.`,
  'rtpmap-g711': (v) => `Format ${v.payload} ist G.711 (${v.name}), der Ton des Telefonnetzes, ${hertz(v.clock)}.`,
  'rtpmap-g722': (v) => `Format ${v.payload} ist G.722, Telefonton mit mehr Höhen. Es nennt wegen eines alten Fehlers 8 kHz; es sind 16.`,
  'rtpmap-vp8': (v) => `Format ${v.payload} ist VP8: Jeder Browser hat es.`,
  'rtpmap-vp9': (v) => `Format ${v.payload} ist VP9: etwa ein Drittel kleiner als VP8, mehr Arbeit.`,
  'rtpmap-h264': (v) => `Format ${v.payload} ist H.264: Die meisten Geräte haben einen Chip dafür.`,
  'rtpmap-h265': (v) => `Format ${v.payload} ist H.265 (HEVC).`,
  'rtpmap-av1': (v) => `Format ${v.payload} ist AV1: am kleinsten von allen, und am meisten Arbeit.`,
  rtpmap: (v) => `Format ${v.payload} ist ${v.name}, ${hertz(v.clock)}.`,

  'fmtp-apt': (v) => `Format ${v.payload} wiederholt Pakete von Format ${v.repaired}${v.repairs ? `, ${v.repairs}` : ''}.`,
  'fmtp-h264': (v) => `${H264[v.profile.slice(0, 2).toLowerCase()] ?? 'Ein anderes Profil'} bis Level ${decimal((parseInt(v.profile.slice(4), 16) / 10).toFixed(1))}; ${v.mode === '1' ? 'ein Bild darf auf mehrere Pakete verteilt werden' : 'ein Paket enthält ein Stück eines Bildes'}.`,
  'fmtp-opus': (v) => `Wie Opus zu senden ist: ${opusWords(v.parameters)}.`,
  'fmtp-av1': (v) => `AV1 bis Level-Index ${v.level}, Profil ${v.profile}.`,
  'fmtp-vp9': (v) => `VP9-Profil ${v.profile}: ${({ 0: '8 Bit, die üblichen Farben', 1: '8 Bit, feinere Farben', 2: '10 oder 12 Bit je Farbe', 3: '10 oder 12 Bit, feinere Farben' })[v.profile] ?? ''}.`,
  'fmtp-limits': (v) => `Für ${codec(v)} dekodiert diese Seite höchstens ${v.size} Blöcke von 16 × 16 Pixeln je Bild und ${v.rate} Bilder in der Sekunde.`,
  'fmtp-dtmf': (v) => `Die Tasten, die gesendet werden dürfen: ${v.events} (0-9, *, #, A-D).`,
  'fmtp-red': (v) => `Format ${v.payload} wiederholt Format ${v.order.split('/')[0]}; ältere Stücke, die mitfahren: ${v.order.split('/').length - 1}.`,
  fmtp: (v) => `Einstellungen von ${codec(v)}: ${v.parameters}.`,

  'fb-pli': (v) => `Für ${codec(v)}: „Das Bild ist weg, sende ein ganzes.“`,
  'fb-nack': (v) => `Für ${codec(v)}: „Dieses Paket fehlt, sende es noch einmal.“`,
  'fb-fir': (v) => `Für ${codec(v)}: „Fang mit einem ganzen Bild neu an“, wenn jemand gerade erst dazukommt.`,
  'fb-tmmbr': (v) => `Für ${codec(v)}: „Sende eine Weile nicht mehr als so viele Bits.“`,
  'fb-remb': (v) => `Für ${codec(v)}: Die empfangende Seite darf die Bandbreite schätzen und nennen. Die ältere Art.`,
  'fb-transport-cc': (v) => `Für ${codec(v)}: Die empfangende Seite meldet, wann jedes Paket kam, und die sendende errechnet die Bandbreite. Die neuere Art.`,
  'fb-ccfb': (v) => `Für ${codec(v)}: genormte Rückmeldung für die Staukontrolle.`,
  'fb-rpsi': (v) => `Für ${codec(v)}: Nachricht darüber, welches Bild (${v.what}) beschädigt ist.`,
  'fb-rrtr': () => 'Auch wer nur empfängt, kann die Umlaufzeit messen.',
  fb: (v) => `Rückmeldung für ${codec(v)}: ${v.what}.`,

  'extmap-allow-mixed': () => 'Kurze und lange Header-Erweiterungen dürfen in einem Strom gemischt sein.',
  'ext-ssrc-audio-level': () => 'Jedes Paket sagt, wie laut es ist: Ein Server erkennt, wer spricht, ohne zuzuhören.',
  'ext-csrc-audio-level': () => 'Ein Mischer sagt, wie laut jede der gemischten Personen ist.',
  'ext-mid': () => 'Jedes Paket sagt, zu welchem Teil dieser Beschreibung es gehört.',
  'ext-rid': () => 'Jedes Paket sagt, welche Größe des Bildes es bringt, wenn mehrere gesendet werden.',
  'ext-repaired-rid': () => 'Ein wiederholtes Paket sagt, welche Größe des Bildes es ausbessert.',
  'ext-toffset': () => 'Wie lange ein Paket zwischen Entstehen und Senden wartete.',
  'ext-encrypt': () => 'Header-Erweiterungen dürfen verschlüsselt sein.',
  'ext-orientation': () => 'Wie herum die Kamera gehalten wird.',
  'ext-abs-send-time': () => 'Wann das Paket gesendet wurde: Die empfangende Seite sieht Warteschlangen wachsen.',
  'ext-abs-capture-time': () => 'Wann Kamera oder Mikrofon es aufnahmen, damit Ton und Bild im Takt laufen.',
  'ext-transport-cc': () => 'Eine Nummer, gezählt über alle Ströme: die Grundlage der neueren Bandbreitenschätzung.',
  'ext-playout-delay': () => 'Die sendende Seite bittet, vor dem Abspielen kürzer oder länger zu warten.',
  'ext-content-type': () => 'Ob das Bild von einer Kamera oder einem Bildschirm kommt.',
  'ext-timing': () => 'Wann einzelne Bilder kodiert und gesendet wurden, um Verzögerung zu messen.',
  'ext-color-space': () => 'Wie Farben gemeint sind, auch HDR.',
  'ext-layers': () => 'Welche Größen und Raten gesendet werden, und mit wie vielen Bits.',
  'ext-frame-id': () => 'Eine Nummer des Bildes, für Tests.',
  'ext-frame-descriptor': () => 'Welche Bilder dieses braucht (eine ältere Art).',
  'ext-dependency': () => 'Welche Bilder dieses braucht: So kann ein Server die richtigen weglassen.',
  'ext-corruption': () => 'Stichproben des Bildes, an denen die empfangende Seite sieht, ob es beschädigt wurde.',

  'ssrc-group-fid': () => 'Der zweite dieser Ströme wiederholt verlorene Pakete des ersten.',
  'ssrc-group-sim': () => 'Diese Ströme sind dasselbe Bild in mehreren Größen.',
  'ssrc-group-fec': () => 'Der zweite dieser Ströme bringt Parität für den ersten.',
  'ssrc-cname': (v) => `Strom ${v.source} kommt von der Uhr namens ${short(v.name)}: Ströme einer Uhr laufen im Takt.`,
  'ssrc-msid': (v) => `Strom ${v.source} ist die Spur ${short(v.track || '?')}.`,
  ssrc: (v) => `Mehr zu Strom ${v.source}.`,
  rid: (v) => `Eine Größe des Bildes namens „${v.rid}“, die ${v.direction === 'send' ? 'gesendet' : 'empfangen'} wird.`,
  simulcast: () => 'Dasselbe Bild in mehreren Größen zugleich: Ein Server wählt für alle die richtige.',
  imageattr: () => 'Größen des Bildes, die willkommen sind.',
  ptime: (v) => `Ein Paket Ton soll ${v.millis} ms lang sein.`,
  maxptime: (v) => `Ein Paket Ton darf höchstens ${v.millis} ms lang sein.`,
  framerate: (v) => `Höchstens ${v.rate} Bilder in der Sekunde.`,
  content: (v) => `Was es zeigt: ${v.what}.`,
  label: (v) => `Ein Name für diesen Teil: ${v.label}.`,
  'x-google-flag': (v) => `Ein Schalter für alte Versionen von Chromium: ${v.flag}.`,

  'sctp-port': (v) => `SCTP, das unter den Datenkanälen liegt, benutzt seinen Port ${v.port}; er liegt in DTLS und ist kein Port des Netzes.`,
  'max-message-size': (v) => (v.octets === '0' ? 'Nachrichten jeder Größe werden angenommen.' : `Diese Seite nimmt Nachrichten bis ${kibi(v.octets)} auf einmal an.`),
  sctpmap: () => 'Datenkanäle, wie man sie vor der Norm beschrieb.',
  dcmap: (v) => `Hier wird Datenkanal ${v.id} vereinbart.`,
};

function portWords(port) {
  if (port === '0') return 'Port 0: abgelehnt, oder nur zusammen mit dem ersten Teil.';
  if (port === '9') return 'Port 9 ist ein Platzhalter, bis ICE einen gefunden hat.';
  return `Port ${port} ist der beste bisher bekannte.`;
}

function short(name) {
  return name.length > 13 ? `${name.slice(0, 8)}…` : name;
}

function opusWords(parameters) {
  const known = {
    useinbandfec: (v) => (v === '1' ? 'mit einer groben Kopie des vorigen Pakets in jedem' : 'ohne Reparaturdaten'),
    minptime: (v) => `Pakete von ${v} ms oder mehr`,
    maxplaybackrate: (v) => `bis ${decimal(v / 1000)} kHz werden abgespielt`,
    stereo: (v) => (v === '1' ? 'Stereo ist willkommen' : 'Mono'),
    usedtx: (v) => (v === '1' ? 'in Pausen wird nichts gesendet' : 'Pausen werden gesendet'),
  };
  return parameters.split(';').map((parameter) => {
    const [key, value] = parameter.trim().split('=');
    return own(known, key)?.(value) ?? parameter.trim();
  }).join('; ');
}

/** Wie ein Wert heißt. */
const values = {
  address: 'Adresse', attribute: 'Attribut', bits: 'Bit in der Sekunde', channels: 'Kanäle', clock: 'Takt (Hz)', codec: 'Codec', component: 'Komponente', direction: 'Richtung', events: 'Ereignisse',
  family: 'Adressfamilie', fingerprint: 'Fingerabdruck', flag: 'Schalter', format: 'Format', foundation: 'Foundation', fragment: 'Fragment', hash: 'Hash', id: 'Nummer', kilobits: 'kbit/s',
  label: 'Bezeichnung', layers: 'Größen', level: 'Level-Index', limits: 'Grenzen', media: 'Medium', mid: 'Teil', mids: 'Teile', millis: 'Millisekunden', mode: 'Paketierungsmodus', modifier: 'Art', name: 'Name', number: 'Nummer',
  octets: 'Bytes', options: 'Optionen', order: 'Reihenfolge', parameters: 'Parameter', payload: 'Payload-Typ', payloads: 'Payload-Typen', port: 'Port', priority: 'Priorität', profile: 'Profil',
  protocol: 'Protokoll', rate: 'Bilder in der Sekunde', repaired: 'wiederholter Payload-Typ', repairs: 'wiederholter Codec', reports: 'Berichte', rid: 'Größe', session: 'Sitzung', size: 'Blöcke je Bild', sizes: 'Größen', source: 'Strom (SSRC)',
  sources: 'Ströme (SSRC)', start: 'beginnt', stop: 'endet', stream: 'Strom', streams: 'Ströme', suite: 'Suite', tag: 'Marke', track: 'Spur', transport: 'Transport', type: 'Typ', uri: 'Name der Erweiterung', user: 'gemacht von',
  value: 'Wert', version: 'Version', what: 'was', words: 'Worte', candidates: 'Kandidaten',
};

export const text = { kinds, values, unknown: 'Noch nicht erklärt.' };
