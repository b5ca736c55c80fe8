/** A long line made of sockets: what goes through takes its time, and some datagrams never arrive. */

import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { freePort } from './ports.mjs';

export class Link {
  #open = new Set();
  #random;

  /** `oneWayMillis` in each direction; `loss` of datagrams, 0 to 1, may change while it runs. */
  constructor({ oneWayMillis, loss = 0, seed = 1 }) {
    this.oneWayMillis = oneWayMillis;
    this.loss = loss;
    this.dropped = 0;
    this.carried = 0;
    this.#random = randomFrom(seed);
  }

  /** A TCP port that leads to that one. */
  async tcp(target) {
    const port = await freePort();
    const server = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      for (const [from, to] of [[near, far], [far, near]]) {
        this.#open.add(from);
        from.setNoDelay(true);
        from.on('data', (bytes) => this.#later(() => to.writable && to.write(bytes)));
        from.on('error', () => {});
        from.on('close', () => {
          this.#open.delete(from);
          this.#later(() => to.destroy());
        });
      }
    });
    await new Promise((resolve) => server.listen(port, resolve));
    this.#open.add({ destroy: () => server.close() });
    return port;
  }

  /** A UDP port that leads to an address and port; each sender gets a way back of its own. */
  async udp(address, target) {
    const port = await freePort();
    const near = createSocket('udp4');
    const far = new Map();
    near.on('message', (bytes, from) => {
      const key = `${from.address}:${from.port}`;
      let out = far.get(key);
      if (!out) {
        out = createSocket('udp4');
        out.on('message', (answer) => this.#datagram(() => near.send(answer, from.port, from.address)));
        out.on('error', () => {});
        this.#open.add({ destroy: () => out.close() });
        far.set(key, out);
      }
      this.#datagram(() => out.send(bytes, target, address));
    });
    near.on('error', () => {});
    await new Promise((resolve) => near.bind(port, resolve));
    this.#open.add({ destroy: () => near.close() });
    return port;
  }

  close() {
    this.closed = true;
    for (const part of this.#open) part.destroy();
  }

  #datagram(send) {
    if (this.#random() < this.loss) {
      this.dropped += 1;
      return;
    }
    this.carried += 1;
    this.#later(send);
  }

  #later(run) {
    setTimeout(() => {
      if (!this.closed) run();
    }, this.oneWayMillis);
  }
}

/** Mulberry32: the same losses in each run. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}
