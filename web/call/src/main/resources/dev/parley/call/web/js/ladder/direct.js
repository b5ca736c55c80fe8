/** The two data channels of a ladder, on a connection of its own or on one that a call has already. */

/** The first of two stream numbers; in a call the polite side asks on the first pair, the other on the second. */
export const BASES = [1000, 1002];

const CHANNELS = { ordered: {}, unordered: { ordered: false, maxRetransmits: 0 } };

/** Both ends make them alike, so nothing has to be negotiated. */
export function channelsOn(pc, base = BASES[0]) {
  return Object.fromEntries(Object.entries(CHANNELS).map(([name, options], index) => [name, pc.createDataChannel(`ladder-${name}`, { negotiated: true, id: base + index, ...options })]));
}

/** Two pages find each other by `signal` values; the one that `offers` begins. Candidates travel inside the descriptions. */
export class DirectPath {
  #pc;
  #send;

  constructor(iceServers, { offers, send, onFailed = () => {} }) {
    this.#send = send;
    this.#pc = new RTCPeerConnection({ iceServers });
    this.channels = channelsOn(this.#pc);
    this.#pc.onicecandidate = ({ candidate }) => candidate && send({ candidate });
    this.#pc.onconnectionstatechange = () => this.#pc.connectionState === 'failed' && onFailed();
    if (offers) this.#offer();
  }

  async hear({ description = null, candidate = null }) {
    if (description) {
      await this.#pc.setRemoteDescription(description);
      if (description.type === 'offer') {
        await this.#pc.setLocalDescription();
        this.#send({ description: this.#pc.localDescription });
      }
    }
    if (candidate) await this.#pc.addIceCandidate(candidate).catch(() => {}); // one that cannot be used here
  }

  get pc() {
    return this.#pc;
  }

  close() {
    this.#pc.close();
  }

  async #offer() {
    await this.#pc.setLocalDescription();
    this.#send({ description: this.#pc.localDescription });
  }
}
