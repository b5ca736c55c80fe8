/** The server is gone for ten seconds: the call does not notice, and what a person was doing stays as it was. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authority, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { smallCamera } from '../lib/camera.mjs';
import { Server } from '../lib/server.mjs';
import { connected, Stage } from '../lib/stage.mjs';
import { sleep, until } from '../lib/wait.mjs';

const MINUTE = 60_000;
const GONE_MILLIS = 10_000;
const reason = whyNot('chromium') ?? whyNoAuthority();

describe('the server is gone for ten seconds', { skip: reason ?? false }, () => {
  let browser;
  let server;

  before(async () => {
    const authority = new Authority();
    server = await Server.start({ authority });
    browser = await launch('chromium', { authority });
  }, { timeout: 15 * MINUTE });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('and pictures go on, the notice comes and goes, mute, draft and panel stay', { timeout: 5 * MINUTE }, () =>
    Stage.play('server gone', { browsers: [browser], servers: [server] }, async (stage) => {
      const ana = await stage.join(0, server, 'gone', { name: 'Ana', watch: smallCamera });
      const bo = await stage.join(0, server, 'gone', { name: 'Bo', watch: smallCamera });
      for (const guest of [ana, bo]) await guest.expect(`${guest.name} is connected`, connected, 30_000);
      await ana.press('mute');
      await ana.page.type('#chat-input', 'a half-written th');
      const look = () => ana.page.evaluate(() => ({
        played: document.querySelector('[data-peer] video').currentTime,
        notice: !document.querySelector('[data-notice="server"]').hidden,
        draft: document.getElementById('chat-input').value,
        panel: document.getElementById('panel').open,
      }));
      const before = await look();
      const gone = performance.now();
      await server.kill();
      try {
        await until('Ana reads that the server is gone', async () => (await look()).notice);
        await bo.say('written meanwhile');
        await ana.hears('written meanwhile');
        for (let last = before.played; performance.now() - gone < GONE_MILLIS;) {
          const { played } = await until('the picture goes on', async () => {
            const now = await look();
            return now.played > last + 0.5 && now;
          }, { withinMillis: 5000 });
          last = played;
          await sleep(500); // the length of the absence is what is tested
        }
      } finally {
        await server.restart();
      }
      await ana.expect('the server is back', ({ signaling }) => signaling.state === 'joined', 30_000);
      await until('the notice is gone', async () => !(await look()).notice);
      const after = await look();
      assert.deepEqual([after.draft, after.panel], [before.draft, before.panel]);
      assert.equal((await ana.state()).microphone, 'off');
      await ana.hears('written meanwhile'); // once, also after the return
      for (const guest of [ana, bo]) {
        await guest.expect(`${guest.name} is connected`, connected, 30_000);
        assert.deepEqual(guest.uncaught(), []);
      }
    }));
});
