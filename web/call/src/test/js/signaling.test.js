import assert from 'node:assert/strict';
import test from 'node:test';
import { retryDelayMillis, Signaling } from '../../main/resources/dev/parley/call/web/js/call/signaling.js';
import { VirtualClock } from './virtual-clock.js';

test('tries again after 0.3, 0.6, 1.2, 2.4 and then every 5 seconds', () => {
  const middle = () => 0.5;
  assert.deepEqual([0, 1, 2, 3, 4, 5, 50].map((attempt) => retryDelayMillis(attempt, middle)), [300, 600, 1200, 2400, 5000, 5000, 5000]);
});

test('spreads tries by a fifth to either side', () => {
  assert.equal(retryDelayMillis(4, () => 0), 4000);
  assert.equal(retryDelayMillis(4, () => 0.999999), 6000);
});

test('joins first, then tells of the welcome', () => {
  const { signaling, sockets, told } = line();
  signaling.connect();
  sockets[0].open();
  assert.deepEqual(sockets[0].sent, [{ type: 'join', room: 'r', name: 'Ana' }]);
  sockets[0].say({ type: 'welcome', peer: 'p1', token: 't1', resumed: false });
  assert.equal(signaling.state, 'joined');
  assert.deepEqual(told.welcomes.map(({ samePeer }) => samePeer), [false]);
});

test('resumes under the same peer after a lost line', () => {
  const { signaling, sockets, clock, told } = line();
  joined({ signaling, sockets });
  sockets[0].lose(1006);
  assert.equal(signaling.state, 'lost');
  clock.advance(300);
  sockets[1].open();
  assert.deepEqual(sockets[1].sent, [{ type: 'join', room: 'r', name: 'Ana', resume: { peer: 'p1', token: 't1' } }]);
  sockets[1].say({ type: 'welcome', peer: 'p1', token: 't1', resumed: true });
  assert.equal(signaling.resumes, 1);
  assert.equal(told.welcomes.at(-1).samePeer, true);
});

test('joins anew when its proof is not accepted', () => {
  const { signaling, sockets, clock } = line();
  joined({ signaling, sockets });
  sockets[0].lose(1006);
  clock.advance(300);
  sockets[1].open();
  sockets[1].say({ type: 'error', code: 'bad-token', fatal: false });
  clock.advance(1000);
  sockets[2].open();
  assert.deepEqual(sockets[2].sent, [{ type: 'join', room: 'r', name: 'Ana' }]);
});

test('notices a line that is dead without saying so', () => {
  const { signaling, sockets, clock } = line();
  joined({ signaling, sockets });
  clock.advance(10_000);
  assert.equal(sockets[0].sent.at(-1).type, 'ping');
  clock.advance(4900);
  assert.equal(signaling.state, 'joined');
  clock.advance(200);
  assert.equal(signaling.state, 'lost');
});

test('any message proves the line', () => {
  const { signaling, sockets, clock } = line();
  joined({ signaling, sockets });
  for (let i = 0; i < 10; i += 1) {
    clock.advance(9000);
    sockets[0].say({ type: 'pong' });
  }
  assert.equal(signaling.state, 'joined');
  assert.equal(sockets[0].sent.filter(({ type }) => type === 'ping').length, 0);
});

test('tries at once when the network is back', () => {
  const { signaling, sockets } = line();
  joined({ signaling, sockets });
  sockets[0].lose(1006);
  signaling.hurry();
  assert.equal(sockets.length, 2);
  assert.equal(signaling.state, 'connecting');
});

test('a connection that never opens is given up and tried again', () => {
  const { signaling, sockets, clock } = line();
  signaling.connect();
  clock.advance(8000);
  assert.equal(signaling.state, 'lost');
  assert.equal(sockets[0].closed, true);
  clock.advance(300);
  assert.equal(sockets.length, 2);
});

test('a full room ends the wish to join until somebody waits', () => {
  const { signaling, sockets, clock, told, wishes } = line();
  signaling.connect();
  sockets[0].open();
  sockets[0].say({ type: 'error', code: 'room-full', fatal: false, capacity: 2 });
  assert.equal(signaling.state, 'refused');
  assert.equal(told.refusals[0].code, 'room-full');
  clock.advance(60_000);
  assert.equal(sockets.length, 1);
  wishes.wait = true;
  signaling.connect();
  sockets[1].open();
  assert.equal(sockets[1].sent[0].wait, true);
  sockets[1].say({ type: 'waiting', position: 1, capacity: 2 });
  assert.equal(signaling.state, 'waiting');
  sockets[1].say({ type: 'welcome', peer: 'p2', token: 't2', resumed: false });
  assert.equal(signaling.state, 'joined');
});

test('who waited for a seat comes back after those who had one', () => {
  const { signaling, sockets, clock } = line();
  signaling.connect();
  sockets[0].open();
  sockets[0].say({ type: 'waiting', position: 1, capacity: 2 });
  sockets[0].lose(1006);
  clock.advance(6200);
  assert.equal(sockets.length, 1);
  clock.advance(200);
  assert.equal(sockets.length, 2);
});

test('a refusal after having been in the call is tried again', () => {
  const { signaling, sockets, clock } = line();
  joined({ signaling, sockets });
  sockets[0].lose(1006);
  clock.advance(300);
  sockets[1].open();
  sockets[1].say({ type: 'error', code: 'server-full', fatal: true });
  sockets[1].lose(4002);
  clock.advance(600);
  assert.equal(sockets.length, 3);
});

test('waits for a seat when its own was taken meanwhile', () => {
  const { signaling, sockets, clock } = line();
  joined({ signaling, sockets });
  sockets[0].lose(1006);
  clock.advance(300);
  sockets[1].open();
  sockets[1].say({ type: 'error', code: 'room-full', fatal: false, capacity: 2 });
  assert.deepEqual(sockets[1].sent.at(-1), { type: 'join', room: 'r', name: 'Ana', resume: { peer: 'p1', token: 't1' }, wait: true });
  sockets[1].say({ type: 'waiting', position: 1, capacity: 2 });
  sockets[1].say({ type: 'welcome', peer: 'p1', token: 't1', resumed: true });
  assert.equal(signaling.state, 'joined');
});

test('gives way when the same peer resumed elsewhere', () => {
  const { signaling, sockets, clock, told } = line();
  joined({ signaling, sockets });
  sockets[0].lose(4001);
  assert.equal(told.refusals[0].code, 'replaced');
  clock.advance(60_000);
  assert.equal(sockets.length, 1);
});

test('leaving is final', () => {
  const { signaling, sockets, clock } = line();
  joined({ signaling, sockets });
  signaling.leave();
  assert.equal(sockets[0].sent.at(-1).type, 'leave');
  assert.equal(signaling.send({ type: 'offer' }), false);
  clock.advance(60_000);
  assert.equal(sockets.length, 1);
});

test('what is no message is passed over', () => {
  const { signaling, sockets, told } = line();
  joined({ signaling, sockets });
  for (const data of ['', '{', 'null', '7', '[]', '{"type":3}']) sockets[0].onmessage({ data });
  assert.equal(signaling.state, 'joined');
  assert.equal(told.messages.length, 0);
});

function line() {
  const clock = new VirtualClock();
  const sockets = [];
  const told = { welcomes: [], messages: [], refusals: [] };
  const wishes = { room: 'r', name: 'Ana' };
  const signaling = new Signaling({
    url: 'ws://test',
    join: () => wishes,
    onWelcome: (welcome, how) => told.welcomes.push({ ...welcome, ...how }),
    onMessage: (message) => told.messages.push(message),
    onState: () => {},
    onRefused: (error) => told.refusals.push(error),
    socket: () => {
      const socket = new TestSocket();
      sockets.push(socket);
      return socket;
    },
    random: () => 0.5,
    timers: clock,
    now: () => clock.now,
  });
  return { signaling, sockets, clock, told, wishes };
}

function joined({ signaling, sockets }) {
  signaling.connect();
  sockets[0].open();
  sockets[0].say({ type: 'welcome', peer: 'p1', token: 't1', resumed: false });
}

/** The far end of a WebSocket, moved by the test. */
class TestSocket {
  readyState = 0;
  sent = [];
  closed = false;

  open() {
    this.readyState = 1;
    this.onopen();
  }

  say(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  lose(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
    this.closed = true;
  }
}
