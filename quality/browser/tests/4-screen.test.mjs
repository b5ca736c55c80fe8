/** A shared screen reaches the others and stays a screen when the connection is mended or made anew. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Authority, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { smallCamera } from '../lib/camera.mjs';
import { keepConnections } from '../lib/connections.mjs';
import { Server } from '../lib/server.mjs';
import { connected, Stage } from '../lib/stage.mjs';
import { expectScreen, textOf } from '../lib/screen.mjs';
import { until } from '../lib/wait.mjs';

const MINUTE = 60_000;
const reason = whyNot('chromium') ?? whyNoAuthority();

for (const second of ['chromium', 'firefox']) {
  describe(`the screen of chromium in ${second}`, { skip: reason ?? whyNot(second) ?? false }, () => {
    const browsers = [];
    let server;

    before(async () => {
      const authority = new Authority();
      server = await Server.start({ authority });
      for (const kind of ['chromium', second]) browsers.push(await launch(kind, { authority }));
    }, { timeout: 15 * MINUTE });

    after(async () => {
      for (const browser of browsers) await browser.close();
      await server?.stop();
    });

    it('is large, named, outlasts a restart and a new connection, and ends by the browser’s own button', { timeout: 5 * MINUTE }, () =>
      Stage.play(`screen in ${second}`, { browsers, servers: [server] }, async (stage) => {
        const ana = await stage.join(0, server, 'screen', { name: 'Ana', watch: `(${smallCamera})(); (${keepConnections})();` });
        const bo = await stage.join(1, server, 'screen', { name: 'Bo', watch: `(${smallCamera})();` });
        for (const guest of [ana, bo]) await guest.expect(`${guest.name} is connected`, connected, 30_000);
        await ana.press('share');
        await ana.expect('Ana shares', ({ sharing }) => sharing);
        await expectScreen(bo, 'from the first');
        await until('Bo reads whose it is', async () => /Ana shares the screen/.test(await textOf(bo, '.tile-screen.is-big')));

        await ana.page.evaluate(() => window.dispatchEvent(new Event('online')));
        await ana.expect('ICE was restarted', ({ peers: [peer] }) => peer.restarts > 0);
        await ana.expect('it is well again', connected, 30_000);
        await expectScreen(bo, 'after a restart');

        await ana.page.evaluate(() => window.connections.at(-1).close());
        await until('there is a new connection', () => ana.page.evaluate(() => window.connections.length > 1), { withinMillis: 30_000 });
        await ana.expect('it is well', connected, 30_000);
        await expectScreen(bo, 'over a new connection');
        await bo.receives();

        // The browser's own button ends the track, and says so by this event alone.
        await ana.page.evaluate(() => window.connections.at(-1).getTransceivers()[2].sender.track.dispatchEvent(new Event('ended')));
        await bo.expect('the screen is gone', ({ peers: [peer] }) => peer.devices.screen === 'none');
        await until('its tile is gone', async () => (await bo.page.$('.tile-screen')) === null);
        await bo.receives();
        for (const guest of [ana, bo]) assert.deepEqual(guest.uncaught(), []);
      }));
  });
}
