/**
 * What sending and receiving a file have in common. `phase`: `offered`, `moving`, `checking`, then one of the ends
 * `done`, `declined`, `cancelled`, `failed` (with a `reason`).
 */

import { Meter } from './meter.js';

const ENDS = ['done', 'declined', 'cancelled', 'failed'];

export class Transfer {
  #meter = new Meter();

  /** `host`: `now()` in milliseconds, `changed(transfer)`. */
  constructor({ id, peer, person, name, size, type, outgoing }, host) {
    this.id = id;
    this.peer = peer;
    this.person = person;
    this.name = name;
    this.size = size;
    this.type = type;
    this.outgoing = outgoing;
    this.host = host;
    this.link = null;
    this.phase = 'offered';
    this.reason = null;
    this.pausedHere = false;
    this.pausedThere = false;
    this.digest = null;
    this.result = null;
    this.millis = 0;
  }

  get ended() {
    return ENDS.includes(this.phase);
  }

  /** The phase, or why a moving file does not move: `stalled`, `paused`, `paused-there`. */
  get status() {
    if (this.phase !== 'moving' && this.phase !== 'checking') return this.phase;
    if (!this.link) return 'stalled';
    if (this.pausedHere) return 'paused';
    return this.pausedThere ? 'paused-there' : this.phase;
  }

  /** Bytes that arrived safely. */
  get bytes() {
    return 0;
  }

  /** `{rate, secondsLeft}` of what moves, either null when unknown. */
  get speed() {
    const rate = this.status === 'moving' ? this.#meter.rate(this.host.now(), this.bytes) : null;
    return { rate, secondsLeft: rate ? Math.ceil((this.size - this.bytes) / rate) : null };
  }

  tell(fields) {
    return this.link?.tell({ t: 'file', id: this.id, ...fields }) ?? false;
  }

  pause(on) {
    if (this.ended || this.pausedHere === on) return;
    this.pausedHere = on;
    this.tell({ k: 'pause', on });
    this.moved();
  }

  /** Something about it is different now. */
  moved() {
    if (this.status === 'moving') this.#meter.add(this.host.now(), this.bytes);
    else this.#meter.reset();
    this.host.changed(this);
  }

  began() {
    this.startedAt ??= this.host.now();
  }

  end(phase, reason = null) {
    if (this.ended) return;
    this.phase = phase;
    this.reason = reason;
    this.millis = this.startedAt === undefined ? 0 : this.host.now() - this.startedAt;
    this.moved();
  }
}

/** The other side's word for why it stopped: whatever it says, a short text. */
export function reasonOf(said) {
  return typeof said === 'string' ? said.slice(0, 40) : '';
}
