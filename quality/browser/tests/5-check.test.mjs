/** The check against networks and servers that fail on purpose: the headline and the culprit, in both browsers. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, assertFits } from '../lib/accessible.mjs';
import { Authority, ownHost, whyNoAuthority } from '../lib/authority.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { openCheck, verdictOf } from '../lib/checker.mjs';
import { oneWayUdp, swallower } from '../lib/obstacles.mjs';
import { freePort } from '../lib/ports.mjs';
import { Server } from '../lib/server.mjs';
import { until } from '../lib/wait.mjs';

const MINUTE = 60_000;
const VERDICT_MILLIS = 8000;
const SECRET = 'known-to-the-test';
const NOWHERE = 'no-such-name.invalid';

const missing = whyNot('chromium') ?? whyNoAuthority();

describe('the check', { skip: missing ?? false }, () => {
  const servers = {};
  const obstacles = {};
  let authority;

  before(async () => {
    authority = new Authority();
    servers.good = await Server.start({ name: 'good', authority, options: ['--auth-secret', SECRET] });
    servers.selfSigned = await Server.start({ name: 'self-signed', options: ['--https-port', String(await freePort())] });
    servers.lost = await Server.start({ name: 'lost', authority, options: ['--turn-server', `turn:${NOWHERE}:3478?transport=udp`] });
    obstacles.swallow = (await swallower());
    obstacles.oneWay = (await oneWayUdp(ownHost(), servers.good.stun));
    obstacles.closed = { port: await freePort(), close() {} };
  }, { timeout: 15 * MINUTE });

  after(async () => {
    for (const obstacle of Object.values(obstacles)) obstacle.close();
    for (const server of Object.values(servers)) await server.stop();
  });

  const port = (name) => obstacles[name].port;
  const failures = [
    { name: 'all well', expect: { key: 'direct', level: 'ok' } },
    { name: 'UDP dropped', spoil: otherPorts, args: () => ({ udp: port('swallow') }), expect: { key: 'relay', via: 'tcp', kind: ['stun', 'turn-udp'], reason: 'way-out', who: 'network' } },
    { name: 'answers over UDP dropped', spoil: otherPorts, args: () => ({ udp: port('oneWay') }), expect: { key: 'relay', via: 'tcp', kind: ['stun', 'turn-udp'], reason: 'way-back', who: 'network' } },
    { name: 'TCP dropped', spoil: otherPorts, args: () => ({ tcp: port('swallow') }), expect: { key: 'direct', kind: ['turn-tcp'], reason: 'way-out', who: 'network' } },
    { name: 'TCP refused', spoil: otherPorts, args: () => ({ tcp: port('closed') }), expect: { key: 'direct', kind: ['turn-tcp'], reason: 'refused', who: 'network' } },
    { name: 'bad password', spoil: badPassword, expect: { key: 'direct-only', kind: ['turn-udp'], reason: 'wrong-key', who: 'operator' } },
    { name: 'expired key', spoil: expiredKey, args: () => ({ secret: SECRET, bySeconds: 720 }), expect: { key: 'direct-only', kind: ['turn-udp'], reason: 'expired', who: 'operator' } },
    { name: 'bad certificate', server: 'selfSigned', expect: { key: 'direct', kind: ['turn-tls'], reason: 'certificate', who: 'operator' } },
    { name: 'unknown name', server: 'lost', expect: { key: 'direct', kind: ['turn-udp'], reason: 'unknown-name', who: 'operator' } },
  ];

  for (const kind of ['chromium', 'firefox']) {
    describe(`in ${kind}`, { skip: whyNot(kind) ?? false }, () => {
      let browser;

      before(async () => {
        browser = await launch(kind, { authority });
      }, { timeout: 5 * MINUTE });

      after(() => browser?.close());

      for (const { name, spoil, args, server = 'good', expect } of failures) {
        it(`names the culprit: ${name}`, { timeout: 3 * MINUTE }, async () => {
          const page = await openCheck(browser, servers[server].origin, { spoil, spoilArgs: args?.() ?? {} });
          try {
            const state = await verdictOf(page, VERDICT_MILLIS);
            const { headline, rows } = state;
            const culprit = rows.find(({ id }) => id === headline.culprit);
            const seen = `${JSON.stringify(headline)}\n${JSON.stringify(rows, null, 1)}`;
            assert.equal(headline.key, expect.key, seen);
            if (expect.level) assert.equal(headline.level, expect.level, seen);
            if (expect.via) assert.equal(headline.via, expect.via, seen);
            assert.equal(headline.reason, expect.reason, seen);
            assert.equal(headline.who, expect.who, seen);
            if (expect.kind) assert.ok(expect.kind.includes(culprit.kind), seen);
            else assert.equal(culprit, undefined, seen);
            if (expect.reason === 'expired') assert.ok(Math.abs(culprit.seconds - 720) < 60, seen);
            if (expect.who === 'network') assert.ok(headline.ports.length > 0, seen);
            assert.match(await page.$eval('[data-headline="title"]', (element) => element.textContent), /Calls will/);
            assert.deepEqual(page.notes.filter((note) => note.startsWith('uncaught')), []);
          } finally {
            await page.close();
          }
        });
      }

      it('carries packets through two relays and shows each', { timeout: 3 * MINUTE }, async () => {
        const page = await openCheck(browser, servers.good.origin);
        try {
          const carried = await until('the carry test ends', () => page.evaluate(() => {
            const row = window.parley.state().rows.find(({ kind: kindOfRow }) => kindOfRow === 'carry');
            return ['ok', 'info', 'bad'].includes(row.state) && JSON.stringify(row);
          }), { withinMillis: 30_000 }).then(JSON.parse);
          assert.equal(carried.sent, 50);
          assert.ok(carried.lost < 10 && carried.bitsPerSecond > 100_000, JSON.stringify(carried));
          assert.equal(await page.$$eval('.plot-dot, .plot-lost', (marks) => marks.length), 50);
        } finally {
          await page.close();
        }
      });
    });
  }

  describe('as a page', () => {
    let browser;

    before(async () => {
      browser = await launch('chromium', { authority });
    }, { timeout: 5 * MINUTE });

    after(() => browser?.close());

    it('hands its result on in a link, with half of each address', { timeout: 3 * MINUTE }, async () => {
      const page = await openCheck(browser, servers.good.origin, { spoil: badPassword });
      await verdictOf(page, VERDICT_MILLIS);
      await page.evaluate(() => {
        navigator.clipboard.writeText = async (words) => { window.copied = words; };
      });
      const copied = async (action) => {
        await page.evaluate(() => { window.copied = null; });
        await page.$eval(`[data-action="${action}"]`, (button) => button.click());
        return until(`${action} copies`, () => page.evaluate(() => window.copied));
      };
      const json = JSON.parse(await copied('copy-json'));
      assert.equal(json.format, 'parley-check/1');
      const words = await copied('copy-text');
      assert.match(words, /The relay refused our key/);
      const link = await copied('copy-result-link');
      for (const handed of [JSON.stringify(json), words]) {
        assert.ok(!handed.includes(ownHost()), 'an address is whole');
        assert.ok(!/credential|password/i.test(handed), 'a key is in it');
      }
      await page.close();
      const shown = await browser.newPage();
      await shown.goto(link);
      const state = await until('the result is shown', () => shown.evaluate(() => window.parley?.state().view === 'result' && JSON.stringify(window.parley.state()))).then(JSON.parse);
      assert.deepEqual([state.headline.key, state.headline.reason], ['direct-only', 'wrong-key']);
      await shown.close();
    });

    it('tries a server that is pasted, with one witness', { timeout: 3 * MINUTE }, async () => {
      const page = await openCheck(browser, servers.good.origin);
      await verdictOf(page, VERDICT_MILLIS);
      await page.$eval('.custom', (fold) => { fold.open = true; });
      await page.type('#custom-url', `turn:${ownHost()}:${servers.selfSigned.stun}?transport=tcp`);
      await page.type('#custom-user', 'someone');
      await page.type('#custom-password', 'something');
      await page.click('[data-action="try-custom"]');
      await until('the pasted server refuses', () => page.evaluate(() => window.parley.state().rows.some(({ id, reason }) => id.startsWith('custom') && reason === 'key-alone')));
      await page.close();
    });

    for (const width of [320, 360, 1280]) {
      for (const theme of ['light', 'dark']) {
        it(`is accessible and fits at ${width}, ${theme}`, { timeout: 3 * MINUTE }, async () => {
          const page = await openCheck(browser, servers.good.origin, { spoil: width === 1280 ? null : badPassword });
          await page.setViewport({ width, height: 800 });
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
          await verdictOf(page, VERDICT_MILLIS);
          await page.$$eval('.row-fold, .custom', (folds) => folds.forEach((fold) => { fold.open = true; }));
          await assertFits(page, 'the page');
          await assertAccessible(page, 'the page');
          await page.close();
        });
      }
    }
  });
});

/* These run in the page. */

function otherPorts(session, { udp, tcp }) {
  for (const server of session.servers) {
    const overUdp = server.url.startsWith('stun:') || server.url.endsWith('transport=udp');
    const other = overUdp ? udp : tcp;
    if (other) server.url = server.url.replace(/:\d+(?=\?|$)/, `:${other}`);
  }
  if (udp) session.probe.port = udp;
}

function badPassword(session) {
  for (const server of [...session.servers, ...session.carriers]) server.credential = 'wrong';
}

async function expiredKey(session, { secret, bySeconds }) {
  const bytes = (words) => new TextEncoder().encode(words);
  const key = await crypto.subtle.importKey('raw', bytes(secret), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  for (const server of [...session.servers, ...session.carriers]) {
    server.username = `${Math.floor(session.serverTime / 1000) - bySeconds}:${server.username.split(':')[1]}`;
    const code = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(server.username)));
    server.credential = btoa(String.fromCharCode(...code));
  }
}
