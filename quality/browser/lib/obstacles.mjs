/** Networks that fail on purpose, made of sockets, so that no rights are needed. */

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { freePort } from './ports.mjs';

/** A port that takes what comes over UDP and TCP, and never answers: what a firewall that drops looks like. */
export async function swallower() {
  const port = await freePort();
  const udp = createSocket('udp4');
  const held = new Set();
  const tcp = createServer((socket) => {
    held.add(socket);
    socket.on('error', () => {}).on('close', () => held.delete(socket)).resume();
  });
  await new Promise((resolve) => udp.bind(port, resolve));
  await new Promise((resolve) => tcp.listen(port, resolve));
  return {
    port,
    close() {
      udp.close();
      tcp.close();
      for (const socket of held) socket.destroy();
    },
  };
}

/** UDP goes through to the server, and nothing comes back. */
export async function oneWayUdp(host, target) {
  const port = await freePort();
  const entrance = createSocket('udp4');
  const out = createSocket('udp4');
  entrance.on('message', (message) => out.send(message, target, host));
  await new Promise((resolve) => entrance.bind(port, resolve));
  await new Promise((resolve) => out.bind(0, resolve));
  return {
    port,
    close() {
      entrance.close();
      out.close();
    },
  };
}
