/** Free ports below the system's own range, so that nobody takes them while a server restarts. */

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const LOWEST = 20_000;
const HIGHEST = 32_000;
const taken = new Set();

/** A port that is free for TCP and for UDP, and that this process has not given out before. */
export async function freePort() {
  for (let tries = 0; tries < 200; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (taken.has(port)) continue;
    if ((await freeForTcp(port)) && (await freeForUdp(port))) {
      taken.add(port);
      return port;
    }
  }
  throw new Error(`no free port between ${LOWEST} and ${HIGHEST}`);
}

function freeForTcp(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function freeForUdp(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
