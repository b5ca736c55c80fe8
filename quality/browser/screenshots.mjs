/** Takes the pictures of the documentation: node quality/browser/screenshots.mjs. A real call, drawn people. */

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
};
const SETTLE_MILLIS = 2500;

mkdirSync(IMAGES, { recursive: true });
const authority = new Authority();
const server = await Server.start({ authority });
const browsers = [];
try {
  await start(await launch('chromium', { authority }));
  const guests = [];
  for (const [name, look] of Object.entries(LOOKS)) {
    const camera = join(temporaryFolder('camera'), `${name}.y4m`);
    portrait(camera, look);
    const browser = await launch('chromium', { authority, camera });
    browsers.push(browser);
    guests.push(await Guest.join(browser, server, 'tea-at-four', { name }));
  }
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
  await ana.page.setViewport(DESKTOP);
  await ana.press('anatomy');
  await shoot(ana.page, 'anatomy-desktop');
} finally {
  for (const browser of browsers) await browser.close();
  await server.stop();
}

/** The start page. */
async function start(browser) {
  browsers.push(browser);
  const page = await browser.newPage();
  await page.goto(`${server.origin}/`, { waitUntil: 'networkidle0' });
  await page.setViewport(DESKTOP);
  await shoot(page, 'start-desktop');
  await browser.close();
  browsers.pop();
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
