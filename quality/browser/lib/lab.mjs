/** `./parley lab` as a user starts it, and its page in a browser. */

import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, start, stop, temporaryFolder } from './children.mjs';
import { freePort } from './ports.mjs';
import { sleep, until } from './wait.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const READY_MILLIS = 120_000; // a second on an idle machine
const BUILD_MILLIS = 900_000;

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 760, isMobile: true, hasTouch: true };

export class Lab {
  #child = null;

  /** A new one, or with PARLEY_LAB the one that runs at that origin, as is handy when working on the page. */
  static async start() {
    if (process.env.PARLEY_LAB) return Object.assign(new Lab(), { origin: process.env.PARLEY_LAB });
    run(join(ROOT, 'parley'), ['--version'], { timeout: BUILD_MILLIS });
    const lab = new Lab();
    lab.port = await freePort();
    lab.origin = `http://localhost:${lab.port}`;
    lab.log = join(temporaryFolder('lab'), 'lab.log');
    lab.#child = start(join(ROOT, 'parley'), ['lab', '--no-open', '--port', String(lab.port)], { log: lab.log });
    const ended = lab.#child.gone.then(() => 'ended');
    const deadline = performance.now() + READY_MILLIS;
    while (!(await lab.answers())) {
      if ((await Promise.race([ended, sleep(100)])) === 'ended') throw new Error(`the lab ended at its start:\n${lab.output()}`);
      if (performance.now() > deadline) throw new Error(`the lab was not ready within ${READY_MILLIS} ms:\n${lab.output()}`);
    }
    return lab;
  }

  answers() {
    return new Promise((resolve) => {
      request(`${this.origin}/lab`, { timeout: 2000 }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      }).on('error', () => resolve(false)).on('timeout', function timeout() { this.destroy(); }).end();
    });
  }

  async run(body) {
    const answer = await fetch(`${this.origin}/lab/api/run`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  output() {
    return readFileSync(this.log, 'utf8');
  }

  stop() {
    return this.#child ? stop(this.#child) : undefined;
  }

  /**
   * Opens a path of the lab; what goes wrong in the page is kept in `page.faults`, what it asked for in `page.asked`.
   * `media`: whether this browser can be told of colours and motion, as Firefox cannot.
   */
  async open(browser, path, { viewport = DESKTOP, media = true, scheme = 'light', reducedMotion = false } = {}) {
    const page = await browser.newPage();
    page.faults = [];
    page.asked = [];
    page.on('pageerror', (error) => page.faults.push(String(error.message ?? error)));
    page.on('console', (message) => {
      if (message.type() === 'error') page.faults.push(message.text());
    });
    page.on('request', (asked) => page.asked.push(asked.url()));
    await page.setViewport(viewport);
    if (media) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference' }]);
    await page.goto(this.origin + path);
    await page.bringToFront(); // or keys may go elsewhere
    await until('the lab shows a run', () => state(page).then(({ events }) => events > 0), { withinMillis: 30_000, describe: () => page.evaluate(() => document.body.innerText.slice(0, 500)) });
    return page;
  }
}

export function state(page) {
  return page.evaluate(() => globalThis.parley?.state() ?? {});
}
