/** The STUN and TURN servers this page was told of, with keys that end and are asked for anew. */

import { iceServersFor, waysOf } from './path.js';

const ANSWER_MILLIS = 1500;

export class IceServers {
  #relay;
  #list = [];
  #waiting = [];

  /** `relay`: the only transport a path may take, or null. */
  constructor(relay) {
    this.#relay = relay;
  }

  /** Takes the list of a message of the server; gives back the URLs, or null when there is none in it. */
  take({ iceServers }) {
    if (!Array.isArray(iceServers)) return null;
    this.#list = iceServers.filter((server) => server && (typeof server.urls === 'string' || Array.isArray(server.urls)));
    for (const resolve of this.#waiting.splice(0)) resolve();
    return this.#list.flatMap((server) => [server.urls].flat());
  }

  /** Resolves when the next list is here, or after a while without it. */
  next() {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      setTimeout(resolve, ANSWER_MILLIS);
    });
  }

  /** What a connection is made with. */
  get configuration() {
    return {
      iceServers: iceServersFor(this.#list, this.#relay),
      iceTransportPolicy: this.#relay ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
    };
  }

  /** The ways that are tried, see `waysOf`. */
  get ways() {
    return waysOf(this.#list, this.#relay);
  }
}
