/**
 * The page's end of the signaling protocol `parley.1` (see docs/signaling.md): joins, notices a dead line,
 * comes back by itself and resumes under the same peer id. It never touches a call.
 *
 * States: idle -> connecting -> joined (or first waiting for a seat) -> lost -> connecting ...;
 * refused and left are ends until the next `connect()`.
 */

export const SUBPROTOCOL = 'parley.1';
const RETRY_MILLIS = [300, 600, 1200, 2400];
const RETRY_STEADY_MILLIS = 5000;
const RETRY_JITTER = 0.2;
const CONNECT_MILLIS = 8000;
const PING_EVERY_MILLIS = 10_000;
const PONG_MILLIS = 5000;
const PONG_HURRIED_MILLIS = 2000;
const WAITER_EXTRA_MILLIS = 6000;

const REPLACED_CODE = 4001;

/** Milliseconds before try number `attempt` (from 0), spread by a fifth so that a room does not come back in one gust. */
export function retryDelayMillis(attempt, random = Math.random) {
  const base = RETRY_MILLIS[attempt] ?? RETRY_STEADY_MILLIS;
  return Math.round(base * (1 - RETRY_JITTER + 2 * RETRY_JITTER * random()));
}

export class Signaling {
  #socket = null;
  #options;
  #attempt = 0;
  #retryTimer = 0;
  #deadline = 0;
  #pingTimer = 0;
  #identity = null;
  #pings = 0;

  /**
   * `options`: `url`; `join` = () => `{room, name, secret?, wait?, replaces?}`; `onWelcome(welcome, {samePeer})`;
   * `onMessage(message)`; `onState(state)`; `onWaiting(message)`; `onRefused(error)`; `record(kind, data)`; and for tests `socket`, `random`, `timers`, `now`.
   * `traffic(direction, message, characters)` hears of every message, `out` and `in`.
   */
  constructor(options) {
    this.#options = {
      socket: (url) => new WebSocket(url, SUBPROTOCOL),
      onWaiting: () => {},
      random: Math.random,
      timers: { set: (run, millis) => setTimeout(run, millis), clear: (id) => clearTimeout(id) },
      now: () => performance.now(),
      record: () => {},
      traffic: () => {},
      ...options,
    };
    this.state = 'idle';
    this.nextTryAt = null;
    this.resumes = 0;
    this.refusal = null;
    /** When the last `join` was sent: `welcome` carries the server's time. */
    this.joinedAt = 0;
  }

  get joined() {
    return this.state === 'joined';
  }

  /** Whether this page has been let in before, so that a lost line is resumed and not joined anew. */
  get known() {
    return this.#identity !== null;
  }

  get peer() {
    return this.#identity?.peer ?? null;
  }

  /** `{peer, token}`, with which a reloaded page may replace this one. */
  get identity() {
    return this.#identity;
  }

  connect() {
    this.#options.timers.clear(this.#retryTimer);
    this.#drop();
    this.refusal = null;
    this.nextTryAt = null;
    this.#change('connecting');
    const socket = this.#options.socket(this.#options.url);
    this.#socket = socket;
    this.#deadline = this.#later(() => this.#lost('no answer'), CONNECT_MILLIS);
    socket.onopen = () => {
      this.#options.record('socket-open');
      this.joinedAt = this.#options.now();
      this.#write({ type: 'join', ...this.#options.join(), ...(this.#identity ? { resume: this.#identity } : {}) });
    };
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => {
      if (event.code === REPLACED_CODE) this.#refuse({ code: 'replaced', message: 'the same peer resumed elsewhere' });
      else this.#lost(`closed ${event.code}`);
    };
    socket.onerror = () => {};
  }

  /** Tries now if the line is lost; proves it alive if it seems open. For `online`, visibility and a user's wish. */
  hurry() {
    if (this.state === 'lost') {
      this.#attempt = 0;
      this.connect();
    } else if (this.state === 'joined' || this.state === 'waiting') {
      this.#ping(PONG_HURRIED_MILLIS);
    }
  }

  /** Sends one message; false when the line is down: negotiation is made whole again after a resume. */
  send(message) {
    if (this.state !== 'joined') return false;
    return this.#write(message);
  }

  /** Leaves for good. */
  leave() {
    if (this.state === 'joined' || this.state === 'waiting') this.#write({ type: 'leave' });
    this.#identity = null;
    this.#end('left');
  }

  #write(message) {
    if (this.#socket?.readyState !== 1) return false;
    const words = JSON.stringify(message);
    this.#socket.send(words);
    this.#options.traffic('out', message, words.length);
    return true;
  }

  #receive(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof message?.type !== 'string') return;
    this.#options.traffic('in', message, data.length);
    this.#alive();
    switch (message.type) {
      case 'welcome':
        this.#welcome(message);
        break;
      case 'waiting':
        this.#options.timers.clear(this.#deadline);
        this.#attempt = 0;
        this.#change('waiting');
        this.#options.onWaiting(message);
        this.#alive();
        break;
      case 'pong':
        break;
      case 'error':
        this.#error(message);
        break;
      case 'closing':
        this.#options.record('server-closing', { reason: message.reason });
        break;
      default:
        this.#options.onMessage(message);
    }
  }

  #welcome(message) {
    this.#options.timers.clear(this.#deadline);
    const before = this.#identity;
    this.#identity = { peer: message.peer, token: message.token };
    this.#attempt = 0;
    if (before && message.resumed) this.resumes += 1;
    this.#change('joined');
    this.#options.record('joined', { peer: message.peer, resumed: Boolean(message.resumed) });
    this.#alive();
    this.#options.onWelcome(message, { samePeer: before?.peer === message.peer });
  }

  #error(message) {
    this.#options.record('error', { code: message.code, to: message.to });
    if (this.state === 'joined' && !message.fatal) {
      this.#options.onMessage(message);
      return;
    }
    if (this.state === 'waiting' && !message.fatal) return;
    if (message.code === 'bad-token') {
      this.#identity = null;
      this.#lost('bad token');
      return;
    }
    if (this.known && message.code === 'room-full') {
      // Somebody took the seat meanwhile. Who resumes is let in before those who come anew.
      this.#write({ type: 'join', ...this.#options.join(), resume: this.#identity, wait: true });
      return;
    }
    // Who was in the call once keeps trying: the call goes on without the server.
    if (!this.known) this.#refuse(message);
  }

  #refuse(error) {
    this.refusal = error;
    this.#end('refused');
    this.#options.onRefused(error);
  }

  /** Any message proves the line; the next proof is asked for later. */
  #alive() {
    if (this.state !== 'joined' && this.state !== 'waiting') return;
    this.#options.timers.clear(this.#deadline);
    this.#options.timers.clear(this.#pingTimer);
    this.#pingTimer = this.#later(() => this.#ping(PONG_MILLIS), PING_EVERY_MILLIS);
  }

  #ping(patienceMillis) {
    this.#options.timers.clear(this.#pingTimer);
    this.#options.timers.clear(this.#deadline);
    this.#pings += 1;
    this.#write({ type: 'ping', n: this.#pings });
    this.#deadline = this.#later(() => this.#lost('silent'), patienceMillis);
  }

  #lost(reason) {
    if (this.state === 'left' || this.state === 'refused') return;
    // Whoever waited for a seat comes back after those who had one.
    const waited = this.state === 'waiting' ? WAITER_EXTRA_MILLIS : 0;
    this.#drop();
    const delay = waited + retryDelayMillis(this.#attempt, this.#options.random);
    this.#attempt += 1;
    this.nextTryAt = this.#options.now() + delay;
    this.#options.record('socket-lost', { reason, retryMillis: delay });
    this.#change('lost');
    this.#retryTimer = this.#later(() => this.connect(), delay);
  }

  #end(state) {
    this.#options.timers.clear(this.#retryTimer);
    this.#drop();
    this.nextTryAt = null;
    this.#change(state);
  }

  /** Lets go of the socket without waiting for its closing handshake, which a dead path never finishes. */
  #drop() {
    this.#options.timers.clear(this.#deadline);
    this.#options.timers.clear(this.#pingTimer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #later(run, millis) {
    return this.#options.timers.set(run, millis);
  }

  #change(state) {
    if (this.state === state && state !== 'lost') return;
    this.state = state;
    this.#options.onState(state);
  }
}
