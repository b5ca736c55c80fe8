/** Looks at a call that runs in another tab of the same browser: that tab sends its recording when it is asked. */

import { readFile } from './model/read.js';

const CHANNEL = 'parley-anatomy';
const ASK_MILLIS = 1000;
const LOST_MILLIS = 8000;
const CHARACTERS_A_MILLI = 500; // a long recording is asked for less often: both tabs work on it

export class Follower {
  #channel = new BroadcastChannel(CHANNEL);
  #options;
  #timer = 0;
  #following = false;
  #heardAt = 0;
  #first = true;

  /** `onCalls()` hears that a call runs; `onRecording(recording, first)` of each state; `onLost()` that it is over. */
  constructor(options) {
    this.#options = options;
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#channel.postMessage({ ask: 'who' });
  }

  start() {
    this.#following = true;
    this.#first = true;
    this.#heardAt = performance.now();
    this.#ask();
  }

  stop() {
    this.#following = false;
    clearTimeout(this.#timer);
  }

  #ask() {
    if (!this.#following) return;
    if (performance.now() - this.#heardAt > LOST_MILLIS) {
      this.stop();
      this.#options.onLost();
      return;
    }
    this.#channel.postMessage({ ask: 'recording' });
    this.#later(2 * ASK_MILLIS);
  }

  #hear(data) {
    if (data?.here) this.#options.onCalls();
    if (typeof data?.recording !== 'string' || !this.#following) return;
    this.#heardAt = performance.now();
    const recording = readFile(data.recording);
    recording.live = true;
    for (const person of recording.people) person.here = true;
    this.#options.onRecording(recording, this.#first);
    this.#first = false;
    this.#later(Math.max(ASK_MILLIS, data.recording.length / CHARACTERS_A_MILLI));
  }

  #later(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), millis);
  }
}
