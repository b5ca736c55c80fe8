/** Four people in one room, each connected to each other one; a fifth waits at the door. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authority, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { smallCamera } from '../lib/camera.mjs';
import { expectFile, pressFile } from '../lib/files.mjs';
import { Server } from '../lib/server.mjs';
import { connectedTo, Stage } from '../lib/stage.mjs';

const MINUTE = 60_000;
const ENTER_MILLIS = 2000;
const reason = whyNot('chromium') ?? whyNoAuthority();
const kinds = ['chromium', ...(whyNot('firefox') ? [] : ['firefox'])];

describe(`four people in ${kinds.join(' and ')}`, { skip: reason ?? false }, () => {
  const browsers = [];
  let server;

  before(async () => {
    const authority = new Authority();
    server = await Server.start({ authority });
    for (const kind of kinds) browsers.push(await launch(kind, { authority }));
  }, { timeout: 15 * MINUTE });

  after(async () => {
    for (const browser of browsers) await browser.close();
    await server?.stop();
  });

  it('see, hear and read each other, and a fifth enters when one leaves', { timeout: 6 * MINUTE }, () =>
    Stage.play('four people', { browsers, servers: [server] }, async (stage) => {
      const guests = [];
      for (const name of ['Ana', 'Bo', 'Cem', 'Dora']) {
        const browser = name === 'Dora' ? browsers.length - 1 : 0;
        guests.push(await stage.join(browser, server, 'four', { name, watch: smallCamera }));
      }
      const [ana, bo, cem, dora] = guests;
      for (const guest of guests) await guest.expect(`${guest.name} is connected to three`, connectedTo(3), 60_000);
      for (const guest of guests) await guest.receivesAll(3);

      await ana.say('hello all');
      for (const guest of [bo, cem, dora]) await guest.hears('hello all');
      await ana.expect('everybody confirmed it', ({ chat }) => chat.unsent === 0);

      await drop(ana, 'Cem', 'note.txt', 'tea at four');
      await expectFile(cem, { name: 'note.txt' }, 'is offered', ({ status }) => status === 'offered');
      for (const guest of [bo, dora]) assert.deepEqual((await guest.state()).files, [], `${guest.name} is offered nothing`);
      await pressFile(cem, { name: 'note.txt' }, 'receive');
      await expectFile(ana, { name: 'note.txt' }, 'arrived', ({ status }) => status === 'done');

      const eva = await stage.open(0, server, 'four', { name: 'Eva', query: 'autojoin', watch: smallCamera });
      await eva.expect('Eva is told that the room is full', (state) => state.view === 'full', 20_000);
      assert.match(await eva.page.evaluate(() => document.body.innerText), /full \(4 of 4\)/);
      await eva.press('wait');
      await eva.expect('Eva waits', (state) => state.queue?.position === 1);
      await bo.press('leave');
      await eva.expect('Eva is in', (state) => state.view === 'call' && state.signaling.state === 'joined', ENTER_MILLIS);
      for (const guest of [ana, cem, dora, eva]) {
        await guest.expect(`${guest.name} is connected to three`, connectedTo(3), 30_000);
        await guest.receivesAll(3);
      }
      for (const guest of guests) assert.deepEqual(guest.uncaught(), []);
    }));
});

/** Drops a file on somebody's tile. */
function drop(guest, person, name, content) {
  return guest.page.evaluate((to, file, words) => {
    const tile = [...document.querySelectorAll('[data-peer]')].find((one) => one.getAttribute('aria-label').includes(to));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([words], file));
    for (const type of ['dragover', 'drop']) tile.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, person, name, content);
}
