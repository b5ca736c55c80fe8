/**
 * Judges whether a path is alive and when to restart ICE. Pure: time and facts are handed in.
 *
 * Browsers say `disconnected` only after 6 to 8 seconds; silence of the chosen pair says it after two.
 */

export const UNSTABLE_MILLIS = 1000;
export const SILENT_MILLIS = 2000;
const POLITE_EXTRA_MILLIS = 600;
const FIRST_CONNECT_MILLIS = 8000;
const RETRY_MILLIS = [4000, 5000, 6000, 8000];
const UNANSWERED_MILLIS = 3000;
const FAILED_MILLIS = 30_000;
const FAILED_ATTEMPTS = 3;

/** Milliseconds since anything came in: `mark` is whatever changes with each arrival. */
export class SilenceWatch {
  #mark = null;
  #since = null;

  observe(now, mark) {
    if (mark !== this.#mark || this.#since === null) {
      this.#mark = mark;
      this.#since = now;
    }
    return now - this.#since;
  }

  reset() {
    this.#since = null;
  }
}

export class RestartPolicy {
  #polite;
  #troubleAt = null;
  #tryAt = 0;
  #offeredAt = 0;
  #everConnected = false;

  constructor({ polite }) {
    this.#polite = polite;
    this.attempts = 0;
  }

  /** When the present trouble began, or null while the path is fine. */
  get troubleAt() {
    return this.#troubleAt;
  }

  get everConnected() {
    return this.#everConnected;
  }

  /**
   * What to do now: `none`, `restart` ICE, `rebuild` a connection that no restart can mend, or `resend` an offer that
   * nobody answered.
   * `facts`: `connected` (ICE and DTLS), `silentMillis`, `canSignal` (both lines to the server are up),
   * `pending` (an offer of ours is unanswered), `broken` (DTLS or SCTP gave up: Firefox ends DTLS when ICE fails).
   */
  decide(now, { connected, silentMillis, canSignal, pending, broken = false }) {
    if (connected && !broken && silentMillis < SILENT_MILLIS) {
      this.#everConnected = true;
      this.#troubleAt = null;
      this.attempts = 0;
      return 'none';
    }
    if (this.#troubleAt === null) {
      this.#troubleAt = now - (connected ? silentMillis : 0);
      const patience = this.#everConnected ? 0 : FIRST_CONNECT_MILLIS;
      this.#tryAt = now + patience + (this.#polite ? POLITE_EXTRA_MILLIS : 0);
    }
    if (!canSignal) return 'none';
    if (pending && !broken) {
      if (now - this.#offeredAt < UNANSWERED_MILLIS) return 'none';
      this.#offeredAt = now;
      return 'resend';
    }
    if (now < this.#tryAt) return 'none';
    this.note(now);
    return broken ? 'rebuild' : 'restart';
  }

  /** The path must be looked for anew at once: this device's network changed, or somebody asked for it. */
  hurry(now) {
    if (this.#troubleAt === null) this.#troubleAt = now;
    this.note(now);
  }

  /** A restart began, on either side: give it time. */
  note(now) {
    this.#tryAt = now + (RETRY_MILLIS[this.attempts] ?? RETRY_MILLIS.at(-1)) + (this.#polite ? POLITE_EXTRA_MILLIS : 0);
    this.#offeredAt = now;
    this.attempts += 1;
  }

  /** Whether it has been tried long enough to say so. Trying goes on. */
  failed(now) {
    return this.#troubleAt !== null && now - this.#troubleAt >= FAILED_MILLIS && this.attempts >= FAILED_ATTEMPTS;
  }
}

/**
 * The one word for a peer: `waiting`, `connecting`, `connected`, `unstable`, `reconnecting`, `failed`, `left`.
 */
export function peerState({ left, connection, connected, silentMillis, everConnected, failed }) {
  if (left) return 'left';
  if (failed) return 'failed';
  if (connected && silentMillis < UNSTABLE_MILLIS) return 'connected';
  if (connected && silentMillis < SILENT_MILLIS) return 'unstable';
  if (everConnected) return 'reconnecting';
  return connection ? 'connecting' : 'waiting';
}

/** Out of a stats report: a mark that changes whenever anything of the peer arrives, be it media, messages or checks. */
export function arrivals(report, selected) {
  let media = 0;
  for (const stat of report.values()) {
    if (stat.type === 'inbound-rtp') media += stat.packetsReceived ?? 0;
    else if (stat.type === 'data-channel') media += stat.messagesReceived ?? 0;
  }
  const pair = selected?.pair;
  return `${media} ${pair?.id} ${pair?.packetsReceived ?? pair?.bytesReceived} ${pair?.responsesReceived} ${pair?.requestsReceived}`;
}
