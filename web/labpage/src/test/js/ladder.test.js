import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryAt, ladderOf } from '../../main/resources/dev/parley/labpage/web/js/ladder.js';
import { find, nextHit } from '../../main/resources/dev/parley/labpage/web/js/find.js';
import { groupRows, secondsLeft, shareLeft } from '../../main/resources/dev/parley/labpage/web/js/rows.js';
import { Keyframes } from '../../main/resources/dev/parley/labpage/web/js/keyframes.js';
import { run, runs } from './runs.js';

test('every packet and every note is an entry, in the order of their sending', () => {
  for (const [name, run] of runs()) {
    const entries = ladderOf(run);
    const notes = run.events.filter(({ type }) => type === 'Noted').length;
    assert.equal(entries.length, run.packetIds.length + notes, name);
    for (let i = 1; i < entries.length; i += 1) assert.ok(entries[i].index > entries[i - 1].index, name);
    for (const entry of entries.filter(({ id }) => id)) assert.equal(entry.path[0], entry.from, name);
  }
});

test('the entry of a moment is the one begun last', () => {
  const entries = ladderOf(run('two-homes'));
  assert.equal(entryAt(entries, 0), -1);
  entries.forEach((entry, i) => assert.equal(entryAt(entries, entry.index + 1), i));
});

test('finding by kind, place, sender and words', () => {
  const two = run('two-homes');
  const types = (query) => new Set(find(two, query).map((index) => two.events[index].type));
  assert.deepEqual(types('drop'), new Set(['Dropped']));
  assert.deepEqual(new Set(find(two, 'at:home-b').map((index) => two.events[index].node)), new Set(['home-b']));
  for (const index of find(two, 'from:ana stun')) {
    const { packet } = two.events[index];
    assert.equal(two.events[two.eventsOf(packet)[0]].node, 'ana');
    assert.match(two.packet(packet).label, /STUN/);
  }
  assert.ok(find(two, 'p2').every((index) => two.events[index].packet === 2));
  assert.deepEqual(find(two, 'no-such-thing'), []);
  assert.deepEqual(find(two, '  '), []);
  const hits = [3, 9, 20];
  assert.equal(nextHit(hits, 4), 9);
  assert.equal(nextHit(hits, 21), 3);
  assert.equal(nextHit(hits, 10, false), 3);
  assert.equal(nextHit([], 0), -1);
});

test('remote ends stand under the mapping they may use, also after it is gone', () => {
  const two = run('two-homes');
  const world = new Keyframes(two.events).worldAt(two.events.length);
  const groups = groupRows(world.rowsOf('home-a'));
  const punched = groups.find(({ row }) => row.inside.endsWith(':50000'));
  assert.ok(punched.remotes.some(({ remote }) => remote.startsWith('51.51.51.51:')), 'the hole for Ben');
  assert.ok(punched.remotes.some(({ remote }) => remote.startsWith('203.0.113.10:')), 'the one for STUN');
  assert.equal(groups.flatMap(({ remotes }) => remotes).length + groups.length, world.rowsOf('home-a').length);
});

test('time left counts down to nothing', () => {
  const row = { expiresAt: 30e9, addedAt: 0 };
  assert.equal(secondsLeft(row, 0), 30);
  assert.equal(secondsLeft(row, 29.2e9), 1);
  assert.equal(secondsLeft(row, 31e9), 0);
  assert.equal(shareLeft(row, 15e9), 0.5);
  assert.equal(shareLeft({ ...row, refreshedAt: 10e9 }, 20e9), 0.5);
});
