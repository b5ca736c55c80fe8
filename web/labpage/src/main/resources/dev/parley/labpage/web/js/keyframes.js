/** The world at any moment: the nearest copy before it, and the events from there on. */

import { World } from './world.js';

export const EVERY = 256;

export class Keyframes {
  #events;
  #frames = [];
  #at = null;

  constructor(events) {
    this.#events = events;
    const world = new World();
    for (let count = 0; count <= events.length; count += 1) {
      if (count % EVERY === 0) this.#frames.push(world.copy());
      if (count < events.length) world.apply(events[count]);
    }
  }

  /** The world after `count` events; valid until the next call, not to be changed. */
  worldAt(count) {
    const wanted = Math.max(0, Math.min(count, this.#events.length));
    const near = this.#at !== null && this.#at.count <= wanted && wanted - this.#at.count <= EVERY;
    const world = near ? this.#at : this.#frames[Math.floor(wanted / EVERY)].copy();
    while (world.count < wanted) world.apply(this.#events[world.count]);
    this.#at = world;
    return world;
  }
}
