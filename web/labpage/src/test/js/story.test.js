import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Story, shown } from '../../main/resources/dev/parley/labpage/web/js/story.js';
import { Flights } from '../../main/resources/dev/parley/labpage/web/js/flights.js';
import { Keyframes } from '../../main/resources/dev/parley/labpage/web/js/keyframes.js';
import { runs } from './runs.js';

test('longer takes longer, and a minute is not sixty thousand times a millisecond', () => {
  let before = -1;
  for (const millis of [0, 0.001, 0.01, 1, 5, 20, 100, 399, 401, 1000, 60_000, 300_000]) {
    const seconds = shown(millis * 1e6);
    assert.ok(seconds > before, `${millis} ms`);
    before = seconds;
  }
  assert.ok(shown(60_000 * 1e6) < 8);
});

for (const even of [false, true]) {
  test(`time never goes back (${even ? 'event by event' : 'by the clock'})`, () => {
    for (const [name, run] of runs()) {
      const story = new Story(run, { even });
      let count = 0;
      let now = 0;
      for (let position = 0; position <= story.length; position += story.length / 997) {
        assert.ok(story.countAt(position) >= count && story.timeAt(position) >= now, `${name} at ${position}`);
        count = story.countAt(position);
        now = story.timeAt(position);
      }
      assert.equal(story.countAt(story.length), run.events.length);
      for (let i = 1; i <= run.events.length; i += 7) assert.equal(story.countAt(story.positionOf(i)) >= i, true, `${name}, event ${i}`);
    }
  });
}

test('a packet is on its link from the departure to the arrival, and never elsewhere', () => {
  for (const [name, run] of runs()) {
    const story = new Story(run);
    const flights = new Flights(run, story);
    const keyframes = new Keyframes(run.events);
    run.events.forEach((event, index) => {
      if (event.type !== 'Departed') return;
      const [from, to] = flights.spanOf(index);
      assert.ok(to >= from, `${name}, event ${index}`);
      const middle = (from + to) / 2;
      const mark = flights.at(middle, keyframes.worldAt(story.countAt(middle))).find(({ id }) => id === event.packet);
      if (!mark) return; // lost at once
      assert.equal(mark.to, event.to, `${name}, event ${index}`);
      assert.ok(mark.share > 0.3 && mark.share < 0.7, `${name}, event ${index}: ${mark.share}`);
    });
  }
});
