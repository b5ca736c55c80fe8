/**
 * One end of a ladder: asks by every way, and answers what the other asks by the way it came. Both ends are alike.
 */

import { Line } from './line.js';
import { Prober } from './prober.js';
import { answerTo, parseProbe, WAYS } from './ways.js';

const ANSWERS_PER_SECOND = 60;

export class Member {
  #line;
  #channels = { ordered: null, unordered: null };
  #answers = 0;
  #second = 0;
  #wish = true;
  #visible = () => this.#arrange();

  /**
   * `probes`: whether it asks, too; `signal(value)` hears longer words of the other; `onState()`.
   */
  constructor(token, { probes = true, onSignal = () => {}, onState = () => {} } = {}) {
    this.onState = onState;
    this.#line = new Line(token, { onProbe: (text) => this.#heard(text), onSignal, onState: () => this.onState() });
    this.heardOther = false;
    this.prober = probes ? this.#newProber() : null;
    if (probes) document.addEventListener('visibilitychange', this.#visible);
  }

  /** Counts from the beginning. */
  restart() {
    this.prober.pause();
    this.prober = this.#newProber();
    this.#wish = true;
    this.#arrange();
  }

  #newProber() {
    return new Prober(WAYS.map((way) => ({ ...way, ready: () => this.#ready(way.id), send: (text) => this.#send(way.letter, text) })));
  }

  start() {
    this.#line.start();
    this.#arrange();
  }

  /** The person's wish; a hidden page rests in any case. */
  set going(wish) {
    this.#wish = wish;
    this.#arrange();
  }

  get going() {
    return this.#wish;
  }

  get hidden() {
    return document.hidden;
  }

  get gone() {
    return this.#line.gone;
  }

  get connected() {
    return this.#line.socketOpen;
  }

  get direct() {
    return this.#channels.ordered?.readyState === 'open';
  }

  signal(value) {
    this.#line.signal(value);
  }

  /** The two data channels; what comes over them is answered over them. */
  use({ ordered, unordered }) {
    this.#channels = { ordered, unordered };
    for (const channel of [ordered, unordered]) {
      channel.onmessage = ({ data }) => this.#heard(data);
      channel.onopen = channel.onclose = () => this.onState();
    }
    this.onState();
  }

  stop() {
    document.removeEventListener('visibilitychange', this.#visible);
    this.prober?.pause();
    this.#line.stop();
    for (const channel of Object.values(this.#channels)) if (channel) channel.onmessage = channel.onopen = channel.onclose = null;
  }

  #arrange() {
    if (!this.prober) return;
    if (this.#wish && !document.hidden) this.prober.start();
    else this.prober.pause();
    this.onState();
  }

  #ready(id) {
    if (id === 'http-echo') return true;
    if (id === 'socket-echo') return this.#line.socketOpen;
    if (id === 'ordered' || id === 'unordered') return this.#channels[id]?.readyState === 'open';
    return this.heardOther && this.#line.socketOpen;
  }

  /** The other is there. */
  meet() {
    this.heardOther = true;
    this.onState();
  }

  #send(letter, text) {
    const send = {
      P: () => this.#line.say('poll', text),
      L: () => this.#line.say('long', text),
      W: () => this.#line.write(text),
      D: () => this.#over('ordered', text),
      U: () => this.#over('unordered', text),
      H: () => this.#line.echo(text),
      E: () => this.#line.write(text),
    }[letter];
    send();
  }

  #over(name, text) {
    const channel = this.#channels[name];
    if (channel?.readyState === 'open') channel.send(text);
  }

  #heard(text) {
    const at = performance.now();
    const probe = parseProbe(text);
    if (!probe) return;
    if (probe.kind === 'answer' || probe.letter === 'H' || probe.letter === 'E') this.prober?.heard(text, at);
    else if (this.#mayAnswer()) this.#send(probe.letter, answerTo(text));
  }

  /** Whoever asks faster than a ladder does is left without answers. */
  #mayAnswer() {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#answers = 0;
    }
    this.#answers += 1;
    return this.#answers <= ANSWERS_PER_SECOND;
  }
}
