/** Which URL each relayed candidate came from: some browsers say it only in the event that brings the candidate. */

import { parseCandidate } from './path.js';

const KEPT = 200;

export class RelayUrls {
  #urls = new Map();

  /** Takes an `icecandidate` event. */
  note({ candidate, url }) {
    const parsed = candidate?.candidate ? parseCandidate(candidate.candidate) : null;
    const from = candidate?.url ?? url;
    if (!parsed || parsed.type !== 'relay' || !from) return;
    this.#urls.set(`${parsed.address} ${parsed.port}`, from);
    if (this.#urls.size > KEPT) this.#urls.delete(this.#urls.keys().next().value);
  }

  /** The URL of a local candidate of the statistics, or undefined. */
  of({ address, port }) {
    return this.#urls.get(`${address} ${port}`);
  }

  clear() {
    this.#urls.clear();
  }
}
