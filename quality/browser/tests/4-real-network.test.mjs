/**
 * What a call makes of networks that misbehave: the path is cut, the address changes, UDP is forbidden. Two homes made
 * from Linux namespaces, in which the test changes Ana's network under a running call.
 */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authority, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { smallCamera } from '../lib/camera.mjs';
import { LAB_NAMES, RealLab, whyNoLab } from '../lib/real-lab.mjs';
import { talk } from '../lib/scenarios.mjs';
import { expectScreen, textOf } from '../lib/screen.mjs';
import { connected, Stage } from '../lib/stage.mjs';
import { sleep, until } from '../lib/wait.mjs';

const MINUTE = 60_000;
const DIRECT_MILLIS = 3000;
const RELAYED_MILLIS = 8000;
const CUT_MILLIS = 8000;
const BACK_MILLIS = 10_000;
const reason = whyNot('chromium') ?? whyNoAuthority() ?? whyNoLab();

describe('a call over networks that misbehave', { skip: reason ?? false }, () => {
  const browsers = [];
  let lab;

  before(async () => {
    const authority = new Authority(LAB_NAMES);
    lab = await RealLab.start('two-homes', { authority, asRoot: true });
    for (const machine of ['ana', 'ben']) browsers.push(await launch('chromium', { authority, door: lab.door(machine) }));
  }, { timeout: 15 * MINUTE });

  after(async () => {
    for (const browser of browsers) await browser.close();
    await lab?.stop();
  });

  /**
   * Ana and Ben in a room of their own. Each page has a mark that only staying on the page keeps. `prepare` is done
   * before they join, `undo` in the end.
   */
  function scene(name, scenario, { prepare = () => {}, undo = () => {} } = {}) {
    it(name, { timeout: 6 * MINUTE }, () => Stage.play(`network ${name}`, { browsers, servers: [lab] }, async (stage) => {
      const room = name.replace(/[^a-z0-9]+/g, '-').slice(0, 60);
      prepare();
      try {
        const ana = await stage.join(0, lab, room, { name: 'Ana', watch: smallCamera });
        const ben = await stage.join(1, lab, room, { name: 'Ben', watch: smallCamera });
        for (const guest of [ana, ben]) await guest.page.evaluate(() => { window.sameDocument = true; });
        await scenario(ana, ben);
        for (const guest of [ana, ben]) {
          assert.equal(await guest.page.evaluate(() => window.sameDocument), true, `${guest.name} stayed on the page`);
          assert.deepEqual(guest.uncaught(), []);
        }
      } finally {
        undo();
      }
    }));
  }

  const caption = (guest, words, withinMillis) =>
    until(`${guest.name} reads "${words}"`, async () => new RegExp(words).test(await textOf(guest, '[data-peer] [data-part="state"]')), { withinMillis, describe: () => guest.state() });

  scene('both see each other play, and read that the path is direct', async (ana, ben) => {
    for (const guest of [ana, ben]) await caption(guest, '^direct', DIRECT_MILLIS);
    for (const guest of [ana, ben]) {
      const clock = () => guest.page.$eval('[data-peer] video', (video) => video.currentTime);
      const before = await clock();
      await until(`the picture plays at ${guest.name}’s`, async () => (await clock()) > before + 0.3);
    }
  });

  scene('with UDP forbidden they read how they are relayed', async (ana, ben) => {
    for (const guest of [ana, ben]) await caption(guest, '^relayed over (TCP|TLS)', RELAYED_MILLIS);
    for (const guest of [ana, ben]) await guest.receives();
  }, {
    prepare: () => lab.run('ana', 'nft add table inet no_udp; nft add chain inet no_udp out "{ type filter hook output priority 0; }"; nft add rule inet no_udp out meta l4proto udp drop'),
    undo: () => lab.run('ana', 'nft delete table inet no_udp'),
  });

  scene('a path that is cut for a while is found again, and a screen stays a screen', async (ana, ben) => {
    for (const guest of [ana, ben]) await guest.expect(`${guest.name} is connected`, connected, 30_000);
    await ben.press('share');
    await expectScreen(ana, 'at first');
    await ana.press('mute');
    cut();
    const back = Date.now() + CUT_MILLIS;
    try {
      for (const guest of [ana, ben]) await caption(guest, '^Reconnecting', CUT_MILLIS);
      await sleep(Math.max(0, back - Date.now())); // it is the length of the cut that is tested
    } finally {
      mend();
    }
    assert.equal((await ana.state()).microphone, 'off', 'mute outlasts it');
    await ana.press('mute'); // so that there is sound to be heard
    await flowsAgain(ana, ben);
    await expectScreen(ana, 'after the cut');
    await talk(ana, ben, 'after the cut');
  });

  scene('a call goes on when the address changes', async (ana, ben) => {
    for (const guest of [ana, ben]) await guest.expect(`${guest.name} is connected`, connected, 30_000);
    await ben.press('share');
    await expectScreen(ana, 'at first');
    moveTo('192.168.1.77');
    try {
      await ana.expect('Ana looks for another way', ({ peers: [peer] }) => peer.restarts > 0 || peer.state !== 'connected', 20_000);
      await flowsAgain(ana, ben);
      await expectScreen(ana, 'from the new address');
      await talk(ana, ben, 'from another address');
    } finally {
      moveTo('192.168.1.2');
    }
  });

  /** Nothing leaves or reaches Ana, and nothing tells her so. */
  function cut() {
    lab.run('ana', 'nft add table inet cut; for way in input output; do nft add chain inet cut $way "{ type filter hook $way priority 0; policy drop; }"; done');
  }

  function mend() {
    lab.run('ana', 'nft delete table inet cut');
  }

  /** Ana's card has another address from now on, as when a phone goes from Wi-Fi to mobile. */
  function moveTo(address) {
    lab.run('ana', `ip -4 address flush dev eth0 && ip address add ${address}/24 dev eth0 && ip route replace default via 192.168.1.1`);
  }

  async function flowsAgain(ana, ben) {
    const began = performance.now();
    await Promise.all([ana, ben].map((guest) => guest.receives({ frames: 3, withinMillis: BACK_MILLIS })));
    for (const guest of [ana, ben]) await guest.expect(`${guest.name} is connected`, connected, 20_000);
    console.error(`media flowed again after ${Math.round(performance.now() - began)} ms`);
  }
});
