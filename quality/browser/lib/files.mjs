/** Files to send, and what became of them on the other side. */

import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './children.mjs';
import { patience } from './wait.mjs';

const BLOCK_BYTES = 1024 * 1024;
const PRESS_MILLIS = 15_000;

/** Writes a file of so many megabytes that no compression makes smaller: `{path, name, size, sha256}`. */
export function fileOf(name, megabytes) {
  const path = join(temporaryFolder('file'), name);
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, name), Buffer.alloc(16));
  const zeros = Buffer.alloc(BLOCK_BYTES);
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  for (let i = 0; i < megabytes; i++) {
    const block = cipher.update(zeros);
    hash.update(block);
    writeSync(file, block);
  }
  closeSync(file);
  return { path, name, size: megabytes * BLOCK_BYTES, sha256: hash.digest('hex') };
}

/** Chooses files as a person does with the button for it. */
export async function give(guest, ...files) {
  const input = await guest.page.$('[data-part="file-input"]');
  await input.uploadFile(...files.map(({ path }) => path));
}

/** The transfer of a name as this guest sees it. */
export const transferOf = (state, name) => state.files.find((file) => file.name === name);

/** Waits until the transfer of that name is as wanted; gives it back. */
export async function expectFile(guest, { name }, what, holds, withinMillis) {
  const state = await guest.expect(`${guest.name}: ${name} ${what}`, (seen) => {
    const file = transferOf(seen, name);
    return file && holds(file);
  }, withinMillis);
  return transferOf(state, name);
}

/** Presses a button of the row of that file as soon as it is there: the page itself looks for it, since files are quick. */
export async function pressFile(guest, { name }, action) {
  await guest.page.bringToFront();
  const pressed = await guest.page.evaluate(async (wanted, what, millis) => {
    for (const end = performance.now() + millis; performance.now() < end; await new Promise((again) => setTimeout(again, 20))) {
      const file = window.parley.state().files.find((one) => one.name === wanted);
      const button = file && document.querySelector(`[data-file="${file.id}"] [data-action="file-${what}"]`);
      if (!button) continue;
      button.click();
      return true;
    }
    return false;
  }, name, action, PRESS_MILLIS * patience());
  if (!pressed) throw new Error(`${guest.name} could not press ${action} for ${name}: ${JSON.stringify((await guest.state()).files)}`);
}

/** The digest of the file of that size in the private file system, by the browser's own means; of several the right one. */
export function digestOfKept(guest, { size, sha256 }) {
  return guest.page.evaluate(async (bytes, right) => {
    let seen = 'nothing is kept';
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('parley-files');
    for await (const folder of root.values()) {
      for await (const handle of folder.values()) {
        const file = await handle.getFile();
        if (file.size !== bytes) continue;
        const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
        seen = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
        if (seen === right) return seen;
      }
    }
    return seen;
  }, size, sha256);
}
