/** One scenario: its servers and guests, ended in the end, and what they leave behind when it fails. */

import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Guest } from './guest.mjs';
import { Server } from './server.mjs';
import { sleep } from './wait.mjs';

const TARGET = join(dirname(fileURLToPath(import.meta.url)), '..', 'target');
const PICTURE_MILLIS = 10_000;

export class Stage {
  #name;
  #browsers;
  #guests = [];
  #servers = [];
  #own = [];

  /** `servers` outlive the scenario; their logs are kept when it fails. */
  static async play(name, { browsers, servers }, scenario) {
    const stage = new Stage();
    stage.#name = name;
    stage.#browsers = browsers;
    stage.#servers = servers;
    try {
      await scenario(stage);
    } catch (error) {
      await stage.#keep(error);
      throw error;
    } finally {
      for (const guest of stage.#guests) await guest.close();
      for (const server of stage.#own) await server.stop();
    }
  }

  /** A server for this scenario alone. */
  async serve(options) {
    const server = await Server.start(options);
    this.#own.push(server);
    return server;
  }

  /** The guest number `index` of a pair uses the browser of that number. */
  async open(index, server, room, options) {
    return this.#welcome(await Guest.open(this.#browsers[index], server, room, options));
  }

  async join(index, server, room, options) {
    return this.#welcome(await Guest.join(this.#browsers[index], server, room, options));
  }

  /** Two guests who see, hear and are named Ana and Bo. */
  async call(server, room, query = '') {
    const ana = await this.join(0, server, room, { name: 'Ana', query });
    const bo = await this.join(1, server, room, { name: 'Bo', query });
    for (const guest of [ana, bo]) await guest.expect(`${guest.name} is connected`, connected, 30_000);
    return [ana, bo];
  }

  #welcome(guest) {
    this.#guests.push(guest);
    return guest;
  }

  async #keep(error) {
    const folder = join(TARGET, this.#name.replace(/[^A-Za-z0-9]+/g, '-'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'error.txt'), `${error?.stack ?? error}\n`);
    for (const server of [...this.#servers, ...this.#own]) if (existsSync(server.log)) copyFileSync(server.log, join(folder, server.log.split('/').at(-1)));
    for (const [index, guest] of this.#guests.entries()) {
      const file = (ending) => join(folder, `${index}-${guest.name}.${ending}`);
      writeFileSync(file('console.txt'), `${guest.notes.join('\n')}\n`);
      await guest.state().then((state) => writeFileSync(file('state.json'), JSON.stringify(state, null, 1)), () => {});
      await guest.stats().then((stats) => writeFileSync(file('stats.json'), JSON.stringify(stats, null, 1)), () => {});
      await guest.page.bringToFront().catch(() => {});
      await Promise.race([guest.page.screenshot({ path: file('png') }).catch(() => {}), sleep(PICTURE_MILLIS)]);
    }
    console.error(`kept: quality/browser/target/${folder.split('/').at(-1)}`);
  }
}

export function connected(state) {
  return connectedTo(1)(state);
}

/** Whether a guest has a path and an open channel to as many others. */
export function connectedTo(others) {
  return ({ peers }) => peers.length === others && peers.every((peer) => peer.state === 'connected' && peer.channel === 'open');
}
