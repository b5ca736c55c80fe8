/** The speed of the last seconds and what it promises. Pure: time is handed in. */

const SPAN_MILLIS = 5000;
const EACH_MILLIS = 200;

export class Meter {
  #marks = [];

  /** So many bytes are through now. */
  add(now, bytes) {
    const last = this.#marks.at(-1);
    if (last && now - last.at < EACH_MILLIS) return;
    this.#marks.push({ at: now, bytes });
    while (this.#marks.length > 2 && now - this.#marks[1].at > SPAN_MILLIS) this.#marks.shift();
  }

  /** After a pause the past says nothing. */
  reset() {
    this.#marks = [];
  }

  /** Bytes a second, or null when it is too early to say. */
  rate(now, bytes) {
    const first = this.#marks.find(({ at }) => now - at <= 2 * SPAN_MILLIS);
    if (!first || now - first.at < 2 * EACH_MILLIS) return null;
    return Math.max(0, ((bytes - first.bytes) * 1000) / (now - first.at));
  }
}
