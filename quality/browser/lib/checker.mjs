/** A page of the check in a browser, perhaps with something in its way. */

import { patience, until } from './wait.mjs';

/**
 * Opens the check. `spoil(session, spoilArgs)` runs in the page and changes what the server told it to try: as if the
 * network or the keys were like that.
 */
export async function openCheck(browser, origin, { spoil = null, spoilArgs = {}, hash = '' } = {}) {
  const page = await browser.newPage();
  page.notes = [];
  page.on('console', (message) => page.notes.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => page.notes.push(`uncaught: ${error?.stack ?? error}`));
  // As text: the page's policy forbids eval, so the function cannot be made there.
  await page.evaluateOnNewDocument(`(${watch})(${spoil ?? null}, ${JSON.stringify(spoilArgs)})`);
  await page.goto(`${origin}/check${hash}`, { waitUntil: 'domcontentloaded', timeout: 30_000 * patience() });
  return page;
}

/** The state once every way has a verdict, with the time that took in the page. */
export async function verdictOf(page, withinMillis) {
  const read = () => page.evaluate(() => JSON.stringify({ ...window.parley?.state(), decidedMillis: window.decidedMillis ?? null })).then(JSON.parse);
  return until('every way has a verdict', async () => {
    const state = await read();
    return state.decidedMillis !== null && state;
  }, { withinMillis, describe: read });
}

/** In the page, before its own scripts. */
function watch(change, args) {
  const began = performance.now();
  const look = () => {
    const key = window.parley?.state?.().headline?.key;
    if (key && key !== 'checking') window.decidedMillis = performance.now() - began;
    else setTimeout(look, 50);
  };
  look();
  if (!change) return;
  const plainFetch = window.fetch;
  window.fetch = async (url, options) => {
    const answer = await plainFetch(url, options);
    if (url !== '/api/check' || options?.method !== 'POST') return answer;
    const session = await answer.json();
    await change(session, args);
    return new Response(JSON.stringify(session), { headers: { 'Content-Type': 'application/json' } });
  };
}
