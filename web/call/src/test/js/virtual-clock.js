/** Time that moves only when a test says so. */
export class VirtualClock {
  now = 0;
  #timers = new Map();
  #next = 1;

  set(run, millis) {
    const id = this.#next;
    this.#next += 1;
    this.#timers.set(id, { at: this.now + millis, run });
    return id;
  }

  clear(id) {
    this.#timers.delete(id);
  }

  advance(millis) {
    const end = this.now + millis;
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, timer] = due;
      this.#timers.delete(id);
      this.now = timer.at;
      timer.run();
    }
    this.now = end;
  }
}
