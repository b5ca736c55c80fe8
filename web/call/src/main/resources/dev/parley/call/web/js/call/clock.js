/**
 * How far the clock of somebody else is ahead of ours, from messages that carry times (the idea of NTP, RFC 5905
 * section 8). The exchange with the shortest way there and back errs least and is kept. Pure.
 */

const KEPT_MILLIS = 120_000;

export class Clock {
  #best = null;

  /** `{offsetMillis, roundTripMillis, t}`: their clock minus ours; null while nothing is known. */
  get offset() {
    return this.#best && { ...this.#best };
  }

  /** We sent at `sent`, they got it at `theirs` and answered at `answered` by their clock, we heard at `heard`. */
  exchange(sent, theirs, answered, heard) {
    if (![sent, theirs, answered, heard].every(Number.isFinite)) return;
    const roundTripMillis = heard - sent - (answered - theirs);
    if (roundTripMillis < 0) return;
    const old = this.#best === null || heard - this.#best.t > KEPT_MILLIS;
    if (!old && roundTripMillis > this.#best.roundTripMillis) return;
    this.#best = { offsetMillis: (theirs - sent + (answered - heard)) / 2, roundTripMillis, t: heard };
  }
}

/** The clock of a peer, by the beats that both send once a second: `{n, at, echo: {n, at, heard}}`. */
export class BeatClock {
  clock = new Clock();
  #n = 0;
  #heard = null;

  /** The next beat to send. */
  beat(now) {
    this.#n += 1;
    return { n: this.#n, at: now, ...(this.#heard ? { echo: this.#heard } : {}) };
  }

  /** A beat of the peer came: it tells when ours arrived there. */
  hear({ at, echo }, now) {
    if (Number.isFinite(at)) this.#heard = { at, heard: now };
    if (echo && typeof echo === 'object') this.clock.exchange(echo.at, echo.heard, at, now);
  }
}

/** Milliseconds since 1970, finer than `Date`. */
export function timeOfDay() {
  return performance.timeOrigin + performance.now();
}
