/** The clock of the page: a position in the story, playing forwards or backwards, and who wants to know. */

export const SPEEDS = [0.125, 0.25, 0.5, 1, 2, 4, 8];

export class Player extends EventTarget {
  #frame = 0;
  #last = 0;
  #even = null;
  #paced = null;

  /** Two stories of a run: `paced` by its clock, and `even`, event by event. Nobody is told yet. */
  load(paced, even) {
    this.pause();
    this.#paced = paced;
    this.#even = even;
    this.position = 0;
  }

  get story() {
    return this.isEven ? this.#even : this.#paced;
  }

  isEven = false;
  speed = 1;
  position = 0;
  direction = 1;
  stopAt = null;

  get isPlaying() {
    return this.#frame !== 0;
  }

  /** How many events have happened. */
  get count() {
    return this.story.countAt(this.position);
  }

  /** The time of the run, in nanoseconds. */
  get now() {
    return this.story.timeAt(this.position);
  }

  /** `until`: a number of events to stop after, for steps of lessons. */
  play({ direction = 1, until = null } = {}) {
    this.direction = direction;
    this.stopAt = until;
    if (direction > 0 && this.position >= this.story.length) this.position = 0;
    if (this.#frame !== 0) {
      this.changed();
      return;
    }
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
    this.changed();
  }

  pause() {
    if (this.#frame === 0) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.stopAt = null;
    this.changed();
  }

  toggle(direction = 1) {
    if (this.isPlaying && this.direction === direction) this.pause();
    else this.play({ direction });
  }

  /** To a position of the story; playing goes on. */
  seek(position) {
    this.position = Math.max(0, Math.min(this.story.length, position));
    this.stopAt = null;
    this.changed();
  }

  /** To the moment after `count` events, paused. */
  goTo(count) {
    this.pause();
    this.seek(this.story.positionOf(Math.max(0, Math.min(count, this.story.run.events.length))));
  }

  step(by) {
    const { count } = this;
    // Going back from between two events ends at the one before, which the person saw last.
    this.goTo(count + by);
  }

  /** Another way of time, the same moment. */
  setEven(even) {
    if (even === this.isEven) return;
    const { count, now } = this;
    this.isEven = even;
    const near = this.story.positionAt(now);
    this.position = this.story.countAt(near) === count ? near : this.story.positionOf(count);
    this.changed();
  }

  setSpeed(speed) {
    this.setEven(speed === 'even');
    if (speed !== 'even') this.speed = speed;
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  #tick(now) {
    // A frame's time may lie before the press of the button; after a hidden tab the story goes on where it was.
    const seconds = Math.max(0, Math.min(0.1, (now - this.#last) / 1000));
    this.#last = now;
    const rate = this.isEven ? 1 : this.speed;
    let position = this.position + seconds * rate * this.direction;
    const stop = this.stopAt === null ? null : this.story.positionOf(this.stopAt) + 0.02;
    let ended = false;
    if (stop !== null && this.direction > 0 && position >= stop) {
      position = stop;
      ended = true;
    }
    if (this.direction > 0 ? position >= this.story.length : position <= 0) ended = true;
    this.position = Math.max(0, Math.min(this.story.length, position));
    if (ended) {
      this.#frame = 0;
      this.stopAt = null;
      this.changed();
      this.dispatchEvent(new Event('end'));
      return;
    }
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
    this.changed();
  }
}
