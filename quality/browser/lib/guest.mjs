/** One person: a page of a browser in a room. Reads `window.parley`, acts like a person. */

import { patience, until } from './wait.mjs';

const JOIN_MILLIS = 30_000;

export class Guest {
  #page;
  name;
  notes = [];

  /** Opens the link of a room. `query` are the choices of the link, such as `autojoin`; `watch` runs in the page before it. */
  static async open(browser, server, room, { name, query = '', watch = null }) {
    const guest = new Guest();
    guest.name = name;
    guest.#page = await browser.newPage();
    guest.#page.on('console', (message) => guest.notes.push(`${message.type()}: ${message.text()}`));
    guest.#page.on('pageerror', (error) => guest.notes.push(`uncaught: ${error?.stack ?? error}`));
    if (watch) await guest.#page.evaluateOnNewDocument(watch);
    await guest.#page.goto(`${server.origin}/r/${room}?name=${encodeURIComponent(name)}${query && `&${query}`}`, { waitUntil: 'domcontentloaded', timeout: 30_000 * patience() });
    return guest;
  }

  /** Opens the link and is in the room when this resolves. */
  static async join(browser, server, room, { name, query = '', watch = null }) {
    const guest = await Guest.open(browser, server, room, { name, query: `autojoin${query && `&${query}`}`, watch });
    await guest.expect(`${name} is in the room`, (state) => state.view === 'call' && state.signaling.state === 'joined', JOIN_MILLIS);
    return guest;
  }

  get page() {
    return this.#page;
  }

  /** What the page tells of itself, see `state.js` of the page. */
  state() {
    return this.#page.evaluate(() => (window.parley ? JSON.stringify(window.parley.state()) : 'null')).then(JSON.parse);
  }

  /** The counters of the only other person; null while there is none. */
  async stats() {
    return JSON.parse(await this.#page.evaluate(async () => JSON.stringify((await window.parley.stats())[0] ?? null)));
  }

  /** The counters of everybody else. */
  async allStats() {
    return JSON.parse(await this.#page.evaluate(async () => JSON.stringify(await window.parley.stats())));
  }

  expect(what, holds, withinMillis, { strict = false } = {}) {
    return until(what, async () => {
      const state = await this.state();
      return state && holds(state) && state;
    }, { withinMillis, strict, describe: () => this.state() });
  }

  async press(action) {
    const button = `[data-action="${action}"]:not([hidden])`;
    await this.#page.bringToFront(); // a tab behind others is not drawn, and what is not drawn is never seen
    await this.#page.waitForSelector(button, { visible: true, timeout: 15_000 * patience() });
    await this.#still(button);
    await this.#page.click(button);
  }

  /** A person does not press what is still moving; a click of the driver at where a button was would miss it. */
  async #still(selector) {
    let before = null;
    await until(`${selector} stands still`, async () => {
      const now = await this.#page.$eval(selector, (element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y, width, height].join(' ');
      });
      const same = now === before;
      before = now;
      return same;
    });
  }

  async say(words) {
    await this.#page.bringToFront();
    const input = await this.#page.$('#chat-input');
    if (!(await input.isVisible())) await this.press('chat');
    await this.#page.waitForSelector('#chat-input', { visible: true, timeout: 5000 * patience() });
    await this.#page.type('#chat-input', words);
    await this.#page.keyboard.press('Enter');
  }

  /** Waits for a line of the other person; it must have come exactly once. */
  async hears(words, withinMillis = 10_000) {
    const count = (state) => state.chat.lines.filter((line) => !line.mine && line.text === words).length;
    const state = await this.expect(`${this.name} reads "${words}"`, (seen) => count(seen) > 0, withinMillis);
    if (count(state) !== 1) throw new Error(`"${words}" came ${count(state)} times`);
  }

  /** Waits until pictures and sound have come since now. */
  async receives({ frames = 10, withinMillis = 20_000, strict = false } = {}) {
    const before = await this.stats();
    const from = { frames: before?.video.framesDecoded ?? 0, samples: before?.audio.samplesReceived ?? 0, energy: before?.audio.energy ?? 0 };
    return until(`${this.name} gets ${frames} frames and sound`, async () => {
      const now = await this.stats();
      if (!now) return null;
      // After a new connection the counters begin anew.
      const base = now.video.framesDecoded < from.frames ? { frames: 0, samples: 0, energy: 0 } : from;
      return now.video.framesDecoded - base.frames >= frames && now.audio.samplesReceived > base.samples && now.audio.energy > base.energy && now;
    }, { withinMillis, strict, describe: async () => ({ from, now: await this.stats(), state: await this.state() }) });
  }

  /** Waits until pictures and sound of everybody in the room have come since now. */
  async receivesAll(others, { frames = 5, withinMillis = 30_000 } = {}) {
    const before = await this.allStats();
    return until(`${this.name} gets ${frames} frames and sound of each of ${others}`, async () => {
      const now = await this.allStats();
      return now.length === others && now.every((peer) => {
        const from = before.find((old) => old.peer === peer.peer);
        return peer.video.framesDecoded - (from?.video.framesDecoded ?? 0) >= frames
          && peer.audio.samplesReceived > (from?.audio.samplesReceived ?? 0) && peer.audio.energy > (from?.audio.energy ?? 0);
      }) && now;
    }, { withinMillis, describe: async () => ({ before, now: await this.allStats(), state: await this.state() }) });
  }

  /** What went wrong in the page that nobody caught. */
  uncaught() {
    return this.notes.filter((note) => note.startsWith('uncaught:') || note.startsWith('error: parley:'));
  }

  async close() {
    if (!this.#page.isClosed()) await this.#page.close().catch((error) => this.notes.push(`closing: ${error.message}`));
  }
}
