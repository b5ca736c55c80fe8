/** `./parley serve` as a user starts it, on free ports and with a data folder of its own. */

import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { request as plainRequest } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kill, run, start, stop, temporaryFolder } from './children.mjs';
import { freePort } from './ports.mjs';
import { sleep } from './wait.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const READY_MILLIS = 120_000; // seconds on an idle machine
const BUILD_MILLIS = 600_000;

let built = false;

export class Server {
  #authority;
  #arguments;
  #child = null;
  #name;

  /** `name` for the log; `authority` for HTTPS and TURN over TLS, or null for HTTP alone; `options` for serve. */
  static async start({ name = 'server', authority, options = [] }) {
    if (!built) run(join(ROOT, 'parley'), ['--version'], { timeout: BUILD_MILLIS });
    built = true;
    const server = new Server();
    server.#name = name;
    server.#authority = authority;
    server.log = join(temporaryFolder(name), `${name}.log`);
    for (const port of ['http', 'https', 'stun', 'metrics']) server[port] = await freePort();
    server.origin = authority ? `https://localhost:${server.https}` : `http://localhost:${server.http}`;
    const tls = authority
      ? ['--https-port', server.https, '--tls-cert', authority.serverCertificate, '--tls-key', authority.serverKey]
      : ['--https-port', 'off'];
    const options0 = ['--http-port', server.http, ...tls, '--stun-port', server.stun, '--turns-port', 'off',
      '--metrics-listen', `127.0.0.1:${server.metrics}`, '--data-dir', temporaryFolder(`${name}-data`)];
    server.#arguments = ['serve', ...options0.filter((word, i) => !overridden(options0, i, options)), ...options].map(String);
    await server.restart();
    return server;
  }

  /** Starts it (again) with the same ports and data; resolves when it answers. */
  async restart() {
    this.#child = start(join(ROOT, 'parley'), this.#arguments, { log: this.log });
    const ended = this.#child.gone.then(() => 'ended');
    const deadline = performance.now() + READY_MILLIS;
    for (;;) {
      if (await this.healthy()) return;
      if ((await Promise.race([ended, sleep(100)])) === 'ended') throw new Error(`${this.#name} ended at its start:\n${this.output()}`);
      if (performance.now() > deadline) throw new Error(`${this.#name} was not ready within ${READY_MILLIS} ms:\n${this.output()}`);
    }
  }

  healthy() {
    const options = { timeout: 2000, ...(this.#authority && { ca: readFileSync(this.#authority.certificate) }) };
    return new Promise((resolve) => {
      const ask = this.#authority ? request : plainRequest;
      ask(`${this.origin}/health`, options, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      }).on('error', () => resolve(false)).on('timeout', function timeout() { this.destroy(); }).end();
    });
  }

  /** Ends it without a goodbye. */
  kill() {
    return kill(this.#child);
  }

  stop() {
    return this.#child ? stop(this.#child) : undefined;
  }

  output() {
    return readFileSync(this.log, 'utf8');
  }
}

/** Whether the option, or the value at this index, is given anew by the caller. */
function overridden(words, index, options) {
  const option = index % 2 === 0 ? words[index] : words[index - 1];
  return options.includes(option);
}
