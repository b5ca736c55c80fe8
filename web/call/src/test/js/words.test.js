import assert from 'node:assert/strict';
import test from 'node:test';
import { text } from '../../main/resources/dev/parley/call/web/js/text/room.js';
import { text as anatomy } from '../../main/resources/dev/parley/call/web/js/text/anatomy.js';
import { Recorder, MILESTONES } from '../../main/resources/dev/parley/call/web/js/call/recorder.js';
import { linesOf } from '../../main/resources/dev/parley/call/web/js/anatomy/sdp-lines.js';
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

test('milestones are counted from the press of Join, gaps in the order of time', () => {
  let now = 100;
  const recorder = new Recorder(() => now);
  const add = (at, kind, peer = null) => {
    now = at;
    recorder.add(null, kind, peer);
  };
  add(100, 'join-pressed');
  add(110, 'socket-open');
  add(125, 'joined');
  add(200, 'offer-received', 'ben');
  add(230, 'local-candidate', 'ben');
  add(220, 'answer-set', 'ben');
  add(500, 'local-candidate', 'cleo');
  const at = Object.fromEntries(recorder.milestonesOf('ben').map((milestone) => [milestone.key, milestone]));
  assert.equal(at.page.at, 0);
  assert.equal(at.joined.at, 25);
  assert.equal(at.joined.gap, 15);
  assert.equal(at.candidate.at, 130);
  assert.equal(at.candidate.gap, 10);
  assert.equal(at.offer.gap, 75);
  assert.equal(at.delivered.gap, 0); // the same event marks both
  assert.equal(at.frame.at, null);
});

test('the recorder forgets the oldest', () => {
  const recorder = new Recorder(() => 0);
  for (let i = 0; i < 6000; i += 1) recorder.add(null, `k${i}`);
  assert.equal(recorder.eventsOf(null).length, 5000);
  assert.equal(recorder.eventsOf(null)[0].kind, 'k1000');
});

test('lines of a description are told apart, passwords left out', () => {
  const lines = linesOf('v=0\r\ns=-\r\na=ice-options:trickle\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-pwd:verysecret\r\na=fingerprint:sha-256 AA\r\na=rtpmap:111 opus/48000/2\r\na=candidate:1 1 udp 1 192.0.2.1 5 typ host\r\n');
  assert.deepEqual(lines.map(({ about }) => about), ['session', 'session', 'network', 'media', 'security', 'security', 'media', 'network']);
  assert.equal(lines[3].section, true);
  assert.equal(lines.some((line) => line.text.includes('verysecret')), false);
});
