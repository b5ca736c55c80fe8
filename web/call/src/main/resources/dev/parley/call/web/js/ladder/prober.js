/**
 * Sends one probe after the other, way by way, and counts what comes back. While the page is hidden it rests, and what is
 * under way then does not count: browsers slow down pages that nobody sees.
 */

import { Tally } from './tally.js';
import { parseProbe, question } from './ways.js';

export const PROBE_EVERY_MILLIS = 50;
export const LOST_AFTER_MILLIS = 5000;
const OPEN_PER_WAY = 40;

const browserTimers = { set: (run, millis) => setTimeout(run, millis), clear: (id) => clearTimeout(id), now: () => performance.now() };

export class Prober {
  #ways;
  #timers;
  #open = new Map();
  #number = 0;
  #turn = 0;
  #timer = 0;
  #running = false;

  /** `ways`: `[{id, letter, to, ready(), send(text)}]`. */
  constructor(ways, { timers = browserTimers } = {}) {
    this.#ways = ways;
    this.#timers = timers;
    this.tallies = new Map(ways.map(({ id }) => [id, new Tally()]));
  }

  get running() {
    return this.#running;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#next();
  }

  /** What is under way is forgotten: neither counted nor lost. */
  pause() {
    this.#running = false;
    this.#timers.clear(this.#timer);
    this.#open.clear();
  }

  /** Something came back over one of the ways; `at` the moment it did. */
  heard(text, at = this.#timers.now()) {
    const probe = parseProbe(text);
    const open = probe ? this.#open.get(probe.number) : null;
    if (!open || open.way.letter !== probe.letter) return;
    this.#open.delete(probe.number);
    this.tallies.get(open.way.id).add(at - open.sentAt);
  }

  #next() {
    this.#timer = this.#timers.set(() => this.#next(), PROBE_EVERY_MILLIS);
    this.#sweep();
    for (let tries = 0; tries < this.#ways.length; tries++) {
      const way = this.#ways[this.#turn % this.#ways.length];
      this.#turn += 1;
      if (!way.ready() || this.#openOf(way) >= OPEN_PER_WAY) continue;
      const number = (this.#number += 1);
      this.#open.set(number, { way, sentAt: this.#timers.now() });
      way.send(question(way, number));
      return;
    }
  }

  #openOf(way) {
    let count = 0;
    for (const open of this.#open.values()) if (open.way === way) count += 1;
    return count;
  }

  #sweep() {
    const now = this.#timers.now();
    for (const [number, { way, sentAt }] of this.#open) {
      if (now - sentAt < LOST_AFTER_MILLIS) break; // they stand in the order of their sending
      this.#open.delete(number);
      this.tallies.get(way.id).addLost();
    }
  }
}
