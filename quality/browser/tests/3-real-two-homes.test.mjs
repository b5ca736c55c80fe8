/**
 * A call of the page between two homes: each browser on a machine behind its own NAT, the server on a public one, all of
 * it made from Linux namespaces by `./parley lab --real`.
 */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Authority, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { LAB_NAMES, RealLab, whyNoLab } from '../lib/real-lab.mjs';
import { talk } from '../lib/scenarios.mjs';
import { Stage } from '../lib/stage.mjs';

const SCENE_MILLIS = 10 * 60_000; // against hanging; each wait inside has a deadline of its own
const reason = whyNot('chromium') ?? whyNoAuthority() ?? whyNoLab();

describe('chromium and chromium in two homes', { skip: reason ?? false }, () => {
  const authority = reason ? null : new Authority(LAB_NAMES);

  /** Ana and Ben call each other in that topology; gives back the chosen pair of each. */
  async function call(topology, scenario) {
    const lab = await RealLab.start(topology, { authority });
    const browsers = [];
    try {
      for (const machine of ['ana', 'ben']) browsers.push(await launch('chromium', { authority, door: lab.door(machine) }));
      await Stage.play(`real ${topology}`, { browsers, servers: [lab] }, async (stage) => {
        const guests = await stage.call(lab, topology);
        const pairs = [];
        for (const guest of guests) pairs.push((await guest.receives()).pair);
        await talk(...guests);
        await scenario(pairs, guests);
        for (const guest of guests) assert.deepEqual(guest.uncaught(), []);
      });
    } finally {
      for (const browser of browsers) await browser.close();
      await lab.stop();
    }
  }

  it('see, hear and read each other directly through both home routers', { timeout: SCENE_MILLIS }, () =>
    call('two-homes', async (pairs, guests) => {
      // Both are 192.168.1.2 at home: only what STUN showed them, or the checks themselves, leads to the other.
      for (const { localType, remoteType } of pairs) {
        assert.match(localType, /^(srflx|prflx)$/);
        assert.match(remoteType, /^(srflx|prflx)$/);
      }
      for (const guest of guests) await guest.expect('the path is direct', ({ peers: [peer] }) => peer.path?.relayed === false);
    }));

  it('see, hear and read each other through the relay when both routers are symmetric', { timeout: SCENE_MILLIS }, () =>
    call('two-symmetric', async (pairs, guests) => {
      for (const { localType, remoteType } of pairs) assert.ok([localType, remoteType].includes('relay'));
      for (const guest of guests) await guest.expect('the path is relayed', ({ peers: [peer] }) => peer.path?.relayed === true);
    }));
});
