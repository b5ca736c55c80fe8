/** Who has no camera, allows none, or came by an address where browsers give none, is let in all the same. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authority, ownAddresses, ownHost, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { talk } from '../lib/scenarios.mjs';
import { Server } from '../lib/server.mjs';
import { connected, Stage } from '../lib/stage.mjs';

const MINUTE = 60_000;
const reason = whyNot('chromium') ?? whyNoAuthority();
const noNetwork = ownAddresses().some((address) => address.includes('.')) ? false : 'this machine has no address but loopback';

const CASES = [
  { name: 'no devices', without: 'devices', words: /No (camera|microphone)|was found|could not find/i },
  { name: 'devices that are refused', without: 'permission', words: /blocked for this site|question was closed/i },
  { name: 'an address without TLS', without: null, insecure: true, words: /This address cannot use camera or microphone/i, skip: noNetwork },
];

describe('without devices', { skip: reason ?? false }, () => {
  let server;
  let host;

  before(async () => {
    const authority = new Authority();
    server = await Server.start({ authority });
    host = await launch('chromium', { authority });
    server.authority = authority;
  }, { timeout: 15 * MINUTE });

  after(async () => {
    await host?.close();
    await server?.stop();
  });

  for (const { name, without, insecure = false, words, skip = false } of CASES) {
    it(`${name}: it is said, Join works, and a line arrives`, { timeout: 4 * MINUTE, skip }, async () => {
      const browser = await launch('chromium', { authority: server.authority, without });
      try {
        await Stage.play(`without ${name}`, { browsers: [host, browser], servers: [server] }, async (stage) => {
          const origin = insecure ? `http://${ownHost()}:${server.http}` : server.origin;
          if (without === 'permission') await browser.defaultBrowserContext().overridePermissions(origin, []);
          const room = name.replaceAll(' ', '-');
          const ana = await stage.join(0, server, room, { name: 'Ana' });
          const bo = await stage.open(1, { origin }, room, { name: 'Bo' });
          await bo.page.waitForSelector('[data-action="join"]', { visible: true, timeout: 20_000 });
          const says = (pattern) => new RegExp(pattern, 'i').test(document.body.innerText);
          const asksOrSays = (pattern) => new RegExp(pattern, 'i').test(document.body.innerText) || document.querySelector('[data-action="ask"]:not([hidden])') !== null;
          await bo.page.waitForFunction(asksOrSays, { timeout: 20_000 }, words.source);
          if (!(await bo.page.evaluate(says, words.source))) await bo.press('ask');
          await bo.page.waitForFunction(says, { timeout: 20_000 }, words.source);
          await bo.press('join');
          for (const guest of [ana, bo]) await guest.expect(`${guest.name} is connected`, connected, 40_000);
          await talk(ana, bo);
          for (const guest of [ana, bo]) assert.deepEqual(guest.uncaught(), []);
        });
      } finally {
        await browser.close();
      }
    });
  }
});
