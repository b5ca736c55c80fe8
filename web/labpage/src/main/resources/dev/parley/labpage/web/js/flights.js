/** Motion, made from the log alone: where each packet is drawn at a position of the story. */

const CROSS_SECONDS = 2.2;
const FLASH_SECONDS = 1.6;

export class Flights {
  /** By index of a departure: positions of its two ends, and how much of the way is travelled at the second. */
  #from;
  #to;
  #share;
  #drops = [];

  constructor(run, story) {
    this.run = run;
    this.story = story;
    const { events } = run;
    this.#from = new Float64Array(events.length);
    this.#to = new Float64Array(events.length);
    this.#share = new Float32Array(events.length);
    const next = new Map();
    for (let i = events.length - 1; i >= 0; i -= 1) {
      const event = events[i];
      if (event.type === 'Departed') this.#measure(event, i, next.get(event.packet) ?? -1);
      if (event.type === 'Dropped') this.#drops.unshift(i);
      if (isStation(event)) next.set(event.packet, i);
    }
  }

  #measure(event, index, after) {
    const { events } = this.run;
    const begins = event.startsAt > event.at ? this.story.positionAt(event.startsAt) : this.story.starts[index];
    const onTime = after >= 0 && events[after].at >= event.arrivesAt;
    this.#from[index] = begins;
    this.#to[index] = after >= 0 ? this.story.starts[after] : this.story.positionAt(event.arrivesAt);
    const way = event.arrivesAt - event.startsAt;
    // What gets lost on the way has no arrival: it is drawn to the middle of the link.
    this.#share[index] = after < 0 || onTime ? 1 : Math.max(0.5, way > 0 ? (events[after].at - event.startsAt) / way : 1);
  }

  /** The two positions between which a departure's packet is on the link. */
  spanOf(index) {
    return [this.#from[index], this.#to[index]];
  }

  /** `[{id, node, to, share, source, destination, since}]`: `to` is null for a packet that stands at a node. */
  at(position, world) {
    const marks = [];
    for (const packet of world.packets.values()) {
      const flies = packet.to !== null && position >= this.#from[packet.since];
      if (!flies) {
        marks.push({ ...packet, to: null, share: 0 });
        continue;
      }
      const from = this.#from[packet.since];
      const to = this.#to[packet.since];
      const share = to > from ? Math.min(1, (position - from) / (to - from)) * this.#share[packet.since] : 1;
      if (position > to + 2) continue; // what arrives after the end of the run
      marks.push({ ...packet, share });
    }
    return marks;
  }

  /** What was dropped a moment ago: `[{index, event, age, link}]`, age from 0 to 1; `link` is where it was lost. */
  crosses(position, count) {
    const recent = [];
    for (let i = this.#drops.length - 1; i >= 0; i -= 1) {
      const index = this.#drops[i];
      if (index >= count) continue;
      const age = (position - this.story.starts[index]) / CROSS_SECONDS;
      if (age > 1 && index !== count - 1) break;
      recent.push({ index, event: this.run.events[index], age: Math.min(1, age), link: this.lostOn(index) });
    }
    return recent;
  }

  /** Whether something at this event is still fresh in the eye. */
  isFresh(index, position) {
    return index >= 0 && position - this.story.starts[index] <= FLASH_SECONDS;
  }

  /** The departure that a loss ended, or null when it was dropped at a node. */
  lostOn(index) {
    const event = this.run.events[index];
    const list = this.run.eventsOf(event.packet);
    const before = this.run.events[list[list.indexOf(index) - 1]];
    const onLink = before?.type === 'Departed' && (event.at < before.arrivesAt || event.node === before.node);
    return onLink ? before : null;
  }
}

function isStation(event) {
  return event.type !== 'RowAdded' && event.type !== 'RowRefreshed' && event.packet > 0;
}
