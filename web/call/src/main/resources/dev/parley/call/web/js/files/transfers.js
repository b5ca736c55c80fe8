/**
 * All files of a call, in both directions and with everybody. Pure: links, time and ids are handed in.
 *
 *     sender                         receiver
 *       | offer name, size             |      control: JSON over the channel of the small news
 *       |----------------------------->|  a person accepts
 *       |<----------------------- go 0 |
 *       | data 0.. data n..            |      data: frames over the channel of the files
 *       |============================>>|
 *       |<--------------------- have n |      written so far: opens the window
 *       | end, digest                  |
 *       |============================>>|  compares
 *       |<------------------------ done|
 *
 * `pause` and `stop` go both ways at any time. Whenever a channel opens, the sender offers again what is not finished,
 * and the receiver answers with where it stands: so nothing has to be remembered of a connection that is gone.
 */

import { DATA, ID, parseFrame } from './frames.js';
import { Incoming } from './incoming.js';
import { cleanName } from './names.js';
import { isOffset, Outgoing } from './outgoing.js';

const OPEN_OFFERS = 64;
const KEPT = 200;

export class Transfers {
  #links = new Map();
  #known = new Map();
  #newId;
  #host;
  #turn = 0;

  /** `options`: `newId()` (16 hexadecimal digits), `now()`, `onChange(transfer)`. */
  constructor({ newId, now, onChange }) {
    this.#newId = newId;
    this.onChange = onChange;
    this.#host = { now, changed: (transfer) => this.onChange(transfer) };
  }

  get list() {
    return [...this.#known.values()];
  }

  find(key) {
    return this.#known.get(key);
  }

  /** Offers a file to a peer; `person` is the peer's name, for showing. */
  offer(peer, person, source) {
    const transfer = new Outgoing({ id: this.#newId(), peer, person, source }, this.#host);
    this.#keep(transfer);
    transfer.attach(this.#links.get(peer) ?? null);
    return transfer;
  }

  /**
   * The channels to a peer are open. `link`: `tell(message)` for control; `send(frame)`, false when the channel did not
   * take it; `ready`, `room` (whether its
   * buffer takes more), `messageBytes` (the most it takes at once).
   */
  open(peer, link) {
    this.#links.set(peer, link);
    for (const transfer of this.#of(peer)) transfer.attach(link);
  }

  close(peer) {
    if (!this.#links.delete(peer)) return;
    for (const transfer of this.#of(peer)) transfer.attach(null);
  }

  /** The peer is gone for good. */
  forget(peer) {
    this.close(peer);
    for (const transfer of this.#of(peer)) transfer.end('failed', 'left');
  }

  /** The channel of a peer has room again. Each time another file comes first. */
  drained(peer) {
    const moving = this.#of(peer).filter((transfer) => transfer.outgoing);
    this.#turn += 1;
    for (let i = 0; i < moving.length; i++) moving[(i + this.#turn) % moving.length].pump();
  }

  /** Takes a `file` message; false for any other kind. */
  control(peer, person, message) {
    if (message.t !== 'file') return false;
    if (typeof message.id !== 'string' || !ID.test(message.id)) return true;
    if (message.k === 'offer') this.#offered(peer, person, message);
    else this.#find(peer, message)?.receive(message);
    return true;
  }

  /** Takes what came over the channel of the files. */
  data(peer, buffer) {
    const frame = parseFrame(buffer);
    const transfer = frame && this.#known.get(keyOf(peer, frame.id, true));
    if (!transfer) return;
    if (frame.kind === DATA) transfer.data(frame.offset, frame.bytes);
    else transfer.finished(frame.offset, frame.bytes);
  }

  #offered(peer, person, message) {
    const known = this.#known.get(keyOf(peer, message.id, true));
    if (known) {
      known.link = this.#links.get(peer) ?? null; // what ended is not attached to new channels
      known.offeredAgain(message);
      return;
    }
    const link = this.#links.get(peer);
    if (!link || !isOffset(message.size, Number.MAX_SAFE_INTEGER)) return;
    if (this.#of(peer).filter((transfer) => !transfer.outgoing).length >= OPEN_OFFERS) {
      link.tell({ t: 'file', id: message.id, k: 'stop', reason: 'too-many' });
      return;
    }
    const transfer = new Incoming({ id: message.id, peer, person, name: cleanName(message.name), size: message.size, type: typeof message.type === 'string' ? message.type.slice(0, 100) : '' }, this.#host);
    this.#keep(transfer);
    transfer.pausedThere = Boolean(message.paused);
    transfer.attach(link);
  }

  #find(peer, { id, k }) {
    const incoming = this.#known.get(keyOf(peer, id, true));
    const outgoing = this.#known.get(keyOf(peer, id, false));
    // `go`, `have` and `done` come from a receiver; `pause` and `stop` from either side of the one file of that id.
    return k === 'go' || k === 'have' || k === 'done' ? outgoing : outgoing ?? incoming;
  }

  #of(peer) {
    return this.list.filter((transfer) => transfer.peer === peer && !transfer.ended);
  }

  #keep(transfer) {
    transfer.key = keyOf(transfer.peer, transfer.id, !transfer.outgoing);
    this.#known.set(transfer.key, transfer);
    if (this.#known.size <= KEPT) return;
    const oldest = this.list.find((one) => one.ended);
    if (oldest) this.#known.delete(oldest.key);
  }
}

/** Ids are the sender's choice: those of different senders may be equal. */
function keyOf(peer, id, incoming) {
  return `${incoming ? 'in' : 'out'} ${peer} ${id}`;
}
