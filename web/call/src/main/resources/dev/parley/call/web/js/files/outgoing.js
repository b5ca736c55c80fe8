/**
 * A file on its way out. It goes only as far ahead as the other side has written, and only as fast as the channel
 * drains, so that neither side holds more than a window of it in memory. The other side says where to begin, also
 * after the connection was mended or made anew.
 */

import { DATA, END, frameOf, HEAD_BYTES } from './frames.js';
import { hexOf, Sha256 } from './sha256.js';
import { reasonOf, Transfer } from './transfer.js';

export const WINDOW_BYTES = 8 * 1024 * 1024;
const READ_BYTES = 1024 * 1024;

export class Outgoing extends Transfer {
  #read;
  #hash = new Sha256();
  #block = { from: 0, bytes: new Uint8Array(0) };
  #position = 0;
  #have = 0;
  #turn = 0;
  #asked = false;
  #pumping = false;

  /** `source`: `{name, size, type, read(from, to)}`; `read` resolves to those bytes. */
  constructor({ id, peer, person, source }, host) {
    super({ id, peer, person, name: source.name, size: source.size, type: source.type, outgoing: true }, host);
    this.#read = (from, to) => source.read(from, to);
  }

  get bytes() {
    return this.#have;
  }

  /** Over a new channel nothing goes before the other side has said from where. */
  get status() {
    const status = super.status;
    return status === 'moving' && !this.#asked ? 'stalled' : status;
  }

  /** The channel is there (again): say what is on offer; the answer says what is there already. */
  attach(link) {
    this.link = link;
    this.#turn += 1;
    this.#asked = false;
    if (link && !this.ended) this.tell({ k: 'offer', name: this.name, size: this.size, type: this.type, paused: this.pausedHere });
    this.moved();
  }

  receive({ k, at, on, paused, ok, reason }) {
    if (this.ended) return;
    if (k === 'go' && isOffset(at, this.size)) {
      this.began();
      // What was never sent cannot be there: the digest would miss it.
      this.#position = Math.min(at, this.#hash.bytes);
      this.#have = this.#position;
      this.pausedThere = Boolean(paused);
      this.phase = 'moving';
      this.#asked = true;
      this.#turn += 1;
    } else if (k === 'have' && isOffset(at, this.#position)) {
      this.#have = Math.max(this.#have, at);
    } else if (k === 'pause') {
      this.pausedThere = Boolean(on);
    } else if (k === 'done' && this.#position === this.size && this.phase !== 'offered') {
      this.#have = this.size;
      this.end(ok ? 'done' : 'failed', ok ? null : 'damaged');
    } else if (k === 'stop') {
      this.end(reason === 'declined' || reason === 'cancelled' ? reason : 'failed', reasonOf(reason));
    }
    this.moved();
    this.pump();
  }

  pause(on) {
    super.pause(on);
    this.pump();
  }

  cancel() {
    this.tell({ k: 'stop', reason: 'cancelled' });
    this.end('cancelled');
  }

  /** Sends as much as may be sent now; resolves when that is done. */
  async pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#may() && (await this.#sendBlock()));
      if (this.status === 'moving' && this.#position === this.size && this.link.ready && this.link.room) this.#finish();
    } catch {
      // The file on the disk changed or went away; channels do not throw here, see `link.send`.
      this.tell({ k: 'stop', reason: 'unreadable' });
      this.end('failed', 'unreadable');
    } finally {
      this.#pumping = false;
    }
  }

  #may() {
    return this.status === 'moving' && this.#position < this.size && this.#position - this.#have < WINDOW_BYTES && this.link.ready && this.link.room;
  }

  /** Sends the rest of a block; resolves to false when the channel takes no more by itself. */
  async #sendBlock() {
    const turn = this.#turn;
    const from = this.#position;
    if (from < this.#block.from || from >= this.#block.from + this.#block.bytes.length) {
      const bytes = await this.#read(from, Math.min(this.size, from + READ_BYTES));
      if (bytes.length === 0) throw new Error('the file became shorter');
      this.#block = { from, bytes };
      if (turn !== this.#turn) return true;
    }
    while (turn === this.#turn && this.#may()) {
      const start = this.#position - this.#block.from;
      const piece = this.#block.bytes.subarray(start, start + this.link.messageBytes - HEAD_BYTES);
      if (piece.length === 0) return true;
      if (!this.link.send(frameOf(DATA, this.id, this.#position, piece))) return false;
      const known = this.#hash.bytes - this.#position;
      if (known < piece.length) this.#hash.update(piece.subarray(known));
      this.#position += piece.length;
    }
    return true;
  }

  #finish() {
    this.digest ??= this.#hash.digest();
    if (!this.link.send(frameOf(END, this.id, this.size, this.digest))) return;
    this.phase = 'checking';
    this.moved();
  }

  get sha256() {
    return this.digest && hexOf(this.digest);
  }
}

export function isOffset(at, size) {
  return Number.isSafeInteger(at) && at >= 0 && at <= size;
}
