/** The anatomy of a call: what it says is what the browser says, in a call, in a file, and opened again. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, assertFits } from '../lib/accessible.mjs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { addressesOn, descriptionsOn, dropFile, milestonesOn, openFile, openTab, saveOn, truthOf, watchConnections } from '../lib/anatomy.mjs';
import { Authority, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { Server } from '../lib/server.mjs';
import { connected, Stage } from '../lib/stage.mjs';
import { patience, until } from '../lib/wait.mjs';

const WEB = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'web', 'call', 'src', 'main', 'resources', 'dev', 'parley', 'call', 'web');
const SAMPLE = readFileSync(join(WEB, 'sample', 'anatomy.json'), 'utf8');
const TABS = ['timeline', 'descriptions', 'addresses', 'security', 'numbers', 'log'];
const MILESTONES = ['page', 'socket', 'joined', 'offer', 'delivered', 'answer', 'candidate', 'check', 'pair', 'dtls', 'channel', 'frame'];
const MINUTE = 60_000;
const OPEN_MILLIS = 200;
const MOST_ELEMENTS = 1500;
const MOST_BYTES = 80 * 1024;

const missing = whyNot('chromium') ?? whyNoAuthority();
const linesOf = (sdp) => sdp.split(/\r?\n/).filter(Boolean).map((line) => line.replace(/^(a=ice-pwd:).*/, '$1…')).sort();

describe('the anatomy', { skip: missing ?? false }, () => {
  let authority;
  let server;

  before(async () => {
    authority = new Authority();
    server = await Server.start({ authority, options: ['--stun-alternate-port', '0'] });
  }, { timeout: 15 * MINUTE });

  after(() => server?.stop());

  for (const [kind, other] of [['chromium', 'chromium'], ['firefox', 'chromium']]) {
    describe(`of a call of ${kind} with ${other}`, { skip: whyNot(kind) ?? false }, () => {
      const browsers = [];

      before(async () => {
        for (const one of [kind, other]) browsers.push(await launch(one, { authority }));
      }, { timeout: 5 * MINUTE });

      after(async () => {
        for (const browser of browsers) await browser.close();
      });

      it('says what the browser says, and a file of it says the same', { timeout: 5 * MINUTE }, () => Stage.play(`anatomy-${kind}-${other}`, { browsers, servers: [server] }, async (stage) => {
        const ana = await stage.open(0, server, 'anatomy', { name: 'Ana', query: 'autojoin', watch: watchConnections });
        await ana.expect('Ana is in the room', (state) => state.signaling.state === 'joined', 30_000);
        const ben = await stage.join(1, server, 'anatomy', { name: 'Ben' });
        for (const guest of [ana, ben]) {
          await guest.expect(`${guest.name} is connected`, connected, 30_000);
          await guest.receives();
        }
        const { page } = ana;
        await ana.press('anatomy');
        await page.waitForSelector('[data-milestone]');
        await until('all twelve are reached', async () => (await milestonesOn(page)).every(({ at }) => at !== null), { describe: () => milestonesOn(page) });
        const milestones = await milestonesOn(page);
        assert.deepEqual(milestones.map(({ key }) => key).sort(), [...MILESTONES].sort());
        inOrder(milestones);

        await openTab(page, 'addresses');
        await until('the pair in use is the chosen one', async () => {
          const [shown, truth] = [await addressesOn(page), await truthOf(page)];
          const chosen = shown.pairs.filter((pair) => pair.chosen);
          return chosen.length === 1 && chosen[0].id === truth.selected;
        }, { describe: () => addressesOn(page) });
        // Pairs and candidates may still come; the page looks once a second.
        const { truth, shown } = await until('every pair and candidate is shown', async () => {
          const now = { truth: await truthOf(page), shown: await addressesOn(page) };
          assert.deepEqual(now.truth.pairs.filter(({ id }) => !now.shown.pairs.some((pair) => pair.id === id)).map(({ id }) => id), []);
          for (const [side, type] of [['local', 'local-candidate'], ['remote', 'remote-candidate']]) {
            for (const stat of now.truth.candidates.filter((one) => one.type === type && (one.address ?? one.ip))) {
              const { address = stat.ip } = stat;
              const line = `${stat.candidateType} ${address.includes(':') ? `[${address}]` : address}:${stat.port} ${stat.protocol}`;
              assert.ok(now.shown[side].includes(line), `${line} is among ${now.shown[side].join(', ')}`);
            }
          }
          return now;
        }, { describe: () => addressesOn(page) });
        assert.match(shown.route, /^host .*host$/);
        assert.match(shown.why, /\w+ .*\.$/);
        assert.equal(shown.pairs[0].id, truth.selected);

        await openTab(page, 'descriptions');
        const descriptions = await until('the descriptions are those in force', async () => {
          const [now, seen] = [await truthOf(page), await descriptionsOn(page)];
          assert.deepEqual(seen.local, linesOf(now.local));
          assert.deepEqual(seen.remote, linesOf(now.remote));
          return seen;
        });
        assert.deepEqual(descriptions.unexplained, []);

        await openTab(page, 'security');
        const dtls = await page.$eval('[data-security="dtls"]', (section) => section.textContent);
        if (truth.transport?.dtlsCipher) assert.ok(dtls.includes(truth.transport.dtlsCipher), dtls);
        for (const sdp of [truth.local, truth.remote]) {
          const [, fingerprint] = /^a=fingerprint:\S+ (\S+)/m.exec(sdp);
          assert.ok((await page.$eval('[data-security="certificates"]', (section) => section.textContent)).includes(fingerprint));
        }
        assert.equal((await page.$$('[data-matches="false"]')).length, 0);

        const file = await saveOn(page);
        const passwords = [truth.local, truth.remote].flatMap((sdp) => [...sdp.matchAll(/^a=ice-pwd:(\S+)/gm)].map(([, password]) => password));
        assert.ok(passwords.length > 1 && truth.secrets.length > 1);
        const addresses = [truth.local, truth.remote].flatMap((sdp) => [...sdp.matchAll(/^a=candidate:\S+ \d+ \S+ \d+ (\S+)/gm)].map(([, address]) => address));
        assert.ok(addresses.length > 0);
        for (const secret of [...passwords, ...truth.secrets, ...addresses]) assert.ok(!file.includes(secret), `${secret} is in the file`);
        const saved = JSON.parse(file);
        assert.equal(saved.addresses, 'masked');

        const opened = await stageFile(browsers[0], server, file);
        inOrder(await milestonesOn(opened));
        assert.deepEqual(await milestonesOn(opened), milestones.map((milestone) => ({ ...milestone })));
        const rows = await rowsOf(opened);
        assert.equal(rows.pairs.filter(({ chosen }) => chosen).length, 1);
        assert.equal(rows.pairs[0].id, truth.selected);
        assert.deepEqual(rows.unexplained, []);
        assert.equal(rows.local.length, descriptions.local.length);
        const again = await stageFile(browsers[0], server, await saveOn(opened));
        assert.deepEqual(await rowsOf(again), rows);

        // The page follows the call from another tab of the same browser.
        const follower = await browsers[0].newPage();
        await follower.goto(`${server.origin}/anatomy?follow`, { waitUntil: 'domcontentloaded' });
        await follower.waitForSelector('[data-milestone]', { timeout: 20_000 * patience() });
        assert.deepEqual(await milestonesOn(follower), milestones);
        await follower.close();

        // Ben's own recording joins it, on the same axis.
        await ben.press('anatomy');
        await ben.page.waitForSelector('[data-milestone]');
        const theirs = await saveOn(ben.page);
        const { merged, how } = await again.evaluate(async (one, two) => {
          const [{ readFile }, { merge }] = await Promise.all([import('/call/js/anatomy/model/read.js'), import('/call/js/anatomy/model/merge.js')]);
          const both = merge(readFile(one), readFile(two));
          return { merged: both.recording.events.map(({ t, side, kind, data }) => ({ t, side, kind, type: data?.type ?? null })), how: both.how };
        }, file, theirs);
        assert.equal(how, 'peer');
        const at = (side, event, type) => merged.find((one) => one.side === side && one.kind === event && one.type === type).t;
        assert.ok(at('there', 'message-out', 'offer') < at('here', 'message-in', 'offer') + 20, 'an offer is sent before it comes');
        assert.ok(at('here', 'message-out', 'answer') < at('there', 'message-in', 'answer') + 20, 'an answer is sent before it comes');
        for (const guest of [ana, ben]) assert.deepEqual(guest.uncaught(), []);
      }));
    });
  }

  describe('on its own page', () => {
    let browser;

    before(async () => {
      browser = await launch('chromium', { authority });
    }, { timeout: 5 * MINUTE });

    after(() => browser?.close());

    it('opens the sample, with every pane filled and few elements', { timeout: 3 * MINUTE }, async () => {
      const page = await open('?file=sample');
      for (const tab of TABS) {
        await openTab(page, tab);
        if (tab === 'numbers') await drawn(page);
        const elements = await page.evaluate(() => document.querySelectorAll('*').length);
        assert.ok(elements <= MOST_ELEMENTS, `${tab}: ${elements} elements`);
      }
      await openTab(page, 'addresses');
      assert.equal((await addressesOn(page)).route, 'host router internet router host');
      assert.equal((await addressesOn(page)).mapping, 'same');
      await page.close();
    });

    it('moves one cursor through all panes, by keys as well', { timeout: 3 * MINUTE }, async () => {
      const page = await open('?file=sample');
      await page.focus('.ladder');
      for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowDown');
      const time = await page.$eval('.ladder .is-chosen .step-time', (cell) => cell.textContent);
      assert.equal(await page.$eval('.lane-foot output', (cell) => cell.textContent), `${time} after Join`);
      await openTab(page, 'log');
      const logged = await page.$eval('.events .is-chosen .event-time', (cell) => Number(cell.textContent));
      assert.ok(Math.abs(logged - parseFloat(time)) < 1, `${logged} and ${time}`);
      await openTab(page, 'numbers');
      await drawn(page);
      const before = await legend(page);
      await page.focus('[data-chart="bitrate"] .chart-canvas');
      for (let i = 0; i < 20; i += 1) await page.keyboard.press('ArrowRight');
      assert.notDeepEqual(await legend(page), before);
      await until('the value is spoken', () => page.$eval('[data-chart="bitrate"] [aria-live]', (words) => /^At \d+ s: /.test(words.textContent)));
      await page.$eval('[data-chart="bitrate"] button', (button) => button.click());
      assert.ok((await page.$$('[data-chart="bitrate"] tbody tr')).length > 20);
      await page.close();
    });

    it('says line and field of a bad file, and keeps what it showed', { timeout: 2 * MINUTE }, async () => {
      const page = await open('?file=sample');
      const before = await milestonesOn(page);
      const words = async (content) => {
        await page.$eval('[data-anatomy="problems"]', (place) => place.replaceChildren());
        await dropFile(page, content);
        await page.waitForSelector('[data-notice="bad-file"]');
        return page.$eval('[data-notice="bad-file"]', (place) => place.textContent);
      };
      assert.match(await words(SAMPLE.replace(/"phase":"connection"/, '"phase":"magic"')), /line \d+, field events\[\d+\]\.phase/);
      assert.match(await words(SAMPLE.slice(0, 5000)), /line \d+, column \d+.*not JSON/s);
      assert.match(await words('{}'), /field format/);
      assert.match(await words('['.repeat(200_000)), /not JSON/);
      assert.deepEqual(await milestonesOn(page), before);
      await page.close();
    });

    it('shows words of strangers as words', { timeout: 2 * MINUTE }, async () => {
      const page = await open('');
      const evil = '<img src=x onerror=window.hurt=1><script>window.hurt=1</script>';
      const file = JSON.parse(SAMPLE);
      file.self.name = evil;
      file.people[0].name = evil;
      for (const event of file.events) Object.assign(event, { kind: event.kind === 'message-out' ? event.kind : `${event.kind}${event.kind.includes('received') ? evil : ''}`, data: { ...event.data, reason: evil } });
      for (const both of Object.values(file.descriptions)) both.local.sdp += `a=x:${evil}\r\n`;
      await openFile(page, JSON.stringify(file));
      for (const tab of TABS) await openTab(page, tab);
      assert.equal(await page.evaluate(() => window.hurt), undefined);
      assert.equal((await page.$$('main img, main script')).length, 0);
      await page.close();
    });

    it(`opens 5,000 events and a quarter of an hour within ${OPEN_MILLIS} ms`, { timeout: 3 * MINUTE }, async () => {
      const page = await open('?file=sample'); // the modules are there then
      const file = JSON.parse(SAMPLE);
      const last = file.events.at(-1);
      while (file.events.length < 5000) file.events.push({ ...last, t: last.t + file.events.length * 100 });
      for (const stats of Object.values(file.stats)) {
        const count = stats.times.length;
        while (stats.times.length < 900) stats.times.push(stats.times.at(-1) + 1000);
        for (const object of stats.objects) {
          if (object.to !== count - 1) continue;
          object.to = 899;
          for (const [key, column] of Object.entries(object.columns)) if (Array.isArray(column)) while (object.columns[key].length < 900 - object.from) column.push(column.at(-1));
        }
      }
      const times = [];
      for (let i = 0; i < 3; i += 1) times.push(await openFile(page, JSON.stringify(file)));
      assert.ok(Math.min(...times) <= OPEN_MILLIS * patience(), `${times.join(', ')} ms`);
      for (const tab of TABS) {
        await openTab(page, tab);
        assert.ok(await page.evaluate((most) => document.querySelectorAll('*').length <= most, MOST_ELEMENTS), tab);
      }
      await page.close();
    });

    it('weighs little, and no chart is loaded before one is seen', { timeout: 2 * MINUTE }, async () => {
      const page = await browser.newPage();
      const asked = [];
      page.on('response', async (response) => {
        const path = new URL(response.url()).pathname;
        if (/^\/call\/.*(anatomy|sdp|uplot)/.test(path) && !path.endsWith('.json')) asked.push([path, gzipSync(await response.buffer()).length]);
      });
      await page.goto(`${server.origin}/anatomy?file=sample`, { waitUntil: 'networkidle0' });
      assert.deepEqual(asked.filter(([path]) => path.includes('uplot')), []);
      await openTab(page, 'numbers');
      await drawn(page);
      await until('all has come', () => asked.some(([path]) => path.endsWith('uPlot.min.css')));
      const page0 = new Set(['/call/js/anatomy/page.js', '/call/js/anatomy/follow.js', '/call/js/anatomy/model/read.js', '/call/js/anatomy/model/json-place.js', '/call/js/anatomy/model/merge.js']);
      const bytes = asked.filter(([path]) => !page0.has(path)).reduce((sum, [, size]) => sum + size, 0);
      assert.ok(bytes <= MOST_BYTES, `${bytes} bytes: ${asked.sort((a, b) => b[1] - a[1]).slice(0, 8).join(' ')}`);
      assert.deepEqual(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin).filter((origin) => origin !== location.origin)), []);
      await page.close();
    });

    for (const width of [320, 360, 1280]) {
      for (const theme of ['light', 'dark']) {
        it(`is accessible and fits at ${width}, ${theme}`, { timeout: 4 * MINUTE }, async () => {
          const page = await open('', { width, theme });
          await accessible(page, 'empty');
          await dropFile(page, '{}');
          await page.waitForSelector('[data-notice="bad-file"]');
          await accessible(page, 'error');
          await openFile(page, SAMPLE);
          for (const tab of TABS) {
            await openTab(page, tab);
            if (tab === 'numbers') await drawn(page);
            if (tab === 'timeline') await page.$eval('.step', (step) => step.click());
            if (tab === 'timeline' && width < 1000) {
              await accessible(page, 'sheet');
              await page.keyboard.press('Escape');
            }
            if (tab === 'descriptions') await page.$$eval('.sdp-row, .sdp-fold', (rows) => rows.slice(0, 30).forEach((row) => { row.open = true; }));
            await accessible(page, tab);
          }
          await page.close();
        });
      }
    }

    it('stands still for those who want it so', { timeout: 2 * MINUTE }, async () => {
      const page = await open('?file=sample');
      await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
      await openTab(page, 'addresses');
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
      await page.close();
    });

    async function open(query, { width = 1280, theme = 'light' } = {}) {
      const page = await browser.newPage();
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      await page.goto(`${server.origin}/anatomy${query}`, { waitUntil: 'domcontentloaded' });
      await page.waitForSelector(query ? '[data-milestone]' : '[data-anatomy="empty"]');
      return page;
    }
  });
});

async function accessible(page, state) {
  await assertFits(page, state);
  await assertAccessible(page, state);
}

/** A file, opened on a fresh page. */
async function stageFile(browser, server, file) {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/anatomy`, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('[data-anatomy="empty"]');
  await openFile(page, file);
  await page.waitForSelector('[data-milestone]');
  return page;
}

/** Everything that stands in the panes. */
async function rowsOf(page) {
  await openTab(page, 'timeline');
  const milestones = await milestonesOn(page);
  await openTab(page, 'addresses');
  const addresses = await addressesOn(page);
  await openTab(page, 'descriptions');
  const descriptions = await descriptionsOn(page);
  await openTab(page, 'log');
  const events = await page.$eval('[data-anatomy="count"]', (count) => count.textContent);
  return { milestones, pairs: addresses.pairs, candidates: [addresses.local, addresses.remote], ...descriptions, events };
}

/** In each lane, each milestone comes after the one before. */
function inOrder(milestones) {
  const at = Object.fromEntries(milestones.map((milestone) => [milestone.key, milestone.at]));
  assert.equal(at.page, 0);
  for (const [before, after] of [['page', 'socket'], ['socket', 'joined'], ['joined', 'offer'], ['offer', 'delivered'], ['delivered', 'answer'], ['check', 'pair'], ['pair', 'dtls'], ['dtls', 'channel'], ['dtls', 'frame']]) {
    assert.ok(at[before] <= at[after], `${before} ${at[before]} comes before ${after} ${at[after]}`);
  }
  for (let i = 1; i < milestones.length; i += 1) if (milestones[i].phase === milestones[i - 1].phase) assert.ok(milestones[i - 1].at <= milestones[i].at, 'a lane is read from the top');
}

async function drawn(page) {
  await page.$eval('[data-chart="bitrate"]', (chart) => chart.scrollIntoView());
  await page.waitForSelector('[data-chart="bitrate"] canvas');
}

function legend(page) {
  return page.$$eval('[data-chart="bitrate"] .legend strong', (values) => values.map((value) => value.textContent));
}
