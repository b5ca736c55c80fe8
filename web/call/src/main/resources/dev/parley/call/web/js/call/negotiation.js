/**
 * Perfect negotiation with one peer (W3C WebRTC, section "Perfect negotiation example"): either side may offer
 * at any time; when offers cross, the polite one gives way. Descriptions and candidates of the peer are
 * worked through strictly in the order they came.
 */

const EARLY_CANDIDATES = 64;

/** What to do with a description that came: `apply`, or `ignore` an offer that crossed ours. */
export function onDescription({ type, polite, makingOffer, signalingState, settingAnswer }) {
  const ready = !makingOffer && (signalingState === 'stable' || settingAnswer);
  return type === 'offer' && !ready && !polite ? 'ignore' : 'apply';
}

/** The session id in the `o=` line: one per RTCPeerConnection, so a new one means the peer started over. */
export function sessionOf(sdp) {
  return /^o=\S+ (\S+) /m.exec(sdp)?.[1] ?? null;
}

/** The ICE user fragments in a description: other ones than before mean an ICE restart. */
export function fragmentsOf(sdp) {
  return [...new Set([...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map((match) => match[1]))];
}

/**
 * An offer on a connection that already has keys, with the DTLS role we have in place of `actpass`. Firefox answers
 * `actpass` in a restart with `active` even where it was the passive one; Chromium refuses such an answer.
 * `answer` is the answer of the last negotiation, `ours` tells whose it was.
 */
export function keepRole(sdp, answer, ours) {
  const role = /^a=setup:(active|passive)/m.exec(answer ?? '')?.[1];
  if (!role) return sdp;
  const mine = ours === (role === 'active') ? 'active' : 'passive';
  return sdp.replace(/^a=setup:actpass/gm, `a=setup:${mine}`);
}

export class Negotiation {
  #pc;
  #options;
  #makingOffer = false;
  #settingAnswer = false;
  #ignoring = false;
  #chain = Promise.resolve();
  #early = [];
  #sent = [];
  #closed = false;

  /**
   * `options`: `polite`; `send(message)`; `prepareAnswer()` before the first answer; `onNegotiated()`;
   * `refused(error)` when the browser does not take a description; `record(kind, data)`; `fault(error)`.
   */
  constructor(pc, options) {
    this.#pc = pc;
    this.#options = options;
    pc.onnegotiationneeded = () => this.#offer();
    pc.onicecandidate = (event) => this.#candidate(event.candidate);
  }

  /** Whether an offer of ours waits for its answer. */
  get pending() {
    return this.#makingOffer || this.#pc.signalingState !== 'stable';
  }

  close() {
    this.#closed = true;
    this.#pc.onnegotiationneeded = null;
    this.#pc.onicecandidate = null;
  }

  /** Takes an `offer`, `answer`, `candidate` or `end-of-candidates` message of the peer. */
  receive(message) {
    this.#chain = this.#chain.then(() => this.#take(message)).catch((error) => this.#fault(error));
    return this.#chain;
  }

  /** Says everything the peer may have missed while a signaling line was down. Saying it twice does no harm. */
  resync() {
    const description = this.#pc.localDescription;
    if (!description || this.#closed) return;
    if (this.#pc.signalingState === 'have-local-offer') this.#describe(description);
    for (const message of this.#sent) this.#options.send(message);
  }

  async #take(message) {
    if (this.#closed) return;
    if (message.type === 'offer' || message.type === 'answer') await this.#description(message);
    else await this.#remoteCandidate(message);
  }

  async #description({ type, sdp }) {
    const pc = this.#pc;
    const choice = onDescription({
      type,
      polite: this.#options.polite,
      makingOffer: this.#makingOffer,
      signalingState: pc.signalingState,
      settingAnswer: this.#settingAnswer,
    });
    this.#ignoring = choice === 'ignore';
    this.#options.record(`${type}-received`, { sdp, ignored: this.#ignoring });
    if (this.#ignoring) return;
    if (type === 'answer' && pc.signalingState !== 'have-local-offer') return;
    this.#settingAnswer = type === 'answer';
    try {
      await pc.setRemoteDescription({ type, sdp });
    } catch (error) {
      this.#options.refused(error);
      return;
    } finally {
      this.#settingAnswer = false;
    }
    this.#options.record('remote-set', { type });
    const early = this.#early.splice(0);
    for (const candidate of early) await this.#add(candidate);
    if (type === 'offer') {
      this.#options.prepareAnswer();
      this.#sent = [];
      await pc.setLocalDescription();
      this.#options.record('answer-set', { sdp: pc.localDescription.sdp });
      this.#describe(pc.localDescription);
    } else {
      this.#options.record('answer-set', {});
    }
    this.#options.onNegotiated();
  }

  async #remoteCandidate(message) {
    const candidate = message.type === 'candidate'
      ? message.candidate
      : { candidate: '', sdpMid: '0', sdpMLineIndex: 0, ...(message.usernameFragment ? { usernameFragment: message.usernameFragment } : {}) };
    if (typeof candidate?.candidate !== 'string') return;
    this.#options.record('remote-candidate', { candidate: candidate.candidate });
    if (this.#pc.remoteDescription) await this.#add(candidate);
    else if (this.#early.length < EARLY_CANDIDATES) this.#early.push(candidate);
  }

  /** A candidate may belong to an offer we ignored or to a generation that is over: neither is a fault. */
  async #add(candidate) {
    const ours = candidate.usernameFragment;
    const current = fragmentsOf(this.#pc.remoteDescription?.sdp ?? '');
    if (ours && current.length && !current.includes(ours)) return;
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch (error) {
      if (!this.#ignoring && candidate.candidate !== '') this.#options.record('candidate-refused', { reason: error.message });
    }
  }

  async #offer() {
    if (this.#closed) return;
    try {
      this.#makingOffer = true;
      this.#sent = [];
      await this.#pc.setLocalDescription();
      if (this.#closed || this.#pc.localDescription?.type !== 'offer') return;
      this.#options.record('offer-set', { sdp: this.#pc.localDescription.sdp });
      this.#describe(this.#pc.localDescription);
    } catch (error) {
      this.#fault(error);
    } finally {
      this.#makingOffer = false;
    }
  }

  #describe({ type, sdp }) {
    const { currentLocalDescription: local, currentRemoteDescription: remote } = this.#pc;
    const answer = local?.type === 'answer' ? local : remote;
    const sent = type === 'offer' ? keepRole(sdp, answer?.sdp, answer === local) : sdp;
    if (sent !== sdp) this.#options.record('description-changed', { type, sdp: sent });
    this.#options.send({ type, sdp: sent });
  }

  #candidate(candidate) {
    if (this.#closed) return;
    let message;
    if (!candidate) {
      const [usernameFragment] = fragmentsOf(this.#pc.localDescription?.sdp ?? '');
      message = { type: 'end-of-candidates', ...(usernameFragment ? { usernameFragment } : {}) };
    } else if (candidate.candidate === '') {
      return;
    } else {
      message = { type: 'candidate', candidate: candidate.toJSON() };
      this.#options.record('local-candidate', { candidate: candidate.candidate, url: candidate.url ?? null });
    }
    this.#sent.push(message);
    this.#options.send(message);
  }

  #fault(error) {
    if (!this.#closed) this.#options.fault(error);
  }
}
