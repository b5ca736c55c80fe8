/**
 * A file on its way in. Nothing is written before the person accepted it; bytes are taken strictly in order, written
 * one after the other, and confirmed only when they are written. In the end the digest of all of them decides.
 */

import { hexOf, Sha256 } from './sha256.js';
import { reasonOf, Transfer } from './transfer.js';
import { WINDOW_BYTES } from './outgoing.js';

/** A sender that does not keep to the window is not listened to until there is room again. */
const QUEUE_BYTES = 2 * WINDOW_BYTES;

export class Incoming extends Transfer {
  #sink = null;
  #hash = new Sha256();
  #queue = [];
  #queueBytes = 0;
  #received = 0;
  #written = 0;
  #asked = -1;
  #writing = false;
  #wanted = null;

  constructor(fields, host) {
    super({ ...fields, outgoing: false }, host);
  }

  get bytes() {
    return this.#written;
  }

  attach(link) {
    this.link = link;
    this.#asked = -1;
    this.moved();
  }

  /** `sink`: `write(bytes)`, `close()` (its result is the file, if there is something to keep), `abort()`; all promises. */
  accept(sink) {
    if (this.phase !== 'offered') return false;
    this.#sink = sink;
    this.phase = 'moving';
    this.began();
    this.#go();
    this.moved();
    return true;
  }

  decline() {
    this.tell({ k: 'stop', reason: 'declined' });
    this.end('declined');
  }

  cancel() {
    this.tell({ k: 'stop', reason: 'cancelled' });
    this.end('cancelled');
  }

  /** The sender says again what is on offer: after a new connection it has to know how far we are. */
  offeredAgain({ paused }) {
    this.pausedThere = Boolean(paused);
    if (this.phase === 'done') this.tell({ k: 'done', ok: true });
    else if (this.ended) this.tell({ k: 'stop', reason: this.reason ?? this.phase });
    else if (this.phase !== 'offered') this.#go();
    this.moved();
  }

  receive({ k, on, reason }) {
    if (this.ended) return;
    if (k === 'pause') this.pausedThere = Boolean(on);
    else if (k === 'stop') this.end(reason === 'cancelled' ? 'cancelled' : 'failed', reasonOf(reason));
    this.moved();
  }

  data(offset, bytes) {
    if (this.phase !== 'moving') return;
    if (offset !== this.#received || this.#queueBytes + bytes.length > QUEUE_BYTES) {
      if (offset > this.#received) this.#askAgain();
      return;
    }
    if (offset + bytes.length > this.size) {
      this.#fail('damaged');
      return;
    }
    this.#received += bytes.length;
    this.#hash.update(bytes);
    this.#queue.push(bytes);
    this.#queueBytes += bytes.length;
    this.#write();
  }

  /** All bytes are out, says the sender, and what their digest is. */
  finished(offset, digest) {
    if (this.phase === 'done') this.tell({ k: 'done', ok: true });
    if (this.phase !== 'moving' || offset !== this.size) return;
    if (this.#received < this.size) {
      this.#askAgain();
      return;
    }
    this.#wanted = hexOf(digest);
    this.phase = 'checking';
    this.moved();
    this.#write();
  }

  end(phase, reason = null) {
    if (this.ended) return;
    const sink = this.#sink;
    this.#sink = null;
    this.#queue = [];
    this.#queueBytes = 0;
    super.end(phase, reason);
    if (phase !== 'done') sink?.abort().catch(() => {}); // what could not be thrown away is thrown away at the next start
  }

  get sha256() {
    return this.digest && hexOf(this.digest);
  }

  #go() {
    this.#asked = this.#received;
    this.tell({ k: 'go', at: this.#received, paused: this.pausedHere });
  }

  /** Something is missing: say from where, once for each place. */
  #askAgain() {
    if (this.#asked !== this.#received) this.#go();
  }

  async #write() {
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (this.#queue.length && this.#sink) {
        const bytes = joined(this.#queue, this.#queueBytes);
        this.#queue = [];
        await this.#sink.write(bytes);
        if (!this.#sink) return;
        this.#queueBytes -= bytes.length;
        this.#written += bytes.length;
        this.tell({ k: 'have', at: this.#written });
        this.moved();
      }
      if (this.phase === 'checking' && this.#sink) await this.#check();
    } catch (error) {
      this.#fail(error?.name === 'QuotaExceededError' ? 'no-room' : 'unwritable');
    } finally {
      this.#writing = false;
    }
  }

  async #check() {
    this.digest ??= this.#hash.digest();
    if (this.sha256 !== this.#wanted) {
      this.tell({ k: 'done', ok: false });
      this.end('failed', 'damaged');
      return;
    }
    const result = await this.#sink.close();
    if (this.ended) return;
    this.result = result ?? null;
    this.end('done');
    this.tell({ k: 'done', ok: true });
  }

  #fail(reason) {
    this.tell({ k: 'stop', reason });
    this.end('failed', reason);
  }
}

function joined(pieces, bytes) {
  if (pieces.length === 1) return pieces[0];
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
