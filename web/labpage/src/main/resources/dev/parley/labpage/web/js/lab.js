/** What the page is looking at: a run, a moment of it, and what is chosen. The views read it and are told of changes. */

import { say } from '../../call/js/shared/shell.js';
import { Run } from './run.js';
import { Keyframes } from './keyframes.js';
import { Story } from './story.js';
import { Flights } from './flights.js';
import { Player } from './player.js';
import { formsOf } from './forms.js';
import { gatewaysWithTables } from './net.js';
import { text } from './messages.en.js';

const QUIET_EVENTS = new Set(['Departed', 'RowRefreshed']);

export class Lab extends EventTarget {
  #keyframes = null;
  #flights = { paced: null, even: null };
  #motion = matchMedia('(prefers-reduced-motion: reduce)');
  #lastPacket = 0;

  constructor() {
    super();
    this.player = new Player();
    this.player.addEventListener('change', () => this.#changed());
    this.player.addEventListener('end', () => this.settle());
  }

  run = null;
  world = null;
  selected = null;
  bookmarks = new Set();
  following = false;
  gateways = [];

  /** Shows another run from its beginning, or at a moment. */
  load(document, { count = 0, selected = null } = {}) {
    this.run = new Run(document);
    this.#keyframes = new Keyframes(this.run.events);
    const paced = new Story(this.run);
    const even = new Story(this.run, { even: true });
    this.#flights = { paced: new Flights(this.run, paced), even: new Flights(this.run, even) };
    this.gateways = gatewaysWithTables(this.run.topology);
    this.selected = this.#exists(selected) ? selected : null;
    this.#lastPacket = 0;
    this.bookmarks = new Set();
    this.world = this.#keyframes.worldAt(0);
    this.player.load(paced, even);
    this.dispatchEvent(new Event('run'));
    this.player.goTo(count);
  }

  get flights() {
    return this.player.isEven ? this.#flights.even : this.#flights.paced;
  }

  get reducedMotion() {
    return this.#motion.matches;
  }

  /** The packet that is chosen, or the one of the last event. */
  get chosenPacket() {
    const { selected, run } = this;
    if (selected?.kind === 'packet') return selected.packet;
    if (selected?.kind === 'row') {
      const life = run.row(selected.node, selected.row);
      return life ? run.events[life.added].packet : 0;
    }
    return this.#lastPacket;
  }

  /** The gateway whose table is of interest. */
  get chosenGateway() {
    const { selected, run, player } = this;
    if (selected?.node && this.gateways.includes(selected.node)) return selected.node;
    for (let i = player.count - 1; i >= 0 && i > player.count - 200; i -= 1) if (this.gateways.includes(run.events[i].node)) return run.events[i].node;
    return this.gateways[0] ?? null;
  }

  /** What the last event says, in a sentence. */
  get caption() {
    const { run, player } = this;
    for (let i = player.count - 1; i >= 0; i -= 1) {
      const event = run.events[i];
      if (player.isPlaying && QUIET_EVENTS.has(event.type)) continue;
      return { event, words: text.event[event.type]?.(event, run.packet(event.packet) ?? {}) ?? '' };
    }
    return null;
  }

  select(selected, options = {}) {
    this.selected = this.#exists(selected) ? selected : null;
    const event = new Event('select');
    event.options = options;
    this.dispatchEvent(event);
    this.#changed();
    this.settle();
  }

  playPause() {
    if (this.player.isPlaying && this.player.direction > 0) this.player.pause();
    else this.player.play();
    if (!this.player.isPlaying) this.settle();
  }

  step(by) {
    this.player.step(by);
    this.#stepped();
  }

  /** The next or previous event of the chosen packet. */
  stepPacket(by) {
    const id = this.chosenPacket;
    if (!id) return this.step(by);
    if (this.selected?.packet !== id) this.selected = { kind: 'packet', packet: id };
    const indexes = this.run.eventsOf(id);
    const { count } = this.player;
    const next = by > 0 ? indexes.find((index) => index + 1 > count) : indexes.findLast((index) => index + 1 < count);
    if (next !== undefined) this.player.goTo(next + 1);
    return this.#stepped();
  }

  toggleBookmark() {
    const { count } = this.player;
    if (!this.bookmarks.delete(count)) this.bookmarks.add(count);
    this.#changed();
  }

  nextBookmark() {
    const sorted = [...this.bookmarks].sort((a, b) => a - b);
    const next = sorted.find((count) => count > this.player.count) ?? sorted[0];
    if (next !== undefined) this.player.goTo(next);
    this.settle();
  }

  /** The parts of a packet's addresses that were rewritten a moment ago. */
  freshChanges(id) {
    const { player, run, flights } = this;
    const indexes = run.eventsOf(id);
    for (let i = indexes.length - 1; i >= 0; i -= 1) {
      if (indexes[i] >= player.count) continue;
      if (run.events[indexes[i]].type !== 'Rewritten') continue;
      if (!flights.isFresh(indexes[i], player.position) && player.isPlaying) return [];
      return formsOf(run, id).find((form) => form.index === indexes[i] && form.changed.length > 0)?.changed ?? [];
    }
    return [];
  }

  /** After the moment or the choice has changed for good: the address follows. */
  settle() {
    this.dispatchEvent(new Event('settle'));
  }

  /** A number for everything the world holds at a moment; for tests. */
  hashAt(count) {
    const hash = this.#keyframes.worldAt(count).hash();
    this.world = this.#keyframes.worldAt(this.player.count);
    return hash;
  }

  #stepped() {
    const { caption } = this;
    if (caption) say(caption.words);
    this.settle();
  }

  #exists(selected) {
    if (!selected) return false;
    if (selected.kind === 'packet') return this.run.packet(selected.packet) !== null;
    if (selected.kind === 'row') return this.run.row(selected.node, selected.row) !== null;
    return this.run.node.has(selected.node);
  }

  #changed() {
    if (!this.run) return;
    const { count, isPlaying } = this.player;
    this.world = this.#keyframes.worldAt(count);
    if (!isPlaying || this.#lastPacket === 0 || !this.world.packets.has(this.#lastPacket)) {
      for (let i = count - 1; i >= 0; i -= 1) {
        if (!this.run.events[i].packet) continue;
        this.#lastPacket = this.run.events[i].packet;
        break;
      }
      if (count === 0) this.#lastPacket = 0;
    }
    this.dispatchEvent(new Event('change'));
  }
}
