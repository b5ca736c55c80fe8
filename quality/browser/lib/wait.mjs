/** Waiting for a settled state, with a deadline and a message that says what was seen last. */

const POLL_MILLIS = 100;

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/**
 * Asks again and again until `ask` gives something true, and gives that back.
 * `describe`, if given, is asked for the state of things when time is up.
 */
export async function until(what, ask, { withinMillis = 15_000, describe } = {}) {
  const deadline = performance.now() + withinMillis;
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
    `waited ${withinMillis} ms for: ${what}\nlast seen: ${typeof seen === 'string' ? seen : JSON.stringify(seen, null, 1)}`,
    fault ? { cause: fault } : undefined,
  );
}
