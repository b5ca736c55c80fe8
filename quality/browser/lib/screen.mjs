/** What a guest sees of a shared screen. */

import { until } from './wait.mjs';

const CAMERA_WIDTH = 320; // see camera.mjs

/** Waits for new pictures of the screen of the only other person; the camera must still be a camera. */
export async function expectScreen(guest, when, { withinMillis = 30_000 } = {}) {
  const seen = (await guest.stats())?.screen.framesDecoded ?? 0;
  return until(`${guest.name} sees the screen ${when}`, async () => {
    const stats = await guest.stats();
    const { devices } = (await guest.state()).peers[0];
    if (!stats || devices.screen !== 'on') return null;
    // After a new connection the counters begin anew.
    const frames = stats.screen.framesDecoded - (stats.screen.framesDecoded < seen ? 0 : seen);
    return frames >= 3 && stats.screen.width > CAMERA_WIDTH && stats.video.width <= CAMERA_WIDTH && stats;
  }, { withinMillis, describe: async () => ({ stats: await guest.stats(), state: await guest.state() }) });
}

/** The words in an element, as they are read. */
export function textOf(guest, selector) {
  return guest.page.$eval(selector, (element) => element.innerText);
}
