/** Two people with their files and what lies between them: channels that keep order, and lose everything when they are cut. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Transfers } from '../../main/resources/dev/parley/call/web/js/files/transfers.js';

const HIGH_BYTES = 1024 * 1024;
const LOW_BYTES = 256 * 1024;

/** Bytes that follow from a seed alone. */
export function bytesOf(size, seed) {
  const bytes = new Uint8Array(size);
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export class Two {
  framesSent = 0;
  aborted = 0;
  damage = null;
  broken = null;
  disk = 'running';
  connected = false;
  #wires = [];
  #files = new Map();
  #written = new Map();
  #waiting = [];
  #ids = 0;
  #now = 0;
  #random;

  constructor({ random = () => 0.5 } = {}) {
    this.#random = random;
    const make = () => new Transfers({
      newId: () => (this.#ids += 1).toString(16).padStart(16, '0'),
      now: () => this.#now,
      onChange: () => {},
    });
    this.ana = make();
    this.ben = make();
  }

  connect() {
    this.connected = true;
    const toBen = this.#wire(this.ben, this.ana, 'ana', 'ben');
    const toAna = this.#wire(this.ana, this.ben, 'ben', 'ana');
    this.#wires = [toBen, toAna];
    this.ana.open('ben', toBen.link);
    this.ben.open('ana', toAna.link);
  }

  cut() {
    this.connected = false;
    for (const wire of this.#wires) wire.link.ready = false;
    this.#wires = [];
    this.ana.close('ben');
    this.ben.close('ana');
  }

  source(size) {
    const bytes = bytesOf(size, size);
    const name = `file-${size}-${this.#files.size}`;
    this.#files.set(name, bytes);
    return {
      name,
      size,
      type: '',
      read: async (from, to) => {
        if (this.broken === 'read') throw new Error('gone');
        return bytes.subarray(from, to);
      },
    };
  }

  accept(transfer) {
    const pieces = [];
    if (transfer.phase === 'offered') this.#written.set(transfer, pieces);
    return transfer.accept({
      write: async (bytes) => {
        if (this.broken === 'write') throw new Error('full');
        if (this.disk === 'stopped') await new Promise((resolve) => this.#waiting.push(resolve));
        pieces.push(bytes.slice());
      },
      close: async () => 'kept',
      abort: async () => { this.aborted += 1; },
    });
  }

  startDisk() {
    this.disk = 'running';
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  incoming() {
    return [...this.ana.list, ...this.ben.list].filter((transfer) => !transfer.outgoing);
  }

  any(list) {
    return list[Math.floor(this.#random() * list.length)];
  }

  /** Carries what is on the way until nothing moves any more, so many steps are over, or `until` holds. */
  async run({ steps = 20_000, until = () => false } = {}) {
    for (let idle = 0, step = 0; step < steps && idle < 3 && !until(); step++) {
      await new Promise(setImmediate);
      this.#now += 10;
      const moved = this.#wires.map((wire) => wire.carry(1 + Math.floor(this.#random() * 8))).some(Boolean);
      idle = moved ? 0 : idle + 1;
    }
  }

  assertWhole(sent, got, note = '') {
    assert.equal(got.phase, 'done', `${note} ${got.name}: ${got.status} ${got.reason}`);
    assert.equal(sent.phase, 'done', `${note} ${sent.name}: ${sent.status} ${sent.reason}`);
    const digest = (pieces) => pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest('hex');
    const wanted = digest([this.#files.get(sent.name)]);
    assert.equal(digest(this.#written.get(got)), wanted, note);
    assert.equal(got.sha256, wanted);
    assert.equal(sent.sha256, wanted);
    assert.equal(got.bytes, sent.size);
    assert.equal(sent.bytes, sent.size);
    assert.equal(got.result, 'kept');
  }

  /** From `from` to `to`; control and frames have channels of their own, so neither waits for the other. */
  #wire(to, from, fromName, toName) {
    const control = [];
    const frames = [];
    let buffered = 0;
    const link = {
      ready: true,
      messageBytes: 64 * 1024,
      get room() { return buffered < HIGH_BYTES; },
      tell: (message) => link.ready && control.push(JSON.stringify(message)) > 0,
      send: (frame) => {
        assert.ok(link.ready && buffered < HIGH_BYTES, 'sends only where there is room');
        assert.ok(frame.length <= link.messageBytes);
        this.framesSent += 1;
        const copy = frame.slice();
        this.damage?.(copy);
        buffered += frame.length;
        return frames.push(copy) > 0;
      },
    };
    const carry = (count) => {
      if (!link.ready) return false;
      let moved = false;
      for (let i = 0; i < count && control.length; i++) {
        moved = true;
        to.control(fromName, fromName, JSON.parse(control.shift()));
        if (!link.ready) return true;
      }
      const before = buffered;
      for (let i = 0; i < count && frames.length; i++) {
        moved = true;
        const frame = frames.shift();
        buffered -= frame.length;
        to.data(fromName, frame.buffer);
        if (!link.ready) return true;
      }
      if (before > LOW_BYTES && buffered <= LOW_BYTES) from.drained(toName);
      return moved;
    };
    return { link, carry };
  }
}
