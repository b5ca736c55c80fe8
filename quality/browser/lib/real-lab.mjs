/** `./parley lab --real`: a small internet of Linux namespaces with our server in it, and a door to each machine. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start, stop, temporaryFolder } from './children.mjs';
import { sleep } from './wait.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const BUILD_MILLIS = 600_000;
const READY_MILLIS = 180_000; // seconds on an idle machine
const COMMAND_MILLIS = 20_000;
const NOT_HERE = 77;

/** What the certificate of a lab's server has to name. */
export const LAB_NAMES = ['DNS:server', 'IP:203.0.113.10'];

/** Why this machine can make no real networks, or null. */
export function whyNoLab() {
  const result = spawnSync(join(ROOT, 'parley'), ['lab', '--real', 'two-homes', '--', 'true'], { encoding: 'utf8', timeout: BUILD_MILLIS });
  if (result.status === 0) return null;
  const said = result.stderr?.trim() || String(result.error ?? result.signal);
  if (result.status === NOT_HERE) return said;
  throw new Error(`parley lab --real failed (${result.status}): ${said}`);
}

export class RealLab {
  #child;
  #doors;
  origin = 'https://server';

  /** `asRoot`: what goes through a door may change that machine's network. */
  static async start(topology, { authority, asRoot = false }) {
    const lab = new RealLab();
    lab.log = join(temporaryFolder('lab'), `lab-${topology}.log`);
    lab.#doors = temporaryFolder('doors');
    const env = { ...process.env, PARLEY_TLS_CERT: authority.serverCertificate, PARLEY_TLS_KEY: authority.serverKey };
    lab.#child = start(join(ROOT, 'parley'), ['lab', '--real', topology, '--serve', 'server', '--doors', lab.#doors, ...(asRoot ? ['--as-root'] : [])], { log: lab.log, env });
    const ended = lab.#child.gone.then(() => 'ended');
    const deadline = performance.now() + READY_MILLIS;
    while (!lab.output().includes('ready (Ctrl-C ends it)')) {
      if ((await Promise.race([ended, sleep(100)])) === 'ended') throw new Error(`the lab ended at its start:\n${lab.output()}`);
      if (performance.now() > deadline) throw new Error(`the lab was not ready within ${READY_MILLIS} ms:\n${lab.output()}`);
    }
    return lab;
  }

  /** A program that runs its arguments on that machine. */
  door(machine) {
    return join(this.#doors, machine);
  }

  /** Runs a line of shell on that machine; it has to succeed. */
  run(machine, line) {
    const result = spawnSync(this.door(machine), ['sh', '-c', line], { encoding: 'utf8', timeout: COMMAND_MILLIS });
    if (result.status !== 0) throw new Error(`${machine}: ${line}: ${result.stderr || result.error}`);
    return result.stdout;
  }

  stop() {
    return stop(this.#child, { withinMillis: 20_000 });
  }

  output() {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : '';
  }
}
