/** Die Latenzleiter, auf Deutsch. Funktionen bekommen, wovon der Satz handelt. */

const decimal = (value) => value.toFixed(1).replace('.', ',');
const time = (millis) => millis < 10 ? `${decimal(millis)} ms` : millis < 10_000 ? `${Math.round(millis)} ms` : `${decimal(millis / 1000)} s`;

export const text = {
  page: {
    title: 'Wie lange braucht eine Nachricht?',
    lead: 'Dieselben 32 Bytes hin und zurück, wieder und wieder, auf jedem Weg, auf dem Live-Seiten gebaut werden. Jede Zahl ist eine Umlaufzeit: hin und zurück.',
    person: 'Zur anderen Person und zurück',
    server: 'Zum Server und zurück',
    why: 'Was in jeder Zahl steckt',
    controls: 'Messung',
  },

  other: {
    mirror: 'Die andere Person ist diese Seite selbst, ein zweites Ende im selben Fenster: Was über den Server geht, nimmt deinen echten Weg dorthin zweimal; was direkt geht, verlässt dieses Gerät nicht.',
    waiting: 'Wartet, bis jemand den Link öffnet. Bis dahin ist diese Seite ihr eigenes Gegenüber.',
    person: ({ relayed, via }) => `Jemand hat den Link geöffnet. Die Datenkanäle laufen ${relayed === null ? 'los, sobald ein Weg gefunden ist' : relayed ? `über ein Relay${via ? ` (${via.toUpperCase()})` : ''}` : 'direkt'}.`,
    guest: 'Du hast einen Link geöffnet: Ihr messt beide, je auf der eigenen Seite.',
    left: 'Das andere Ende ist gerade nicht da.',
    gone: 'Dieser Link gilt nicht mehr: Ein solches Paar hält eine halbe Stunde, und kürzer, wenn niemand da ist.',
    full: 'Der Server hat davon gerade zu viele. Versuch es in einer Minute noch einmal.',
    inCall: (name) => `Das andere Ende ist die Seite von ${name}. Die Datenkanäle nehmen den Weg eures Anrufs.`,
    noPeer: 'Zum Messen muss noch jemand im Anruf sein.',
    asking: (name) => `Die Seite von ${name} wird gefragt …`,
    silent: (name) => `Die Seite von ${name} antwortet nicht. Vielleicht ist sie älter.`,
  },

  action: { pause: 'Pause', go: 'Weiter', again: 'Von vorn', invite: 'Mit einer anderen Person messen', start: 'Messen', stop: 'Aufhören' },
  status: {
    running: 'Es wird gemessen: alle 50 ms eine Nachricht, Weg um Weg.',
    paused: 'Angehalten.',
    hidden: 'Angehalten, solange diese Seite im Hintergrund ist: Browser bremsen solche Seiten, und das würde mitgemessen.',
    starting: 'Die Wege werden geöffnet …',
  },

  column: { way: 'Weg', plot: 'Jede Nachricht', p50: 'Die Hälfte in', p99: '99 % in', n: 'Nachrichten', lost: 'Verloren' },
  way: {
    polling: 'Polling, einmal je Sekunde',
    'long-poll': 'Long Poll',
    websocket: 'WebSocket',
    ordered: 'Datenkanal, der Reihe nach',
    unordered: 'Datenkanal, ohne Reihenfolge und Wiederholung',
    'http-echo': 'HTTP-Anfrage',
    'socket-echo': 'WebSocket-Echo',
  },
  short: { polling: 'Polling', 'long-poll': 'Long Poll', websocket: 'WebSocket', ordered: 'Datenkanal', unordered: 'Datenkanal ohne Reihenfolge' },
  ticks: ['0,1 ms', '1', '10', '100', '1 s', '10 s'],
  via: {
    polling: 'über den Server', 'long-poll': 'über den Server', websocket: 'über den Server',
    ordered: 'von Seite zu Seite', unordered: 'von Seite zu Seite', 'http-echo': 'eine warme Verbindung', 'socket-echo': 'eine, die offen bleibt',
  },
  value: { time, none: '–', early: (n, fewest) => `nach ${fewest - n} weiteren` },
  label: ({ way, n, lost, p50, p99 }) => `${way}: ${n} Nachrichten, ${lost} verloren${p50 === null ? '' : `; die Hälfte in ${time(p50)}`}${p99 === null ? '' : `, 99 % in ${time(p99)}`}`,
  summary: (n, lost) => `${n} Nachrichten · ${lost} verloren`,

  finding: {
    none: 'Die ersten Nachrichten sind unterwegs.',
    ladder: (steps) => `Die Hälfte der Nachrichten war zurück nach ${steps.map(({ way, p50 }) => `${time(p50)} per ${text.short[way]}`).join(', ')}.`,
    times: (factor) => `Von Seite zu Seite ist ${factor >= 10 ? Math.round(factor) : decimal(factor)}-mal so schnell wie der WebSocket über den Server.`,
  },

  curve: { title: 'Anteil der Nachrichten, die zurück waren, nach Zeit', x: 'ms', tick: (value) => String(value).replace('.', ','), describe: 'Eine Kurve für jeden Weg: wie viel Prozent seiner Nachrichten nach so vielen Millisekunden zurück waren. Die Zahlen stehen in der Tabelle darüber.' },

  why: {
    polling: 'Jede Seite fragt den Server einmal je Sekunde, ob etwas da ist. Eine Nachricht wartet im Mittel eine halbe Sekunde, bis sie geholt wird, und ihre Antwort auch. Das Netz spielt kaum eine Rolle.',
    'long-poll': 'Jede Seite hält eine Anfrage offen, die der Server beantwortet, sobald etwas da ist; dann fragt sie wieder. Vier Wege durch das Netz, für jeden eine HTTP-Anfrage, und zwischen zwei Anfragen eine Lücke, in der Nachrichten warten.',
    websocket: 'Von jeder Seite bleibt eine Verbindung zum Server offen. Hin: hinauf zum Server, hinunter zur anderen; und ebenso zurück. Was TCP verliert, schickt es noch einmal, und was folgt, wartet.',
    ordered: 'Der Weg des Anrufs, von Seite zu Seite, wo das Netz es zulässt. Von DTLS verschlüsselt, von SCTP geordnet und wiederholt: Ein verlorenes Paket hält die hinter ihm auf, deshalb zeigen die langsamsten Nachrichten den Verlust.',
    unordered: 'Derselbe Weg ohne Reihenfolge und Wiederholung: Nichts wartet auf Verlorenes. Verlorene Nachrichten sind verloren und werden gezählt.',
    'http-echo': 'Eine ganze Anfrage mit Antwort: Header und die Arbeit von Browser und Server. Die Verbindung steht schon, es steckt also kein Handshake darin.',
    'socket-echo': 'Ein paar Bytes mehr als die Nachricht selbst. Der Abstand zur Zeile darüber ist, was HTTP kostet.',
    all: 'In allen steckt der Browser: seine Uhren, seine Ereignisschleife, seine inneren Prozesse. Die ersten fünf Nachrichten jedes Wegs werden weggeworfen, denn sie öffnen Verbindungen. Eine Nachricht, die nach fünf Sekunden nicht zurück ist, gilt als verloren. Die 99-%-Zahl erscheint ab 100 Nachrichten. Ein Datenkanal zum Server selbst ist noch nicht dabei: Der Server kann keinen.',
    hidden: 'Das andere Ende darf im Hintergrund sein: Antworten über Sockets und Kanäle leiden darunter nicht, das Polling vielleicht.',
  },
};
