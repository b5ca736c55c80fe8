/** The files of a call with what only a browser has: channels of peers, `File`s, places to write to. */

import { linkOver } from './link.js';
import { canChoose, chosenSink, MEMORY_BYTES, sinkFor } from './sinks.js';
import { Transfers } from './transfers.js';

export class FileDesk extends EventTarget {
  #call;
  #placing = new Set();

  /** `call` gives `peers` and `fault(error)`. Events: `transfer` with the transfer that changed as `detail`. */
  constructor(call) {
    super();
    this.#call = call;
    this.transfers = new Transfers({
      newId: () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join(''),
      now: () => performance.now(),
      onChange: (transfer) => this.dispatchEvent(new CustomEvent('transfer', { detail: transfer })),
    });
  }

  /** Whether a person may choose where a file goes. */
  get canChoose() {
    return canChoose;
  }

  /** Offers files to one peer, or with null to everybody; gives back how many offers that made. */
  offer(files, only = null) {
    const peers = [...this.#call.peers.values()].filter((peer) => only === null || peer === only);
    for (const file of files) for (const peer of peers) this.transfers.offer(peer.id, peer.name, sourceOf(file));
    return files.length * peers.length;
  }

  /** Accepts; `choose` asks for a place. Resolves to null, or to why it cannot be: `{limit}` in bytes. */
  async accept(transfer, choose = false) {
    if (this.#placing.has(transfer)) return null; // pressed twice
    this.#placing.add(transfer);
    try {
      return await this.#place(transfer, choose);
    } finally {
      this.#placing.delete(transfer);
    }
  }

  async #place(transfer, choose) {
    const sink = choose ? await chosenSink(transfer.name) : await sinkFor(transfer.size);
    if (!sink) return choose ? null : { limit: MEMORY_BYTES };
    transfer.place = sink.place;
    if (!transfer.accept(sink)) await sink.abort();
    return null;
  }

  /** Both channels of a peer are open. */
  open(peer) {
    const channel = peer.files;
    channel.onmessage = ({ data }) => this.transfers.data(peer.id, data);
    this.transfers.open(peer.id, linkOver(channel, {
      tell: (message) => peer.tell(message),
      drained: () => this.transfers.drained(peer.id),
      maxMessageBytes: peer.pc.sctp?.maxMessageSize,
    }));
  }

  close(peer) {
    this.transfers.close(peer.id);
  }

  forget(peer) {
    this.transfers.forget(peer.id);
  }

  /** Takes a message about a file; false for any other kind. */
  said(peer, message) {
    return this.transfers.control(peer.id, peer.name, message);
  }

  /** Whether closing the page would lose something. */
  get busy() {
    return this.transfers.list.some(({ phase }) => phase === 'moving' || phase === 'checking');
  }

  /** For scripts: plain values. */
  get state() {
    return this.transfers.list.map((transfer) => ({
      id: transfer.id,
      peer: transfer.peer,
      outgoing: transfer.outgoing,
      name: transfer.name,
      size: transfer.size,
      bytes: transfer.bytes,
      status: transfer.status,
      reason: transfer.reason,
      place: transfer.place ?? null,
      sha256: transfer.sha256 ?? null,
      millis: Math.round(transfer.millis),
    }));
  }
}

function sourceOf(file) {
  return {
    name: file.name || 'file',
    size: file.size,
    type: file.type,
    read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  };
}
