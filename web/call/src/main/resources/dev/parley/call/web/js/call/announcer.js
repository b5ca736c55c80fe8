/** Turns changes of peers' states into what is worth saying: each once, and a reconnect only when it lasts. Pure. */

const RECONNECTING_AFTER_MILLIS = 2000;

export class Announcer {
  #told = new WeakMap();

  /** `connected`, `back`, `reconnecting`, `failed`, or null when there is nothing new to say of this peer. */
  news(peer) {
    const told = this.#told.get(peer) ?? 'waiting';
    const { state } = peer;
    const trouble = told === 'reconnecting' || told === 'failed';
    if (state === 'reconnecting' && !trouble && peer.troubleSeconds * 1000 < RECONNECTING_AFTER_MILLIS) return null;
    if (state === told || state === 'unstable') return null;
    this.#told.set(peer, state);
    if (state === 'connected') return trouble ? 'back' : 'connected';
    return state === 'reconnecting' || state === 'failed' ? state : null;
  }
}
