/** What a call holds of the ladder before anybody wants it: the modules come with the first who asks. */

export class LadderGate {
  #call;
  #ladder = null;

  constructor(call) {
    this.#call = call;
  }

  load() {
    this.#ladder ??= import('./call-ladder.js').then(({ CallLadder }) => new CallLadder(this.#call));
    return this.#ladder;
  }

  /** News of another page; false when it is not about the ladder. */
  said(peer, message) {
    if (typeof message.t !== 'string' || !message.t.startsWith('ladder')) return false;
    this.load().then((ladder) => ladder.said(peer, message)).catch((error) => this.#call.fault(error));
    return true;
  }

  closed(peer) {
    this.#ladder?.then((ladder) => ladder.closed(peer)).catch((error) => this.#call.fault(error));
  }
}
