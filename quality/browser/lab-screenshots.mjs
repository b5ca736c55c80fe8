/** Takes the pictures of the lab for the documentation: node quality/browser/lab-screenshots.mjs. */

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './lib/browsers.mjs';
import { DESKTOP, Lab, PHONE } from './lib/lab.mjs';
import { sleep } from './lib/wait.mjs';

const IMAGES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'images');
const SETTLE_MILLIS = 400;
const BOTH_HOLES = '/lab/hole-punching#seed=7&step=7&t=';
const TALL_PHONE = { ...PHONE, width: 390, height: 844, deviceScaleFactor: 2 };

/** Name, path, viewport and what to do first. */
const PICTURES = [
  ['lab-desktop', (moments) => `${BOTH_HOLES}${moments.hello}`, DESKTOP, async () => {}],
  ['lab-why-desktop', (moments) => `/lab/hole-punching#seed=7&step=6&e=${moments.through}&sel=p${moments.packet}`, DESKTOP, (page) => page.click('#inspector-why')],
  ['lab-phone', (moments) => `${BOTH_HOLES}${moments.hello}`, TALL_PHONE, async (page) => {
    await page.click('[data-stage-tab="map"]');
    await page.evaluate(() => document.querySelector('.lab-stage').scrollIntoView());
  }],
];

mkdirSync(IMAGES, { recursive: true });
const lab = await Lab.start();
const browser = await launch('chromium', {});
try {
  const moments = momentsOf(await lab.run({ scenario: 'two-homes', seed: 7 }));
  for (const [name, path, viewport, prepare] of PICTURES) {
    for (const [scheme, ending] of [['light', ''], ['dark', '-dark']]) {
      const page = await lab.open(browser, path(moments), { viewport, scheme });
      await prepare(page);
      await page.mouse.move(1, 1);
      await sleep(SETTLE_MILLIS);
      await page.screenshot({ path: join(IMAGES, `${name}${ending}.png`) });
      console.log(`docs/images/${name}${ending}.png`);
      await page.close();
    }
  }
} finally {
  await browser.close();
  await lab.stop();
}

/** When Ben's greeting crosses the internet (in milliseconds), and the packet that first came through a hole. */
function momentsOf({ events, packets }) {
  const label = new Map(packets.map((packet) => [packet.id, packet.label]));
  const dropped = events.findIndex(({ type, node }) => type === 'Dropped' && node.startsWith('home-'));
  const through = events.findIndex(({ type, packet }, i) => i > dropped && type === 'Delivered' && label.get(packet) === 'STUN Binding request' && events.some((other) => other.packet === packet && other.type === 'Rewritten'));
  const hello = events.find(({ type, node, packet }) => type === 'Departed' && node === 'internet' && /^"Hello/.test(label.get(packet)));
  return { hello: (hello.startsAt + 0.45 * (hello.arrivesAt - hello.startsAt)) / 1e6, through: through + 1, packet: events[through].packet };
}
