/** The latency ladder, in English. Functions take what the sentence is about. */

const time = (millis) => millis < 10 ? `${millis.toFixed(1)} ms` : millis < 10_000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;

export const text = {
  page: {
    title: 'How long does a message take?',
    lead: 'The same 32 bytes there and back, over and over, by each way that people build live pages with. Each number is a round trip.',
    person: 'To the other person and back',
    server: 'To the server and back',
    why: 'What each number contains',
    controls: 'Measurement',
  },

  other: {
    mirror: 'The other person is this page itself, a second end in the same window: what goes through the server takes your real way there twice; what goes directly never leaves this machine.',
    waiting: 'Waiting for somebody to open the link. Until then, this page is its own other end.',
    person: ({ relayed, via }) => `Somebody has opened the link. The data channels run ${relayed === null ? 'as soon as a path is found' : relayed ? `through a relay${via ? ` (${via.toUpperCase()})` : ''}` : 'directly'}.`,
    guest: 'You opened somebody’s link: both of you measure, each on your own page.',
    left: 'The other end is not there now.',
    gone: 'This link is not good any more: such a pair lasts for half an hour, and less when nobody is there.',
    full: 'The server has too many of these now. Try again in a minute.',
    inCall: (name) => `The other end is ${name}’s page. The data channels take the path of your call.`,
    noPeer: 'Somebody has to be in the call to measure with.',
    asking: (name) => `Asking ${name}’s page …`,
    silent: (name) => `${name}’s page does not answer. It may be an older one.`,
  },

  action: { pause: 'Pause', go: 'Go on', again: 'Start over', invite: 'Measure with another person', start: 'Measure', stop: 'Stop' },
  status: {
    running: 'Measuring: one message every 50 ms, way by way.',
    paused: 'Paused.',
    hidden: 'Paused while this page is hidden: browsers slow hidden pages down, and that would be measured.',
    starting: 'Opening the ways …',
  },

  column: { way: 'Way', plot: 'Each message', p50: 'Half within', p99: '99 % within', n: 'Messages', lost: 'Lost' },
  way: {
    polling: 'Polling, once a second',
    'long-poll': 'Long poll',
    websocket: 'WebSocket',
    ordered: 'Data channel, in order',
    unordered: 'Data channel, no order, no repeats',
    'http-echo': 'HTTP request',
    'socket-echo': 'WebSocket echo',
  },
  short: { polling: 'polling', 'long-poll': 'long poll', websocket: 'WebSocket', ordered: 'data channel', unordered: 'data channel without order' },
  ticks: ['0.1 ms', '1', '10', '100', '1 s', '10 s'],
  via: {
    polling: 'through the server', 'long-poll': 'through the server', websocket: 'through the server',
    ordered: 'from page to page', unordered: 'from page to page', 'http-echo': 'a warm connection', 'socket-echo': 'one that stays open',
  },
  value: { time, none: '–', early: (n, fewest) => `after ${fewest - n} more` },
  label: ({ way, n, lost, p50, p99 }) => `${way}: ${n} messages, ${lost} lost${p50 === null ? '' : `; half within ${time(p50)}`}${p99 === null ? '' : `, 99 % within ${time(p99)}`}`,
  summary: (n, lost) => `${n} messages · ${lost} lost`,

  finding: {
    none: 'The first messages are on their way.',
    ladder: (steps) => `Half of the messages came back within ${steps.map(({ way, p50 }) => `${time(p50)} by ${text.short[way]}`).join(', ')}.`,
    times: (factor) => `From page to page is ${factor >= 10 ? Math.round(factor) : factor.toFixed(1)} times as fast as the WebSocket through the server.`,
  },

  curve: { title: 'Share of messages that were back, by time', x: 'ms', tick: (value) => String(value), describe: 'One curve for each way: how many per cent of its messages were back after so many milliseconds. The table above has the figures.' },

  why: {
    polling: 'Each side asks the server once a second whether there is something. A message waits half a second on average to be fetched, and so does its answer. The network hardly matters.',
    'long-poll': 'Each side keeps a request open that the server answers when there is something; then it asks again. Four ways through the network, an HTTP request each, and a gap between two requests in which messages wait.',
    websocket: 'One connection of each side to the server stays open. There: up to the server, down to the other; and the same back. What TCP loses, it sends again, and what follows waits.',
    ordered: 'The path of the call, from page to page where the network allows it. Encrypted by DTLS, put in order and repeated by SCTP: a lost packet holds up those behind it, so the slowest messages show the loss.',
    unordered: 'The same path without order or repeats: nothing waits for what was lost. Lost messages are lost, and counted.',
    'http-echo': 'A whole request and response: headers, and the work of browser and server. The connection stands already, so no handshake is in it.',
    'socket-echo': 'A few bytes more than the message itself. The difference to the row above is what HTTP costs.',
    all: 'All of them contain the browser: its timers, its event loop, its inner processes. The first five messages of each way are thrown away, since connections are opened by them. A message that is not back after five seconds is lost. The 99 % figure is shown from 100 messages on. A data channel to the server itself is not in the list yet: the server speaks none.',
    hidden: 'The other end may be hidden: answers over sockets and channels do not suffer from it; polling may.',
  },
};
