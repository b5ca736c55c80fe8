/** Samples of one way: what came back after how long, what was lost, percentiles. Pure. */

export const WARM_UPS = 5;
export const FEWEST_FOR_P99 = 100;
const MOST_KEPT = 5000;

export class Tally {
  #sorted = null;
  #warm = 0;

  constructor() {
    this.samples = [];
    this.lost = 0;
    this.version = 0;
  }

  get n() {
    return this.samples.length;
  }

  /** The first few are thrown away: connections are opened by them, code is compiled. */
  add(millis) {
    this.version += 1;
    if (this.#warm < WARM_UPS) {
      this.#warm += 1;
      return;
    }
    if (this.samples.length >= MOST_KEPT) this.samples.shift();
    this.samples.push(millis);
    this.#sorted = null;
  }

  addLost() {
    if (this.#warm < WARM_UPS) return;
    this.lost += 1;
    this.version += 1;
  }

  /** The smallest sample that a share of all does not exceed; null while there is none. */
  quantile(share) {
    if (this.samples.length === 0) return null;
    this.#sorted ??= Float64Array.from(this.samples).sort();
    return this.#sorted[Math.max(0, Math.ceil(share * this.#sorted.length) - 1)];
  }

  get p50() {
    return this.quantile(0.5);
  }

  /** Of fewer than a hundred, the 99th percentile would be the slowest alone: not shown then. */
  get p99() {
    return this.n >= FEWEST_FOR_P99 ? this.quantile(0.99) : null;
  }

  /** Points `[millis, share]` of the cumulative curve, at most `most`. */
  curve(most = 120) {
    if (this.n === 0) return [];
    const count = Math.min(most, this.n);
    return Array.from({ length: count }, (_, index) => {
      const share = (index + 1) / count;
      return [this.quantile(share), share];
    });
  }
}
