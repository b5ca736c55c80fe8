/**
 * Chat that is delivered exactly once to each: a line has an id, stays in the outbox until everybody who was there
 * confirmed it, is sent again on each new channel, and is shown once however often it comes. Pure: channels are
 * handed in.
 */

export const LINE_CHARACTERS = 4000;
const LINES_KEPT = 500;
const IDS_KEPT = 2000;

export class Chat {
  #channels = new Map();
  #people = new Set();
  #seen = new Map();
  #newId;
  #now;

  /** `options`: `newId()`, `now()` (wall time in ms), `onChange(line | null)`. */
  constructor({ newId, now, onChange }) {
    this.#newId = newId;
    this.#now = now;
    this.onChange = onChange;
    this.lines = [];
  }

  /** Writes a line, for everybody who is there now, also who is just reconnecting; or for the first who comes. */
  write(text) {
    const line = { id: this.#newId(), mine: true, text: text.slice(0, LINE_CHARACTERS), at: this.#now(), status: 'pending', waitsFor: new Set(this.#people), confirmed: 0 };
    this.#keep(line);
    for (const send of this.#channels.values()) send(frame(line));
    this.onChange(line);
    return line;
  }

  /** A remark of the page itself, such as "Ana joined". */
  remark(text) {
    const line = { id: this.#newId(), mine: false, remark: true, text, at: this.#now(), status: 'received' };
    this.#keep(line);
    this.onChange(line);
  }

  /** The channel to a peer opened: what was not confirmed goes out (again). */
  open(peer, send) {
    this.#channels.set(peer, send);
    this.#people.add(peer);
    for (const line of this.lines) {
      if (!line.mine || line.status !== 'pending') continue;
      if (line.waitsFor.size === 0) line.waitsFor.add(peer);
      if (line.waitsFor.has(peer)) send(frame(line));
    }
  }

  close(peer) {
    this.#channels.delete(peer);
  }

  /** The peer is gone for good: nobody waits for its confirmation any more. */
  forget(peer) {
    this.#channels.delete(peer);
    this.#people.delete(peer);
    for (const line of this.lines) {
      if (!line.waitsFor?.delete(peer)) continue;
      this.#settle(line);
    }
    this.onChange(null);
  }

  /** Takes `chat` and `ack` frames; returns false for any other kind. */
  receive(peer, name, message, reply) {
    if (message.t === 'ack' && typeof message.id === 'string') {
      const line = this.lines.find((candidate) => candidate.mine && candidate.id === message.id);
      if (line?.waitsFor.delete(peer)) {
        line.confirmed += 1;
        this.#settle(line);
      }
      return true;
    }
    if (message.t !== 'chat') return false;
    if (typeof message.id !== 'string' || message.id.length > 64 || typeof message.text !== 'string') return true;
    reply({ t: 'ack', id: message.id });
    if (this.#shown(message.id, peer)) return true;
    this.#seen.set(message.id, peer);
    if (this.#seen.size > IDS_KEPT) this.#seen.delete(this.#seen.keys().next().value);
    const line = { id: message.id, mine: false, peer, name, text: message.text.slice(0, LINE_CHARACTERS), at: this.#now(), status: 'received' };
    this.#keep(line);
    this.onChange(line);
    return true;
  }

  get unsent() {
    return this.lines.filter((line) => line.mine && line.status === 'pending').length;
  }

  /**
   * Whether this line was shown already. Everybody in the room knows the ids of a line, so one who is still here cannot
   * use up that of somebody else; who came back under a new id may send again what was not confirmed.
   */
  #shown(id, peer) {
    const from = this.#seen.get(id);
    return from !== undefined && (from === peer || !this.#people.has(from));
  }

  /** Delivered is what everybody has who is still there; who left before it came does not count. */
  #settle(line) {
    if (line.status !== 'pending' || line.waitsFor.size > 0 || line.confirmed === 0) return;
    line.status = 'delivered';
    this.onChange(line);
  }

  #keep(line) {
    this.lines.push(line);
    if (this.lines.length > LINES_KEPT) this.lines.shift();
  }
}

function frame(line) {
  return { t: 'chat', id: line.id, text: line.text };
}
