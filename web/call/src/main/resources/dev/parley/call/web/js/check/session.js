/** The server's half: begins a check there, and reads what arrived of it while the check runs. */

const READ_EVERY_MILLIS = 400;
const SETTLE_MILLIS = 50;

export class Session {
  #token;
  #timer = 0;
  #ended = false;

  /** What the server gave: see docs/check.md. */
  static async begin() {
    const sentAt = Date.now();
    const began = performance.now();
    const answer = await fetch('/api/check', { method: 'POST', cache: 'no-store' });
    if (!answer.ok) return { refused: answer.status };
    const given = await answer.json();
    const tookMillis = performance.now() - began;
    const skewMillis = sentAt + tookMillis / 2 - given.serverTime;
    return { session: new Session(given, { tookMillis, skewMillis }) };
  }

  constructor(given, clock) {
    this.given = given;
    this.clock = clock;
    this.seen = [];
    this.unknownNames = [];
    this.readAt = 0;
    this.#token = given.token;
  }

  /** Reads until `stop()`; `onSeen()` after each time. */
  watch(onSeen) {
    const next = async () => {
      await this.#read();
      if (this.#ended) return;
      onSeen();
      this.#timer = setTimeout(next, READ_EVERY_MILLIS);
    };
    next();
  }

  stop() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  /** Whether the server was asked after that moment, which leaves what happened before it time to be told. */
  readSince(moment) {
    return this.readAt > moment + SETTLE_MILLIS;
  }

  /** A gap is no answer: what was read before stays, and the next time may bring more. */
  async #read() {
    const askedAt = performance.now();
    try {
      const answer = await fetch(`/api/check?token=${this.#token}`, { cache: 'no-store' });
      if (!answer.ok) return;
      const { seen, unknownNames } = await answer.json();
      this.seen = seen;
      this.unknownNames = unknownNames;
      this.readAt = askedAt;
    } catch {
      // The connection to the server is a row of its own.
    }
  }
}
