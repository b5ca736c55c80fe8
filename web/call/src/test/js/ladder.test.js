import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOST_AFTER_MILLIS, PROBE_EVERY_MILLIS, Prober } from '../../main/resources/dev/parley/call/web/js/ladder/prober.js';
import { FEWEST_FOR_P99, Tally, WARM_UPS } from '../../main/resources/dev/parley/call/web/js/ladder/tally.js';
import { answerTo, parseProbe, PROBE_CHARACTERS, question, WAYS } from '../../main/resources/dev/parley/call/web/js/ladder/ways.js';
import { VirtualClock } from './virtual-clock.js';

const filled = (count, millis = (index) => index + 1) => {
  const tally = new Tally();
  for (let index = 0; index < WARM_UPS; index++) tally.add(1e6);
  for (let index = 0; index < count; index++) tally.add(millis(index));
  return tally;
};

test('the first five are thrown away, and losses among them', () => {
  const tally = new Tally();
  tally.addLost();
  for (let index = 0; index < WARM_UPS; index++) tally.add(1e6);
  assert.deepEqual([tally.n, tally.lost, tally.p50], [0, 0, null]);
  tally.add(3);
  tally.addLost();
  assert.deepEqual([tally.n, tally.lost, tally.p50], [1, 1, 3]);
});

test('percentiles are samples, and the 99th is shown from a hundred on', () => {
  assert.equal(filled(FEWEST_FOR_P99 - 1).p99, null);
  const hundred = filled(100, (index) => 100 - index);
  assert.deepEqual([hundred.p50, hundred.p99, hundred.quantile(0), hundred.quantile(1)], [50, 99, 1, 100]);
});

test('the curve rises from the fastest to the slowest', () => {
  const points = filled(1000).curve(50);
  assert.equal(points.length, 50);
  assert.deepEqual(points.at(-1), [1000, 1]);
  for (let index = 1; index < points.length; index++) assert.ok(points[index][0] >= points[index - 1][0]);
});

test('a probe is 32 characters, and its answer differs in one', () => {
  for (const way of WAYS) {
    const asked = question(way, 42);
    assert.equal(asked.length, PROBE_CHARACTERS);
    assert.deepEqual(parseProbe(asked), { kind: 'question', letter: way.letter, number: 42 });
    assert.deepEqual(parseProbe(answerTo(asked)), { kind: 'answer', letter: way.letter, number: 42 });
  }
  for (const text of ['', 'tqP', null, 7, new ArrayBuffer(32), 'x'.repeat(32), `${question(WAYS[0], 1)}.`]) assert.equal(parseProbe(text), null);
});

/** Ways that answer after a time of their own; null never. */
function bench(delays) {
  const clock = new VirtualClock();
  const sent = [];
  let prober = null;
  const ways = delays.map((delay, index) => ({
    id: `way-${index}`, letter: 'ABC'[index], to: 'person',
    ready: () => delay !== undefined,
    send: (text) => {
      sent.push({ at: clock.now, way: index });
      if (delay !== null) clock.set(() => prober.heard(answerTo(text)), delay);
    },
  }));
  prober = new Prober(ways, { timers: { set: (run, millis) => clock.set(run, millis), clear: (id) => clock.clear(id), now: () => clock.now } });
  return { clock, sent, prober };
}

test('way by way, one probe each 50 ms', () => {
  const { clock, sent, prober } = bench([1, 30, undefined]);
  prober.start();
  clock.advance(PROBE_EVERY_MILLIS * 100);
  assert.deepEqual(sent.slice(0, 4).map(({ way }) => way), [0, 1, 0, 1]);
  assert.deepEqual(sent.slice(0, 3).map(({ at }) => at - sent[0].at), [0, PROBE_EVERY_MILLIS, 2 * PROBE_EVERY_MILLIS]);
  assert.equal(prober.tallies.get('way-0').p50, 1);
  assert.equal(prober.tallies.get('way-1').p50, 30);
  assert.equal(prober.tallies.get('way-2').n, 0);
});

test('what is not back after five seconds is lost, and only so many wait', () => {
  const { clock, prober, sent } = bench([1, null]);
  const tally = prober.tallies.get('way-1');
  for (let index = 0; index < WARM_UPS; index++) tally.add(1);
  prober.start();
  clock.advance(LOST_AFTER_MILLIS + 1000);
  assert.ok(tally.lost > 0);
  assert.equal(tally.n, 0);
  assert.ok(sent.filter(({ way }) => way === 1).length <= 40 + tally.lost);
});

test('a pause forgets what is under way: neither counted nor lost', () => {
  const { clock, prober } = bench([300]);
  prober.start();
  clock.advance(3000);
  const before = { n: prober.tallies.get('way-0').n, lost: prober.tallies.get('way-0').lost };
  prober.pause();
  clock.advance(20_000);
  assert.deepEqual({ n: prober.tallies.get('way-0').n, lost: prober.tallies.get('way-0').lost }, before);
  prober.start();
  clock.advance(1000);
  assert.ok(prober.tallies.get('way-0').n > before.n);
});

test('an answer over another way, a second one, and one nobody asked for do not count', () => {
  const { prober, clock } = bench([null, null]);
  const tally = prober.tallies.get('way-0');
  for (let index = 0; index < WARM_UPS; index++) tally.add(1);
  prober.start();
  clock.advance(1);
  prober.heard(answerTo(question({ to: 'person', letter: 'B' }, 1)));
  assert.equal(tally.n, 0);
  prober.heard(answerTo(question({ to: 'person', letter: 'A' }, 1)));
  prober.heard(answerTo(question({ to: 'person', letter: 'A' }, 1)));
  prober.heard(answerTo(question({ to: 'person', letter: 'A' }, 99)));
  assert.equal(tally.n, 1);
});
