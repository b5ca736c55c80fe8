/**
 * One URL tried by this browser: a connection of its own, since browsers do not say which of several servers kept
 * silent, and deadlines of our own, since they may keep silent about one for 40 s.
 */

import { parseCandidate } from '../call/path.js';

export const SLOW_MILLIS = 2000;
export const VERDICT_MILLIS = 5000;
export const LISTEN_MILLIS = 12_000;

/**
 * What the browser saw, `onChange` after each piece of it:
 * `{state: 'running' | 'slow' | 'due' | 'over', millis, candidates: [{type, address, port, millis}], errors: [{code, text, millis}], doneMillis}`.
 * `servers` go to the connection; a `relayOnly` one shows nothing but what the server lent.
 */
export class Attempt {
  #pc;
  #timers = [];
  #began = performance.now();
  #onChange;
  #settled;

  constructor({ servers, relayOnly, settled }, onChange) {
    this.#onChange = onChange;
    this.#settled = settled;
    this.facts = { state: 'running', candidates: [], errors: [], doneMillis: null, fault: null, millis: 0, changedAt: performance.now() };
    try {
      this.#pc = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: relayOnly ? 'relay' : 'all' });
    } catch (error) {
      this.#pc = null;
      this.facts.fault = error.message;
      this.facts.state = 'over';
    }
  }

  /** Resolves at the first answer or at the verdict's deadline; goes on listening behind it. */
  run() {
    if (!this.#pc) return Promise.resolve(this.facts);
    return new Promise((resolve) => {
      const change = (state = this.facts.state) => {
        if (this.facts.state === 'over') return;
        this.facts.state = state;
        this.facts.millis = this.#elapsed();
        this.facts.changedAt = performance.now();
        if (state === 'over') this.#close();
        this.#onChange(this.facts);
        if (state === 'due' || state === 'over') resolve(this.facts);
      };
      this.#pc.onicecandidate = ({ candidate }) => {
        const parsed = candidate?.candidate ? parseCandidate(candidate.candidate) : null;
        if (!parsed) return;
        this.facts.candidates.push({ type: parsed.type, address: candidate.address ?? parsed.address, port: candidate.port ?? parsed.port, transport: parsed.transport, millis: this.#elapsed() });
        change(this.#settled(this.facts) ? 'over' : this.facts.state);
      };
      this.#pc.onicecandidateerror = (event) => {
        this.facts.errors.push({ code: event.errorCode, text: event.errorText ?? '', millis: this.#elapsed() });
        change();
      };
      this.#pc.onicegatheringstatechange = () => {
        if (this.#pc.iceGatheringState !== 'complete') return;
        this.facts.doneMillis = this.#elapsed();
        change('over');
      };
      this.#after(SLOW_MILLIS, () => change('slow'));
      this.#after(VERDICT_MILLIS, () => change('due'));
      this.#after(LISTEN_MILLIS, () => change('over'));
      this.#pc.createDataChannel('check');
      this.#pc.createOffer().then((offer) => this.#pc.setLocalDescription(offer)).catch((error) => {
        this.facts.fault = error.message;
        change('over');
      });
    });
  }

  stop() {
    if (this.facts.state === 'over') return;
    this.facts.state = 'over';
    this.#close();
  }

  #close() {
    this.#timers.forEach(clearTimeout);
    const pc = this.#pc;
    pc.onicecandidate = pc.onicecandidateerror = pc.onicegatheringstatechange = null;
    pc.close();
  }

  #elapsed() {
    return Math.round(performance.now() - this.#began);
  }

  #after(millis, run) {
    this.#timers.push(setTimeout(run, millis));
  }
}
