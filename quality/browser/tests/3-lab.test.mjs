/** The lab in real browsers: forwards and backwards in time, links to moments, keys, sizes, and access for everybody. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from '../lib/accessible.mjs';
import { gzipSync } from 'node:zlib';
import { launch, whyNot } from '../lib/browsers.mjs';
import { DESKTOP, Lab, PHONE, state } from '../lib/lab.mjs';
import { patience, until } from '../lib/wait.mjs';
import { LESSONS } from '../../../web/labpage/src/main/resources/dev/parley/labpage/web/js/lessons.en.js';
import { momentsOf } from '../../../web/labpage/src/main/resources/dev/parley/labpage/web/js/lesson-steps.js';
import { Run } from '../../../web/labpage/src/main/resources/dev/parley/labpage/web/js/run.js';

const BUDGET_BYTES = 90 * 1024;
const MOST_ELEMENTS = 1500;
const SEEK_MILLIS = 50;

const chromium = whyNot('chromium');

describe('the lab', { skip: chromium ?? false }, () => {
  let lab;
  let browser;

  before(async () => {
    lab = await Lab.start();
    browser = await launch('chromium', {});
  }, { timeout: 1_200_000 });

  after(async () => {
    await browser?.close();
    await lab?.stop();
  });

  async function visit(path, options, look) {
    const page = await lab.open(browser, path, options);
    try {
      await look(page);
      assert.deepEqual(page.faults, []);
    } finally {
      await page.close();
    }
  }

  it('greets with the first lesson, at its beginning, and says what to do', { timeout: 60_000 }, () => visit('/lab', {}, async (page) => {
    const now = await state(page);
    assert.deepEqual([now.lesson, now.count, now.playing, now.step], [LESSONS[0].id, 0, false, 1]);
    assert.equal(await page.$eval('[data-action="press-play"]', (button) => button.checkVisibility()), true);
    await page.click('[data-action="press-play"]');
    await until('something happens', async () => (await state(page)).count > 2);
  }));

  it('holds the moments that its lessons speak of', { timeout: 120_000 }, async () => {
    for (const { id, run, seed, steps } of LESSONS) {
      const moments = momentsOf(new Run(await lab.run({ ...run, seed })), steps);
      assert.ok(moments.every((moment) => moment !== null), `${id}: ${moments}`);
    }
  });

  it('leads through a lesson: a guess, watching until the moment, the explanation', { timeout: 120_000 }, () => visit('/lab/ask-stun', {}, async (page) => {
    await page.select('#speed', '8');
    await page.click('[data-action="lesson-next"]');
    await page.click('[data-action="choice-1"]');
    assert.match(await page.$eval('.choice-words', (element) => element.textContent), /^Yes\./);
    await page.click('[data-action="lesson-next"]');
    await page.click('[data-action="lesson-next"]'); // plays
    await until('the packet was rewritten', async () => {
      const { playing, count } = await state(page);
      return !playing && count === 6;
    }, { describe: () => state(page) });
    const changed = await page.$$eval('.form[data-current] mark', (marks) => marks.map((mark) => mark.textContent));
    assert.deepEqual(changed, ['18.18.18.18']);
  }));

  it('is the same forwards and backwards, and a moment is a link', { timeout: 180_000 }, () => visit('/lab/hole-punching', {}, async (page) => {
    const { events } = await state(page);
    const times = Array.from({ length: 20 }, (_, i) => Math.floor(((i * 7919) % 997) / 997 * events));
    const forwards = await page.evaluate((counts) => counts.map((count) => parley.hashAt(count)), times.toSorted((a, b) => a - b));
    await page.keyboard.press('End');
    assert.equal((await state(page)).count, events);
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
    assert.equal((await state(page)).count, events - 5);
    const backwards = await page.evaluate((counts) => counts.map((count) => parley.hashAt(count)), times.toSorted((a, b) => b - a));
    assert.deepEqual(backwards.reverse(), forwards);
    await page.keyboard.press('Home');
    assert.equal((await state(page)).count, 0);

    const drop = await page.evaluate((most) => {
      for (let i = 0; i < most; i++) if (parley.event(i).type === 'Dropped') return { index: i, packet: parley.event(i).packet };
      return null;
    }, events);
    await page.evaluate((count) => parley.goTo(count), drop.index + 1);
    await page.keyboard.press('f');
    const before = await state(page);
    assert.deepEqual(before.selected, { kind: 'packet', packet: drop.packet });
    const link = await page.evaluate(() => location.href);
    const other = await lab.open(browser, link.slice(lab.origin.length));
    const there = await state(other);
    assert.deepEqual([there.count, there.selected, there.lesson, there.rows], [before.count, before.selected, before.lesson, before.rows]);
    await other.close();
  }));

  it('says why a packet was dropped, by its rule and the missing row, and with Shift+arrow visits each form of it', { timeout: 120_000 }, () => visit('/lab/hole-punching', {}, async (page) => {
    const { events } = await state(page);
    const index = await page.evaluate((most) => Array.from({ length: most }, (_, i) => i).find((i) => parley.event(i).type === 'Dropped'), events);
    await page.evaluate((count) => parley.goTo(count), index + 1);
    await page.keyboard.press('w');
    const why = await page.$eval('[data-view="why"]', (view) => view.textContent);
    assert.match(why, /never sent anything to that address and port/);
    assert.match(why, /The row that is missing in home-a/);
    const { packet } = await state(page);
    const visited = [];
    const own = await page.evaluate((id) => parley.eventsOf(id), packet);
    for (let i = 0; i < own.length + 2; i++) await page.keyboard.down('Shift').then(() => page.keyboard.press('ArrowLeft')).then(() => page.keyboard.up('Shift'));
    assert.equal((await state(page)).count, own[0] + 1);
    visited.push((await state(page)).count - 1);
    for (let i = 1; i < own.length; i++) {
      await page.keyboard.down('Shift');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.up('Shift');
      visited.push((await state(page)).count - 1);
    }
    assert.deepEqual(visited, own);
  }));

  it('is used by keys alone', { timeout: 120_000 }, () => visit('/lab/ask-stun', {}, async (page) => {
    await page.keyboard.press('Space');
    await until('it plays', async () => (await state(page)).playing);
    await page.keyboard.press('Space');
    assert.equal((await state(page)).playing, false);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal((await state(page)).count, 2);
    await page.keyboard.press('/');
    await page.keyboard.type('rewrite at:home-a');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => parley.event(parley.state().count - 1).type), 'Rewritten');
    await page.keyboard.press('Tab');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('?');
    await page.waitForSelector('dialog:modal .keys');
    await page.keyboard.press('Escape');
    await until('the keys are gone', async () => (await page.$('dialog:modal')) === null);
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => document.activeElement === document.body || document.activeElement.checkVisibility());
      assert.ok(seen, 'what has the focus is visible');
    }
  }));

  it('builds a network, sends into it, changes its router and runs on from there', { timeout: 120_000 }, () => visit('/lab#scenario=ask-stun', {}, async (page) => {
    await page.click('[data-action="build"]');
    await (await page.waitForSelector('[data-action="add-home"]')).click();
    await page.click('[data-action="add-traffic"]');
    await page.click('[data-action="run-build"]');
    await until('one’s own network runs, with a table for the new home', async () => (await state(page)).rows.home, { describe: () => page.evaluate(() => document.querySelector('dialog')?.innerText) });
    await page.keyboard.press('End');
    const { count } = await state(page);
    await page.click('[data-action="change"]');
    await page.waitForSelector('[data-action="run-change"]');
    await page.select('dialog:modal select', 'reboot');
    await page.click('[data-action="run-change"]');
    await until('it ran again', async () => (await page.$eval('.stage-changed', (note) => !note.hidden)));
    assert.ok((await state(page)).events >= count);
    const link = await page.evaluate(() => location.href);
    const other = await lab.open(browser, link.slice(lab.origin.length));
    assert.equal((await state(other)).events, (await state(page)).events);
    await other.close();
  }));

  it('shows 100,000 events, 500 packets at a time, and stays quick', { timeout: 240_000 }, () => visit('/lab/ask-stun', {}, async (page) => {
    const net = {
      topology: 'five-behind-one',
      traffic: Array.from({ length: 190 }, (_, i) => ({ kind: 'ping', at: i % 19, from: ['ana', 'ben', 'cleo', 'dora', 'emil'][i % 5], to: ['news', 'shop', 'video-site'][i % 3], count: 40 })),
      endsAt: 40_000,
    };
    const packed = Buffer.from(JSON.stringify(net)).toString('base64url');
    const big = await lab.open(browser, `/lab#net=${packed}`);
    const { events } = await state(big);
    assert.ok(events >= 90_000, `${events} events`);
    const seeks = await big.evaluate((most) => Array.from({ length: 21 }, (_, i) => {
      const began = performance.now();
      parley.goTo(Math.floor((most * ((i * 13) % 21)) / 21));
      return performance.now() - began;
    }).sort((a, b) => a - b), events);
    assert.ok(seeks[10] < SEEK_MILLIS * patience(), `a seek takes ${seeks[10]} ms`);
    const elements = await big.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(elements <= MOST_ELEMENTS, `${elements} elements`);
    assert.deepEqual(big.faults, []);
    await big.close();
  }));

  it('jumps from hop to hop where motion is not wanted', { timeout: 60_000 }, () => visit('/lab/hole-punching', { reducedMotion: true }, async (page) => {
    await page.click('[data-action="press-play"]');
    await until('a packet is on its way', async () => (await page.$$('.packet')).length > 0);
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  }));

  it('takes everything from its own origin, within its budget', { timeout: 60_000 }, () => visit('/lab', {}, async (page) => {
    const foreign = page.asked.filter((url) => !url.startsWith(`${lab.origin}/`));
    assert.deepEqual(foreign, []);
    let bytes = 0;
    for (const url of new Set(page.asked.filter((asked) => !asked.includes('/api/')))) bytes += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
    assert.ok(bytes <= BUDGET_BYTES, `${bytes} bytes`);
    const answer = await fetch(`${lab.origin}/lab`);
    assert.match(answer.headers.get('content-security-policy'), /default-src 'self'/);
  }));

  for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    for (const scheme of ['light', 'dark']) {
      it(`breaks no rule of accessibility on a ${device}, ${scheme}`, { timeout: 180_000 }, () => visit('/lab/hole-punching#e=131&step=4', { viewport, scheme }, async (page) => {
        const check = async (what) => {
          // A device on the map is named "ana, computer, 192.168.1.2" and shows "ana" above "192.168.1.2": all words are there.
          await assertAccessible(page, what, { except: ['label-content-name-mismatch'] });
        };
        await check('a moment of a lesson');
        if (device === 'phone') {
          for (const tab of ['map', 'tables']) {
            await page.click(`[data-stage-tab="${tab}"]`);
            await check(tab);
          }
        } else {
          await page.click('[data-stage-tab="ladder"]');
          await check('packets');
          for (const tab of ['table', 'why']) {
            await page.click(`#inspector-${tab}`);
            await check(tab);
          }
        }
        await page.click('[data-action="build"]');
        await page.waitForSelector('[data-action="run-build"]');
        await check('building');
      }));
    }
  }

  for (const width of [320, 360, 1280]) {
    it(`does not scroll sideways at ${width} pixels`, { timeout: 60_000 }, () => visit('/lab/hole-punching#e=131', { viewport: { width, height: 760 } }, async (page) => {
      for (const tab of ['ladder', 'map', 'tables']) {
        await page.evaluate((name) => document.querySelector(`[data-stage-tab="${name}"]`).click(), tab);
        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= window, `${tab}: ${content} in ${window}`);
      }
    }));
  }
});

describe('the lab in Firefox', { skip: whyNot('firefox') ?? false }, () => {
  let lab;
  let browser;

  before(async () => {
    lab = await Lab.start();
    browser = await launch('firefox', {});
  }, { timeout: 1_200_000 });

  after(async () => {
    await browser?.close();
    await lab?.stop();
  });

  it('plays a lesson to its end', { timeout: 120_000 }, async () => {
    const page = await lab.open(browser, '/lab/ask-stun', { media: false });
    await page.select('#speed', '8');
    await page.click('[data-action="press-play"]');
    const { events } = await state(page);
    await until('it is at its end', async () => {
      const { count, playing } = await state(page);
      return count === events && !playing;
    }, { withinMillis: 60_000, describe: () => state(page) });
    assert.deepEqual(page.faults, []);
  });
});
