/** Waiting for a settled state, with a deadline and a message that says what was seen last. */

import { availableParallelism, loadavg } from 'node:os';

const POLL_MILLIS = 100;
const MOST_PATIENCE = 6;

/** How much longer things may take now, because others keep this machine busy: 1 on an idle one. */
export function patience() {
  return Math.min(MOST_PATIENCE, Math.max(1, loadavg()[0] / availableParallelism() / 2));
}

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/**
 * Asks again and again until `ask` gives something true, and gives that back.
 * `describe`, if given, is asked for the state of things when time is up. The deadline moves with `patience`,
 * unless it is `strict`.
 */
export async function until(what, ask, { withinMillis = 15_000, strict = false, describe } = {}) {
  const allowed = Math.round(withinMillis * (strict ? 1 : patience()));
  const deadline = performance.now() + allowed;
  let answer;
  let fault;
  for (;;) {
    try {
      answer = await ask();
      fault = undefined;
      if (answer) return answer;
    } catch (error) {
      fault = error;
    }
    if (performance.now() > deadline) break;
    await sleep(POLL_MILLIS);
  }
  const seen = describe ? await describe().catch((error) => `nothing: ${error.message}`) : answer;
  throw new Error(
    `waited ${allowed} ms for: ${what}\nlast seen: ${typeof seen === 'string' ? seen : JSON.stringify(seen, null, 1)}`,
    fault ? { cause: fault } : undefined,
  );
}
