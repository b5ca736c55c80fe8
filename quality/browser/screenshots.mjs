/**
 * Takes the pictures of the documentation: node quality/browser/screenshots.mjs. Real calls and measurements, drawn
 * people. With words behind it (call, group, anatomy, check, latency, start) only these.
 */

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Authority } from './lib/authority.mjs';
import { launch } from './lib/browsers.mjs';
import { temporaryFolder } from './lib/children.mjs';
import { Guest } from './lib/guest.mjs';
import { portrait } from './lib/portrait.mjs';
import { Server } from './lib/server.mjs';
import { connected } from './lib/stage.mjs';
import { sleep } from './lib/wait.mjs';

const IMAGES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'images');
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const LOOKS = {
  Ana: { wall: [196, 205, 196], light: [250, 240, 214], shirt: [178, 74, 58], skin: [222, 176, 148], hair: [66, 42, 34] },
  Ben: { wall: [176, 188, 206], light: [238, 242, 250], shirt: [44, 88, 104], skin: [168, 118, 88], hair: [30, 26, 26] },
  Cem: { wall: [206, 190, 168], light: [255, 236, 204], shirt: [72, 92, 58], skin: [196, 146, 112], hair: [40, 30, 24] },
  Dina: { wall: [186, 178, 198], light: [246, 238, 250], shirt: [120, 60, 110], skin: [236, 196, 170], hair: [150, 92, 48] },
};
const SETTLE_MILLIS = 2500;

const MEASURING_MILLIS = 45_000;

const wanted = process.argv.slice(2);
const wants = (part) => wanted.length === 0 || wanted.includes(part);

mkdirSync(IMAGES, { recursive: true });
const authority = new Authority();
const server = await Server.start({ authority, options: ['--stun-alternate-port', '0'] });
const browsers = [];
try {
  if (wants('start')) await page('/', 'start', [DESKTOP]);
  if (wants('anatomy')) {
    const sample = '/anatomy?file=sample';
    await page(sample, 'anatomy', [DESKTOP, PHONE]);
    for (const [tab, name] of [[2, 'descriptions'], [3, 'addresses']]) {
      await page(sample, `anatomy-${name}`, [DESKTOP], (shown) => shown.click(`[role="tab"]:nth-of-type(${tab})`));
    }
  }
  if (wants('check')) await page('/check', 'check', [DESKTOP, PHONE], checked);
  if (wants('latency')) await page('/latency', 'latency', [DESKTOP, PHONE], () => sleep(MEASURING_MILLIS));
  if (wants('call')) await call();
  if (wants('group')) await group();
} finally {
  for (const browser of browsers) await browser.close();
  await server.stop();
}

/** A page by itself, on each kind of device; `settle` waits until there is something to see. */
async function page(path, name, viewports, settle = async () => {}) {
  for (const viewport of viewports) {
    const browser = await launch('chromium', { authority });
    browsers.push(browser);
    const shown = await browser.newPage();
    await shown.setViewport(viewport);
    await shown.goto(`${server.origin}${path}`, { waitUntil: 'load' });
    await settle(shown);
    await shoot(shown, `${name}-${viewport === PHONE ? 'phone' : 'desktop'}`);
    await browser.close();
    browsers.splice(browsers.indexOf(browser), 1);
  }
}

async function checked(shown) {
  await shown.waitForFunction(() => window.parley?.state().over, { timeout: 60_000 });
}

/** Two people who chat. */
async function call() {
  const guests = await people(['Ana', 'Ben'], 'tea-at-four');
  const [ana, ben] = guests;
  for (const guest of guests) {
    await guest.expect(`${guest.name} is connected`, (state) => connected(state) && state.peers[0].path?.roundTripMillis, 30_000);
    await guest.receives();
  }
  await ana.say('Can you see me?');
  await ben.hears('Can you see me?');
  await ben.say('Very well. And no server in between!');
  await ana.hears('Very well. And no server in between!');
  for (const [device, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    await ana.page.setViewport(viewport);
    if (device === 'phone') await closePanel(ana.page);
    await shoot(ana.page, `call-${device}`);
  }
  await leave();
}

/** Four people. */
async function group() {
  const guests = await people(Object.keys(LOOKS), 'garden-party');
  for (const guest of guests) {
    await guest.expect(`${guest.name} sees all`, (state) => state.peers.length === 3 && state.peers.every((peer) => peer.state === 'connected' && peer.path?.roundTripMillis), 60_000);
  }
  for (const [device, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    await guests[0].page.setViewport(viewport);
    await shoot(guests[0].page, `group-${device}`);
  }
  await leave();
}

async function people(names, room) {
  const guests = [];
  for (const name of names) {
    const camera = join(temporaryFolder('camera'), `${name}.y4m`);
    portrait(camera, LOOKS[name]);
    const browser = await launch('chromium', { authority, camera });
    browsers.push(browser);
    guests.push(await Guest.join(browser, server, room, { name }));
  }
  return guests;
}

async function leave() {
  for (const browser of browsers.splice(0)) await browser.close();
}

/** On a phone the panel is a sheet over the call. */
async function closePanel(page) {
  const button = await page.$('[data-action="close-panel"]');
  if (button && (await button.isVisible())) await button.click();
}

async function shoot(page, name) {
  for (const [scheme, ending] of [['light', ''], ['dark', '-dark']]) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.mouse.move(1, 1);
    await sleep(SETTLE_MILLIS);
    await page.screenshot({ path: join(IMAGES, `${name}${ending}.png`) });
    console.log(`docs/images/${name}${ending}.png`);
  }
}
