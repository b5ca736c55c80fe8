/** The latency ladder between real browsers, on a line of 20 ms and with loss; hidden tabs; in a call; access for everybody. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, assertFits } from '../lib/accessible.mjs';
import { ownHost } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { Link } from '../lib/link.mjs';
import { Server } from '../lib/server.mjs';
import { connected, Stage } from '../lib/stage.mjs';
import { sleep, until } from '../lib/wait.mjs';

const MINUTE = 60_000;
const ENOUGH = 100;
const LADDER = ['polling', 'long-poll', 'websocket', 'ordered'];
const HIDDEN_MILLIS = 3000; // sixty probes, if they were sent

describe('the latency ladder', { skip: whyNot('chromium') ?? false }, () => {
  let server;
  const browsers = [];

  before(async () => {
    server = await Server.start({ name: 'ladder' });
    for (let index = 0; index < 2; index++) browsers.push(await launch('chromium', {}));
  }, { timeout: 15 * MINUTE });

  after(async () => {
    for (const browser of browsers) await browser.close();
    await server?.stop();
  });

  const stateOf = (page) => page.evaluate(() => JSON.stringify(window.parley?.state() ?? null)).then(JSON.parse);

  async function open(browser, url, { link = null, notes = [] } = {}) {
    const page = await browser.newPage();
    page.on('pageerror', (error) => notes.push(String(error?.stack ?? error)));
    if (link) {
      await page.exposeFunction('throughLink', async (address, port) => ({ address: ownHost(), port: await link.udp(address, port) }));
      await page.evaluateOnNewDocument(leadCandidatesThroughLink);
    }
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return page;
  }

  const enough = (page, ids, what) => until(what, async () => {
    const state = await stateOf(page);
    return state && ids.every((id) => state.ways[id]?.n >= ENOUGH) && state;
  }, { withinMillis: 2 * MINUTE, describe: () => stateOf(page) });

  it('measures at once, with itself as the other end', { timeout: 4 * MINUTE }, async () => {
    const notes = [];
    const page = await open(browsers[0], `${server.origin}/latency`, { notes });
    const state = await until('every way has messages', async () => {
      const seen = await stateOf(page);
      return seen?.other === 'mirror' && Object.values(seen.ways).length === 7 && Object.values(seen.ways).every(({ n }) => n >= 10) && seen;
    }, { withinMillis: MINUTE, describe: () => stateOf(page) });
    for (const [id, way] of Object.entries(state.ways)) assert.ok(way.p50 > 0 && way.p99 === null, `${id}: ${JSON.stringify(way)}`);
    assert.deepEqual(notes, []);
    await page.close();
  });

  it('is a ladder on a line of 20 ms, and loss is seen in the slowest of the ordered', { timeout: 10 * MINUTE }, async () => {
    const link = new Link({ oneWayMillis: 10 });
    const notes = [];
    try {
      const origins = [await link.tcp(server.http), await link.tcp(server.http)].map((port) => `http://localhost:${port}`);
      const host = await open(browsers[0], `${origins[0]}/latency`, { link, notes });
      await until('the page measures', async () => (await stateOf(host))?.other === 'mirror');
      await host.click('[data-action="invite"]');
      const path = await until('there is a link', () => host.$eval('[data-invite="link"]', (element) => new URL(element.href).pathname + new URL(element.href).hash));
      const guest = await open(browsers[1], origins[1] + path, { link, notes });
      await until('both have met', async () => (await stateOf(host)).other === 'person' && (await stateOf(guest)).other === 'guest');

      const { ways } = await enough(host, [...LADDER, 'http-echo', 'socket-echo'], 'a hundred messages of each way');
      const figures = JSON.stringify(ways, null, 1);
      console.log(`20 ms: ${figures}`);
      assert.ok(ways.polling.p50 > ways.websocket.p50 * 2, figures);
      assert.ok(ways.websocket.p50 >= ways.ordered.p50, figures);
      assert.ok(ways.ordered.p50 >= 20 && ways['socket-echo'].p50 >= 20 && ways.websocket.p50 >= 40, `nothing is faster than the line: ${figures}`);
      assert.ok(ways.polling.p99 !== null && ways.polling.p99 >= ways.polling.p50, figures);
      await until('the other side measures, too', async () => (await stateOf(guest)).ways.websocket.n > 20);

      link.loss = 0.05;
      await host.click('[data-action="start-over"]');
      const lossy = await enough(host, ['ordered', 'websocket'], 'a hundred messages with loss');
      const lossyFigures = JSON.stringify({ ...lossy.ways, dropped: link.dropped, carried: link.carried }, null, 1);
      console.log(`5 % lost: ${lossyFigures}`);
      assert.ok(link.dropped > 0);
      const unordered = lossy.ways.unordered;
      assert.ok(unordered.lost > 0, `lost messages are counted: ${lossyFigures}`);
      const p99 = unordered.p99 ?? (await enough(host, ['unordered'], 'a hundred that were not lost')).ways.unordered.p99;
      assert.ok(lossy.ways.ordered.p99 > p99, lossyFigures);
      assert.deepEqual(notes, []);
      await guest.close();
      await host.close();
    } finally {
      link.close();
    }
  });

  it('rests while its tab is hidden, and says so', { timeout: 4 * MINUTE }, async () => {
    const page = await open(browsers[0], `${server.origin}/latency`);
    const total = async () => Object.values((await stateOf(page)).ways).reduce((sum, { n, lost }) => sum + n + lost, 0);
    await until('it measures', async () => (await total()) > 30);
    const session = await page.createCDPSession();
    const { windowId } = await session.send('Browser.getWindowForTarget');
    await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } });
    await until('the tab is hidden', () => page.evaluate(() => document.hidden));
    await until('it rests', async () => !(await stateOf(page)).running);
    const before = await total();
    await sleep(HIDDEN_MILLIS); // time in which something could be counted
    assert.equal(await total(), before);
    assert.match(await page.$eval('[data-ladder="status"]', (element) => element.textContent), /hidden/);
    await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
    await until('it goes on', async () => (await total()) > before);
    await page.close();
  });

  it('measures over the path of a call, with the other’s page as the other end', { timeout: 5 * MINUTE }, () => Stage.play('ladder in a call', { browsers, servers: [server] }, async (stage) => {
    const [ana, bo] = await stage.call(server, 'ladder-call');
    for (const guest of [ana, bo]) { // both at once
      await guest.press('people');
      await guest.page.click('#tab-latency');
      await guest.page.waitForSelector('[data-action="ladder"]:not([disabled])');
      await guest.page.click('[data-action="ladder"]');
    }
    const count = (guest, id) => guest.page.$eval(`[data-way="${id}"] .ladder-n`, (cell) => Number(cell.textContent));
    for (const guest of [ana, bo]) {
      await guest.page.bringToFront();
      for (const id of ['polling', 'long-poll', 'websocket', 'ordered', 'unordered', 'http-echo']) {
        await until(`${guest.name} has messages by ${id}`, async () => (await count(guest, id)) >= 5, { withinMillis: 60_000 });
      }
    }
    await ana.page.click('[data-action="ladder"]');
    for (const guest of [ana, bo]) {
      assert.ok(connected(await guest.state()));
      assert.deepEqual(guest.uncaught(), []);
    }
    await ana.say('still here');
    await bo.hears('still here');
  }));

  for (const width of [320, 360, 1280]) {
    for (const theme of ['light', 'dark']) {
      it(`is accessible and fits at ${width}, ${theme}`, { timeout: 3 * MINUTE }, async () => {
        const page = await open(browsers[0], `${server.origin}/latency`);
        await page.setViewport({ width, height: 800 });
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
        await until('it measures', async () => Object.values((await stateOf(page))?.ways ?? {}).some(({ n }) => n > 3));
        await page.$$eval('.latency-why details', (folds) => folds.forEach((fold) => { fold.open = true; }));
        await assertFits(page, 'the page');
        await assertAccessible(page, 'the page');
        await page.close();
      });
    }
  }
});

/** In the page: every candidate of the other side is reached through the link, and by no other way. */
function leadCandidatesThroughLink() {
  const add = RTCPeerConnection.prototype.addIceCandidate;
  RTCPeerConnection.prototype.addIceCandidate = async function addThrough(candidate) {
    const words = candidate?.candidate?.split(' ');
    if (!words || words[2]?.toLowerCase() !== 'udp' || !/^[\d.]+$/.test(words[4])) return undefined;
    const { address, port } = await window.throughLink(words[4], Number(words[5]));
    words[4] = address;
    words[5] = String(port);
    return add.call(this, { ...(candidate.toJSON?.() ?? candidate), candidate: words.join(' ') });
  };
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function setThrough(description) {
    return set.call(this, { type: description.type, sdp: description.sdp.replace(/a=candidate:.*\r\n/g, '') });
  };
}
