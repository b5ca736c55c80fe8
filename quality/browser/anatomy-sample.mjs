/**
 * Records the sample of the page /anatomy anew: node quality/browser/anatomy-sample.mjs. A real call between two homes made of
 * Linux namespaces, so it needs what `./parley lab --real` needs. Both sides are recorded and put together.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Authority } from './lib/authority.mjs';
import { launch } from './lib/browsers.mjs';
import { Guest } from './lib/guest.mjs';
import { LAB_NAMES, RealLab } from './lib/real-lab.mjs';
import { connected } from './lib/stage.mjs';
import { sleep } from './lib/wait.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const SAMPLE = process.argv[3] ?? join(ROOT, 'web/call/src/main/resources/dev/parley/call/web/sample/anatomy.json');
const MODEL = join(ROOT, 'web/call/src/main/resources/dev/parley/call/web/js/anatomy/model');
const TALK_MILLIS = 75_000;
const PAUSE_MILLIS = 4000;

const [{ readFile }, { merge }, { toFile, fileText }] = await Promise.all(['read', 'merge', 'save'].map((name) => import(join(MODEL, `${name}.js`))));
const authority = new Authority(LAB_NAMES);
const lab = await RealLab.start(process.argv[2] ?? 'two-homes', { authority });
const browsers = [];
try {
  const guests = [];
  for (const [machine, name] of [['ana', 'Ana'], ['ben', 'Ben']]) {
    const browser = await launch('chromium', { authority, door: lab.door(machine) });
    browsers.push(browser);
    guests.push(await Guest.join(browser, lab, 'tea-at-four', { name }));
  }
  const [ana, ben] = guests;
  for (const guest of guests) await guest.expect(`${guest.name} is connected`, connected, 60_000);
  await sleep(TALK_MILLIS / 2);
  await ana.press('camera'); // a gap in the lines of the picture
  await sleep(PAUSE_MILLIS);
  await ana.press('camera');
  await sleep(TALK_MILLIS / 2);
  const [mine, theirs] = await Promise.all([ana, ben].map(async (guest) => readFile(await recordingOf(guest))));
  const { recording, how } = merge(mine, theirs);
  mkdirSync(dirname(SAMPLE), { recursive: true });
  // The addresses are those of a small made-up internet: nobody's.
  writeFileSync(SAMPLE, fileText(toFile(recording, { addresses: true })));
  console.log(`${SAMPLE}: ${recording.events.length} events, clocks by ${how}`);
} finally {
  for (const browser of browsers) await browser.close();
  await lab.stop();
}

/** What the page would save. */
function recordingOf(guest) {
  return guest.page.evaluate(async () => {
    const channel = new BroadcastChannel('parley-anatomy');
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
      channel.onmessage = ({ data }) => {
        if (typeof data.recording === 'string') port2.postMessage(data.recording);
      };
    });
    channel.postMessage({ ask: 'recording' });
    return answer;
  });
}
