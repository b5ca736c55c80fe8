/** Reads the anatomy as it stands on a page, and the same facts from the browser itself. */

import { until } from './wait.mjs';

/** For `evaluateOnNewDocument`: keeps every RTCPeerConnection that the page makes. */
export function watchConnections() {
  window.connections = [];
  const Real = RTCPeerConnection;
  window.RTCPeerConnection = new Proxy(Real, {
    construct(target, given) {
      const pc = Reflect.construct(target, given);
      window.connections.push(pc);
      return pc;
    },
  });
}

/** What the newest connection of the page says of itself. */
export async function truthOf(page) {
  return JSON.parse(await page.evaluate(async () => {
    const pc = window.connections.at(-1);
    const stats = [...(await pc.getStats()).values()];
    const transport = stats.find(({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId);
    const { iceServers } = pc.getConfiguration();
    return JSON.stringify({
      local: pc.localDescription.sdp,
      remote: pc.remoteDescription.sdp,
      selected: transport?.selectedCandidatePairId ?? stats.find(({ type, selected }) => type === 'candidate-pair' && selected)?.id,
      pairs: stats.filter(({ type }) => type === 'candidate-pair'),
      candidates: stats.filter(({ type }) => type === 'local-candidate' || type === 'remote-candidate'),
      transport: stats.find(({ type }) => type === 'transport') ?? null,
      secrets: iceServers.flatMap(({ username, credential }) => [username, credential]).filter(Boolean),
    });
  }));
}

/** Opens a tab of the anatomy and waits until something is in it. */
export async function openTab(page, view) {
  await page.$eval(`[role="tab"][data-anatomy="${view}"]`, (tab) => tab.click());
  await until(`${view} is shown`, () => page.$eval('#anatomy-body', (body, id) => body.getAttribute('aria-labelledby') === id && body.firstElementChild !== null, `anatomy-tab-${view}`));
}

/** `[{key, phase, at}]` as they stand. */
export function milestonesOn(page) {
  return page.$$eval('[data-milestone]', (items) => items.map((item) => ({ key: item.dataset.milestone, phase: item.closest('[data-phase]').dataset.phase, at: item.dataset.at === undefined ? null : Number(item.dataset.at) })));
}

/** Both descriptions as they stand, every fold opened: `{local, remote, unexplained}`. */
export async function descriptionsOn(page) {
  await page.$$eval('.sdp-fold', (folds) => folds.forEach((fold) => { fold.open = true; }));
  await until('the folds are filled', () => page.$$eval('.sdp-fold-body', (bodies) => bodies.every((body) => body.firstElementChild !== null)));
  return page.evaluate(() => {
    const lines = (sides) => [...document.querySelectorAll(sides)].map((line) => line.textContent).sort();
    return {
      local: lines('[data-line="local"], [data-line="both"]'),
      remote: lines('[data-line="remote"], [data-line="both"]'),
      unexplained: [...document.querySelectorAll('.sdp-row[data-explained="false"]')].map((row) => row.textContent),
    };
  });
}

/** `{pairs: [{id, chosen}], local, remote}`; candidates as `type address transport`. */
export function addressesOn(page) {
  return page.evaluate(() => {
    const list = (side) => [...document.querySelectorAll(`[data-addresses="${side}"] .address`)].map(({ dataset }) => `${dataset.kind} ${dataset.address} ${dataset.transport}`).sort();
    return {
      pairs: [...document.querySelectorAll('[data-pair]')].map(({ dataset }) => ({ id: dataset.pair, chosen: dataset.chosen === 'true' })),
      local: list('local'),
      remote: list('remote'),
      route: document.querySelector('[data-anatomy="route"]')?.dataset.places ?? null,
      why: document.querySelector('[data-anatomy="why"] p').textContent,
      mapping: document.querySelector('[data-anatomy="mapping"]').dataset.verdict,
    };
  });
}

/** Saves as a person does; gives back the text of the file. */
export async function saveOn(page, { addresses = false } = {}) {
  await page.evaluate(() => {
    const make = URL.createObjectURL;
    window.savedFile = new Promise((resolve) => {
      URL.createObjectURL = (blob) => {
        URL.createObjectURL = make;
        blob.text().then(resolve);
        return make.call(URL, blob);
      };
    });
  });
  await page.$eval('[data-action="anatomy-save"]', (button) => button.click());
  await page.waitForSelector('[data-action="anatomy-save-file"]', { visible: true });
  if (addresses) await page.click('#with-addresses');
  await page.click('[data-action="anatomy-save-file"]');
  return page.evaluate(() => window.savedFile);
}

/** Gives the page a file as if it had been dropped there. */
export async function dropFile(page, text) {
  await page.evaluate((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'recording.json', { type: 'application/json' }));
    delete document.documentElement.dataset.openedMillis;
    document.querySelector('main').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
  }, text);
}

/** Drops a file and waits until it is shown; gives back the milliseconds that took. */
export async function openFile(page, text) {
  await dropFile(page, text);
  await until('the file is open', () => page.evaluate(() => document.documentElement.dataset.openedMillis !== undefined));
  return Number(await page.evaluate(() => document.documentElement.dataset.openedMillis));
}
