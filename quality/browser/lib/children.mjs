/** Programs that a test started, and folders that it made: none outlives it. */

import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const living = new Set();
const folders = new Set();

/** Starts a program; what it prints goes to a file. `child.gone` resolves when it has ended. */
export function start(command, args, { log, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const file = createWriteStream(log, { flags: 'a' });
  file.write(`$ ${command} ${args.join(' ')}\n`);
  for (const stream of [child.stdout, child.stderr]) stream.pipe(file, { end: false });
  living.add(child);
  child.gone = new Promise((resolve) => {
    child.on('error', (error) => {
      file.write(`${error.message}\n`);
      living.delete(child);
      resolve();
    });
    child.on('close', (code, signal) => {
      file.end(`ended: ${code ?? signal}\n`);
      living.delete(child);
      resolve();
    });
  });
  return child;
}

/** Asks to end, and insists after a while. */
export async function stop(child, { withinMillis = 5000 } = {}) {
  if (!living.has(child)) return;
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), withinMillis);
  await child.gone;
  clearTimeout(insist);
}

/** As a power cut would: no goodbye. */
export async function kill(child) {
  if (!living.has(child)) return;
  child.kill('SIGKILL');
  await child.gone;
}

/** Runs a program to its end; throws with its output when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', timeout: 600_000, ...options });
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed (${result.status ?? result.signal}): ${result.error?.message ?? ''}\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}

export function have(command) {
  return spawnSync('sh', ['-c', 'command -v "$0"', command], { encoding: 'utf8' }).status === 0;
}

/** A folder that is gone when the tests are. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `parley-${name}-`));
  folders.add(folder);
  return folder;
}

function clean() {
  for (const child of living) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

process.on('exit', clean);
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.on(signal, () => process.exit(code));
