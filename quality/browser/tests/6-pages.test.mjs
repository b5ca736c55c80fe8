/** Every page and state of the call's pages, for everybody: on any width, in both colours and languages, light to load. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assertAccessible, assertFits } from '../lib/accessible.mjs';
import { launch, whyNot } from '../lib/browsers.mjs';
import { Server } from '../lib/server.mjs';
import { connected, Stage } from '../lib/stage.mjs';
import { patience, until } from '../lib/wait.mjs';

const MINUTE = 60_000;
const FIRST_LOAD_BYTES = 300_000; // of all files as they are, not only as they travel
const SCRIPT_BYTES = 60_000; // gzipped, until Join can be pressed
const STYLE_BYTES = 12_000; // gzipped
const INTERACTIVE_MILLIS = 1000;
const PAGES = ['/', '/r/empty', '/anatomy', '/check', '/latency'];
const LOOKS = [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']];

describe('every page', { skip: whyNot('chromium') ?? false }, () => {
  let server;
  const browsers = [];

  before(async () => {
    server = await Server.start({ name: 'pages' });
    for (let index = 0; index < 2; index++) browsers.push(await launch('chromium', {}));
  }, { timeout: 15 * MINUTE });

  after(async () => {
    for (const browser of browsers) await browser.close();
    await server?.stop();
  });

  async function visit(path, { width = 1280, theme = 'light' } = {}, look) {
    const page = await browsers[0].newPage();
    try {
      page.asked = new Set();
      page.on('request', (request) => page.asked.add(request.url()));
      await page.setViewport({ width, height: 800 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      await page.goto(server.origin + path, { waitUntil: 'load' });
      await page.waitForFunction(() => document.querySelector('main h1'), { timeout: 15_000 * patience() });
      await look(page);
    } finally {
      await page.close();
    }
  }

  for (const [width, theme] of LOOKS) {
    it(`is accessible at ${width}, ${theme}: start, an error, preview`, { timeout: 3 * MINUTE }, async () => {
      await visit('/', { width, theme }, async (page) => {
        await assertAccessible(page, 'start');
        await page.$eval('#room', (input) => { input.value = 'no such name!'; });
        await page.click('[data-action="start"]');
        await assertAccessible(page, 'start with an error');
      });
      await visit('/r/empty', { width, theme }, (page) => assertAccessible(page, 'preview'));
    });
  }

  it('is accessible in a call, with each part of the panel', { timeout: 5 * MINUTE }, () => Stage.play('pages in a call', { browsers, servers: [server] }, async (stage) => {
    const [ana, bo] = await stage.call(server, 'full');
    await bo.say('Hello Ana');
    await ana.hears('Hello Ana');
    for (const [width, theme] of LOOKS) {
      await ana.page.setViewport({ width, height: 800 });
      await ana.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      for (const part of ['chat', 'people', 'anatomy', 'latency']) {
        if (!(await ana.page.$(`#tab-${part}`).then((tab) => tab?.isVisible()))) await ana.press('chat');
        await ana.page.click(`#tab-${part}`);
        await ana.page.waitForSelector(`#panel-${part}:not([hidden])`);
        await assertFits(ana.page, `${part} at ${width}`);
        await assertAccessible(ana.page, `${part} at ${width}, ${theme}`);
      }
    }
    await ana.press('more'); // the only way to some of the panel's parts on a phone
    await ana.page.waitForSelector('dialog:modal [data-action="copy-link"]', { visible: true });
    await assertAccessible(ana.page, 'what else there is');
    await ana.page.keyboard.press('Escape');
    for (const guest of [ana, bo]) {
      assert.ok(connected(await guest.state()));
      assert.deepEqual(guest.uncaught(), []);
    }
  }));

  for (const language of ['en', 'de']) {
    it(`fits any width, in one language: ${language}`, { timeout: 5 * MINUTE }, async () => {
      for (const path of PAGES) {
        await visit(`${path}?lang=${language}`, {}, async (page) => {
          assert.equal(await page.evaluate(() => document.documentElement.lang), language);
          for (const width of [320, 360, 768, 1280, 3840]) {
            await page.setViewport({ width, height: width === 3840 ? 2160 : 800 });
            await assertFits(page, `${path} in ${language} at ${width}`);
          }
        });
      }
    });
  }

  it('remembers the language that somebody chose', { timeout: MINUTE }, () => visit('/', {}, async (page) => {
    await Promise.all([page.waitForNavigation(), page.select('#language', 'de')]);
    await until('it speaks German', () => page.evaluate(() => document.documentElement.lang === 'de' && document.querySelector('main h1') !== null));
    await Promise.all([page.waitForNavigation(), page.select('#language', 'en')]);
    await until('it speaks English', () => page.evaluate(() => document.documentElement.lang === 'en' && document.querySelector('main h1') !== null));
  }));

  it('asks nobody but its own server, and allows nothing inline', { timeout: 3 * MINUTE }, async () => {
    for (const path of PAGES) {
      await visit(path, {}, async (page) => {
        const origin = new URL(server.origin).host;
        assert.deepEqual([...page.asked].filter((url) => !url.startsWith('data:') && !url.startsWith('blob:') && new URL(url).host !== origin), [], path);
        const policy = (await fetch(server.origin + path)).headers.get('content-security-policy');
        assert.match(policy, /default-src 'self'/);
        assert.doesNotMatch(policy, /unsafe/);
      });
    }
  });

  it('is light: files until one can press Join', { timeout: 2 * MINUTE }, async () => {
    for (const path of ['/', '/r/empty']) {
      await visit(path, {}, async (page) => {
        const seen = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name, responseEnd }) => ({ name, responseEnd })));
        assert.ok(seen.length > 5, 'the browser tells what it loaded');
        const sizes = { js: 0, css: 0, all: 0 };
        for (const url of [server.origin + path, ...seen.map(({ name }) => name)]) {
          const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
          sizes.all += bytes.length;
          const kind = new URL(url).pathname.split('.').at(-1);
          if (kind in sizes) sizes[kind] += gzipSync(bytes).length;
        }
        assert.ok(sizes.all <= FIRST_LOAD_BYTES, `${path}: ${JSON.stringify(sizes)}`);
        if (path === '/') assert.ok(sizes.js <= SCRIPT_BYTES && sizes.css <= STYLE_BYTES, `${path}: ${JSON.stringify(sizes)}`);
        console.log(`# ${path}: ${sizes.all} bytes in ${seen.length + 1} files; gzipped scripts ${sizes.js}, styles ${sizes.css}`);
      });
    }
  });

  it('can be used in under a second', { timeout: 2 * MINUTE }, async () => {
    for (const [path, button] of [['/', 'start'], ['/r/empty', 'join']]) {
      const page = await browsers[0].newPage();
      await page.evaluateOnNewDocument((action) => {
        const look = () => {
          if (document.querySelector(`[data-action="${action}"]`)) window.usableAt = performance.now();
          else requestAnimationFrame(look);
        };
        look();
      }, button);
      const times = [];
      for (let visits = 0; visits < 5; visits++) {
        await page.goto(server.origin + path, { waitUntil: 'load' });
        await page.waitForFunction(() => window.usableAt, { timeout: 15_000 * patience() });
        times.push(await page.evaluate(() => window.usableAt));
      }
      await page.close();
      times.sort((a, b) => a - b);
      console.log(`# ${path}: usable after ${times.map(Math.round).join(', ')} ms`);
      assert.ok(times[2] < INTERACTIVE_MILLIS * patience(), `${path}: ${times}`);
    }
  });

  it('stands still for those who want it so', { timeout: 2 * MINUTE }, async () => {
    for (const path of PAGES) {
      await visit(path, {}, async (page) => {
        await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
        await until(`${path} stands still`, () => page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running').length === 0));
      });
    }
  });
});
