import assert from 'node:assert/strict';
import test from 'node:test';
import { text } from '../../main/resources/dev/parley/call/web/js/text/room.js';
import { text as anatomy } from '../../main/resources/dev/parley/call/web/js/text/anatomy.js';
import { Recorder } from '../../main/resources/dev/parley/call/web/js/call/recorder.js';
import { MILESTONES } from '../../main/resources/dev/parley/call/web/js/anatomy/model/milestones.js';
import { tileWords } from '../../main/resources/dev/parley/call/web/js/room/tile.js';

const BASE = { name: 'Ben', state: 'connected', waitsFor: null, waitedMillis: 0, troubleSeconds: 0, path: { relayed: false, via: null, roundTripMillis: 9 }, ways: ['direct', 'udp'] };

test('a caption says the path when all is well', () => {
  assert.equal(tileWords(BASE).caption, 'direct, 9 ms');
  assert.equal(tileWords({ ...BASE, state: 'unstable' }).caption, 'Unstable · direct, 9 ms');
});

test('a caption counts the seconds of a reconnect', () => {
  assert.equal(tileWords({ ...BASE, state: 'reconnecting', troubleSeconds: 4 }).caption, 'Reconnecting, 4 s');
});

test('a wait is explained after four seconds and can be acted on after ten', () => {
  const wait = { ...BASE, state: 'connecting', waitsFor: 'answer' };
  assert.equal(tileWords({ ...wait, waitedMillis: 3900 }).body, '');
  const explained = tileWords({ ...wait, waitedMillis: 4000 });
  assert.match(explained.body, /Ben/);
  assert.deepEqual(explained.actions, []);
  assert.deepEqual(tileWords({ ...wait, waitedMillis: 10_000 }).actions, ['try-again']);
  assert.deepEqual(tileWords({ ...wait, waitsFor: 'away', waitedMillis: 10_000 }).actions, ['stop-waiting']);
});

test('every reason for waiting has words', () => {
  for (const waitsFor of ['away', 'server', 'offer', 'answer', 'path', 'keys']) {
    assert.notEqual(tileWords({ ...BASE, state: 'connecting', waitsFor, waitedMillis: 5000 }).body, '', waitsFor);
  }
});

test('a failure names what was tried', () => {
  const words = tileWords({ ...BASE, state: 'failed' });
  assert.equal(words.title, 'No way to Ben was found.');
  assert.match(words.body, /^Tried: direct, relay over UDP\./);
  assert.deepEqual(words.actions, ['try-again', 'stop-waiting']);
  assert.match(tileWords({ ...BASE, state: 'failed', ways: [] }).body, /offers none/);
});

test('every milestone and every device problem has words', () => {
  for (const [key] of MILESTONES) assert.ok(anatomy.anatomy.milestones[key], key);
  for (const problem of ['denied', 'busy', 'missing', 'impossible', 'other', 'lost']) {
    for (const kind of ['audio', 'video']) {
      const { title, body } = text.device[problem](kind, true);
      assert.match(title, kind === 'audio' ? /icrophone/ : /amera/, problem);
      assert.ok(body.length > 10);
    }
  }
});

test('the recorder forgets the oldest', () => {
  const recorder = new Recorder(() => 0);
  for (let i = 0; i < 6000; i += 1) recorder.add(null, `k${i}`);
  assert.equal(recorder.eventsOf(null).length, 5000);
  assert.equal(recorder.eventsOf(null)[0].kind, 'k1000');
});
