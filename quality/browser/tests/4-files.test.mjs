/** Files from browser to browser: whole, over a path that changes and a connection that dies, and under the person's hand. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authority, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { keepConnections } from '../lib/connections.mjs';
import { digestOfKept, expectFile, fileOf, give, pressFile } from '../lib/files.mjs';
import { Server } from '../lib/server.mjs';
import { connected, Stage } from '../lib/stage.mjs';

const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;
const reason = whyNot('chromium') ?? whyNoAuthority();

describe('files', { skip: reason ?? false }, () => {
  const browsers = [];
  let server;

  before(async () => {
    const authority = new Authority();
    server = await Server.start({ authority });
    for (const kind of ['chromium', ...(whyNot('firefox') ? [] : ['firefox'])]) browsers.push(await launch(kind, { authority }));
  }, { timeout: 15 * MINUTE });

  after(async () => {
    for (const browser of browsers) await browser.close();
    await server?.stop();
  });

  /** Ana and Bo without camera and microphone; `of` says in which browser each is. */
  function scene(name, of, scenario) {
    const skip = of.some((index) => index >= 1) && whyNot('firefox');
    it(name, { timeout: 8 * MINUTE, skip: skip ?? false }, (test) =>
      Stage.play(`files ${name}`, { browsers, servers: [server] }, async (stage) => {
        const room = name.replace(/[^a-z0-9]+/g, '-').slice(0, 60);
        const ana = await stage.join(of[0], server, room, { name: 'Ana', query: 'media=none', watch: keepConnections });
        const bo = await stage.join(of[1], server, room, { name: 'Bo', query: 'media=none', watch: keepConnections });
        for (const guest of [ana, bo]) await guest.expect(`${guest.name} is connected`, connected, 30_000);
        await scenario(ana, bo, test);
        for (const guest of [ana, bo]) assert.deepEqual(guest.uncaught(), []);
      }));
  }

  scene('200 MB arrive whole although the path is looked for anew in the middle', [0, 0], async (ana, bo, test) => {
    const file = fileOf('large.bin', 200);
    await give(ana, file);
    const offered = await expectFile(bo, file, 'is offered', ({ status }) => status === 'offered');
    assert.equal(offered.size, file.size);
    assert.equal(offered.bytes, 0);
    await pressFile(bo, file, 'receive');
    await expectFile(bo, file, 'is under way', ({ bytes }) => bytes > 60 * MEGABYTE, 4 * MINUTE);
    await ana.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await ana.expect('ICE was restarted', ({ peers: [peer] }) => peer.restarts > 0);
    const got = await expectFile(bo, file, 'is there', ({ status }) => status === 'done' || status === 'failed', 5 * MINUTE);
    assert.equal(got.status, 'done', got.reason);
    assert.equal(got.sha256, file.sha256);
    assert.equal(got.place, 'private');
    assert.equal(await digestOfKept(bo, file), file.sha256);
    const sent = await expectFile(ana, file, 'was confirmed', ({ status }) => status === 'done');
    assert.equal(sent.sha256, file.sha256);
    test.diagnostic(`${Math.round(got.size / got.millis / 100) / 10} MB/s`);
  });

  scene('a file goes on over a new connection', [0, 0], async (ana, bo) => {
    const file = fileOf('stubborn.bin', 40);
    await give(ana, file);
    await pressFile(bo, file, 'receive');
    const { bytes } = await expectFile(bo, file, 'is under way', (seen) => seen.bytes > 4 * MEGABYTE, MINUTE);
    assert.ok(bytes < file.size, 'it is not through yet');
    await bo.page.evaluate(() => window.connections.at(-1).close());
    const before = await bo.page.evaluate(() => window.connections.length);
    await expectFile(bo, file, 'is there', ({ status }) => status === 'done', 2 * MINUTE);
    assert.ok((await bo.page.evaluate(() => window.connections.length)) > before, 'there was a new connection');
    assert.equal(await digestOfKept(bo, file), file.sha256);
  });

  for (const [from, to, of] of [['chromium', 'firefox', [0, 1]], ['firefox', 'chromium', [1, 0]]]) {
    scene(`${from} gives ${to} two at once, one waits, one is thrown away`, of, async (ana, bo) => {
      const [one, two] = [fileOf(`one-${from}.bin`, 60), fileOf(`two-${from}.bin`, 90)];
      await give(ana, one, two);
      for (const file of [one, two]) await pressFile(bo, file, 'receive');
      await pressFile(bo, one, 'pause');
      const paused = await expectFile(ana, one, 'is held', ({ status }) => status === 'paused-there');
      assert.ok(paused.bytes < one.size);
      await expectFile(bo, two, 'goes on alone', ({ bytes }) => bytes > 0, MINUTE);
      await pressFile(ana, two, 'cancel');
      await expectFile(bo, two, 'is cancelled', ({ status }) => status === 'cancelled');
      await expectFile(bo, one, 'is still held', ({ status, bytes }) => status === 'paused' && bytes < one.size);
      await pressFile(bo, one, 'resume');
      await expectFile(bo, one, 'is there', ({ status }) => status === 'done', 2 * MINUTE);
      assert.equal(await digestOfKept(bo, one), one.sha256);
      await expectFile(ana, one, 'was confirmed', ({ status }) => status === 'done');
    });
  }
});
