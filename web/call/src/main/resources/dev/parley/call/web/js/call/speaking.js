/** Who speaks: from the loudness that arrives with each packet of sound. Pure: levels and time are handed in. */

const LOUD = 0.02;
const HOLD_MILLIS = 700;

export class Speaking {
  #loudAt = -Infinity;

  /** `level` in [0, 1], or undefined when nothing is known; gives back whether this person speaks. */
  observe(now, level) {
    if (level > LOUD) this.#loudAt = now;
    return now - this.#loudAt < HOLD_MILLIS;
  }
}

/** The loudness of what a receiver plays, by the packets' own word. */
export function levelOf(receiver) {
  return receiver?.getSynchronizationSources?.()[0]?.audioLevel;
}
