import assert from 'node:assert/strict';
import test from 'node:test';
import { peerState, RestartPolicy, SilenceWatch } from '../../main/resources/dev/parley/call/web/js/call/watch.js';

const FINE = { connected: true, silentMillis: 0, canSignal: true, pending: false };
const DEAD = { connected: false, silentMillis: 9000, canSignal: true, pending: false };

test('silence is counted from the last change', () => {
  const watch = new SilenceWatch();
  assert.equal(watch.observe(0, 'a'), 0);
  assert.equal(watch.observe(1000, 'b'), 0);
  assert.equal(watch.observe(2500, 'b'), 1500);
  assert.equal(watch.observe(3000, 'c'), 0);
});

test('restarts after two seconds of silence although the browser still says connected', () => {
  const policy = new RestartPolicy({ polite: false });
  assert.equal(policy.decide(0, FINE), 'none');
  assert.equal(policy.decide(1000, { ...FINE, silentMillis: 1000 }), 'none');
  assert.equal(policy.decide(2000, { ...FINE, silentMillis: 2000 }), 'restart');
  assert.equal(policy.troubleAt, 0);
});

test('the polite side lets the other one go first', () => {
  const policy = new RestartPolicy({ polite: true });
  policy.decide(0, FINE);
  assert.equal(policy.decide(2000, DEAD), 'none');
  assert.equal(policy.decide(2700, DEAD), 'restart');
});

test('goes on trying every few seconds until it works', () => {
  const policy = new RestartPolicy({ polite: false });
  policy.decide(0, FINE);
  const restarts = [];
  for (let now = 1000; now <= 60_000; now += 500) if (policy.decide(now, DEAD) === 'restart') restarts.push(now);
  assert.deepEqual(restarts.slice(0, 5), [1000, 5000, 10_000, 16_000, 24_000]);
  assert.ok(restarts.length >= 8);
  assert.equal(policy.decide(61_000, FINE), 'none');
  assert.equal(policy.attempts, 0);
  assert.equal(policy.troubleAt, null);
});

test('says an unanswered offer again instead of making another one', () => {
  const policy = new RestartPolicy({ polite: false });
  policy.decide(0, FINE);
  assert.equal(policy.decide(1000, DEAD), 'restart');
  const pending = { ...DEAD, pending: true };
  assert.equal(policy.decide(2000, pending), 'none');
  assert.equal(policy.decide(4000, pending), 'resend');
  assert.equal(policy.decide(5000, pending), 'none');
  assert.equal(policy.decide(7000, pending), 'resend');
});

test('waits for the line to the server, then restarts at once', () => {
  const policy = new RestartPolicy({ polite: false });
  policy.decide(0, FINE);
  for (let now = 1000; now < 20_000; now += 1000) assert.equal(policy.decide(now, { ...DEAD, canSignal: false }), 'none');
  assert.equal(policy.decide(20_000, DEAD), 'restart');
});

test('a connection whose keys are lost is built anew', () => {
  const policy = new RestartPolicy({ polite: false });
  policy.decide(0, FINE);
  assert.equal(policy.decide(1000, { ...FINE, broken: true }), 'rebuild');
  assert.equal(policy.decide(2000, { ...DEAD, broken: true, pending: true }), 'none');
  assert.equal(policy.decide(5000, { ...DEAD, broken: true, pending: true }), 'rebuild');
});

test('a first connection gets its time', () => {
  const policy = new RestartPolicy({ polite: false });
  assert.equal(policy.decide(0, DEAD), 'none');
  assert.equal(policy.decide(7000, DEAD), 'none');
  assert.equal(policy.decide(8000, DEAD), 'restart');
});

test('a restart of the other side counts as a try', () => {
  const policy = new RestartPolicy({ polite: false });
  policy.decide(0, FINE);
  policy.decide(1000, { ...DEAD, canSignal: false });
  policy.note(1500);
  assert.equal(policy.decide(2000, DEAD), 'none');
  assert.equal(policy.decide(5500, DEAD), 'restart');
});

test('says that no way was found after half a minute and three tries, and goes on', () => {
  const policy = new RestartPolicy({ polite: false });
  policy.decide(0, FINE);
  for (let now = 1000; now <= 30_000; now += 1000) policy.decide(now, DEAD);
  assert.equal(policy.failed(30_000), false);
  assert.equal(policy.failed(31_000), true);
});

test('one word for each state of a peer', () => {
  const base = { left: false, connection: true, connected: true, silentMillis: 0, everConnected: true, failed: false };
  assert.equal(peerState(base), 'connected');
  assert.equal(peerState({ ...base, silentMillis: 1000 }), 'unstable');
  assert.equal(peerState({ ...base, silentMillis: 2000 }), 'reconnecting');
  assert.equal(peerState({ ...base, connected: false }), 'reconnecting');
  assert.equal(peerState({ ...base, connected: false, failed: true }), 'failed');
  assert.equal(peerState({ ...base, connected: false, everConnected: false }), 'connecting');
  assert.equal(peerState({ ...base, connected: false, everConnected: false, connection: false }), 'waiting');
  assert.equal(peerState({ ...base, left: true }), 'left');
});
