import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVERY, Keyframes } from '../../main/resources/dev/parley/labpage/web/js/keyframes.js';
import { World } from '../../main/resources/dev/parley/labpage/web/js/world.js';
import { Run } from '../../main/resources/dev/parley/labpage/web/js/run.js';
import { Story } from '../../main/resources/dev/parley/labpage/web/js/story.js';
import { Flights } from '../../main/resources/dev/parley/labpage/web/js/flights.js';
import { longDocument, runs, seeded } from './runs.js';

const SEED = Number(process.env.PARLEY_SEED ?? 4);
const SEEK_MILLIS = 50;

for (const [name, run] of runs()) {
  test(`${name}: the world at 20 random times is the same forwards and backwards`, () => {
    const random = seeded(SEED);
    const counts = Array.from({ length: 20 }, () => Math.floor(random() * (run.events.length + 1))).sort((a, b) => a - b);
    const world = new World();
    const forwards = counts.map((count) => {
      while (world.count < count) world.apply(run.events[world.count]);
      return world.hash();
    });
    const keyframes = new Keyframes(run.events);
    keyframes.worldAt(run.events.length);
    const backwards = counts.toReversed().map((count) => keyframes.worldAt(count).hash()).reverse();
    assert.deepEqual(backwards, forwards, `seed ${SEED}`);
  });
}

test('every sent packet is somewhere, has arrived or was dropped', () => {
  for (const [name, run] of runs()) {
    const world = new Keyframes(run.events).worldAt(run.events.length);
    const made = new Set(run.events.filter(({ packet }) => packet).map(({ packet }) => packet)).size;
    assert.equal(made, world.delivered + world.dropped + world.packets.size, name);
  }
});

test('a copy does not change with its original', () => {
  const [, run] = runs()[0];
  const world = new World();
  const half = run.events.length >> 1;
  for (const event of run.events.slice(0, half)) world.apply(event);
  const copy = world.copy();
  const hash = copy.hash();
  for (const event of run.events.slice(half)) world.apply(event);
  assert.equal(copy.hash(), hash);
  assert.notEqual(world.hash(), hash);
});

test('seeking among 100,000 events takes less than 50 ms', () => {
  const run = new Run(longDocument(runs().at(-1)[0], 100_000));
  assert.ok(run.events.length >= 100_000);
  const keyframes = new Keyframes(run.events);
  const story = new Story(run);
  const flights = new Flights(run, story);
  const random = seeded(SEED);
  const times = Array.from({ length: 41 }, () => {
    const count = Math.floor(random() * run.events.length);
    const began = performance.now();
    const world = keyframes.worldAt(count);
    flights.at(story.positionOf(count), world);
    return performance.now() - began;
  }).sort((a, b) => a - b);
  assert.ok(times[20] < SEEK_MILLIS, `median ${times[20]} ms, seed ${SEED}`);
  assert.equal(keyframes.worldAt(EVERY * 3 + 7).count, EVERY * 3 + 7);
});
