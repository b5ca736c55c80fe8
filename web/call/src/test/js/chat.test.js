import assert from 'node:assert/strict';
import test from 'node:test';
import { Chat, LINE_CHARACTERS } from '../../main/resources/dev/parley/call/web/js/call/chat.js';

test('a line is delivered when the other side confirms it', () => {
  const { ana, ben, connect } = two();
  connect();
  const line = ana.write('hello');
  assert.equal(line.status, 'delivered');
  assert.deepEqual(heard(ben), ['hello']);
});

test('what was written while alone goes to the first who comes', () => {
  const { ana, ben, connect } = two();
  const line = ana.write('anybody?');
  assert.equal(line.status, 'pending');
  assert.equal(ana.unsent, 1);
  connect();
  assert.equal(line.status, 'delivered');
  assert.deepEqual(heard(ben), ['anybody?']);
});

test('a line lost on the way arrives exactly once after the return', () => {
  const { ana, ben, connect, cut } = two();
  connect();
  cut();
  ana.write('one');
  ana.write('two');
  ana.close('ben');
  connect();
  connect();
  assert.deepEqual(heard(ben), ['one', 'two']);
  assert.equal(ana.unsent, 0);
});

test('a lost confirmation does not show a line twice', () => {
  const { ana, ben, connect, cutBack } = two();
  connect();
  cutBack();
  const line = ana.write('once');
  assert.deepEqual(heard(ben), ['once']);
  assert.equal(line.status, 'pending');
  connect();
  assert.deepEqual(heard(ben), ['once']);
  assert.equal(line.status, 'delivered');
});

test('takes nothing but its own kinds, in bounds', () => {
  const { ben } = two();
  const replies = [];
  const take = (message) => ben.receive('x', 'X', message, (reply) => replies.push(reply));
  assert.equal(take({ t: 'state' }), false);
  assert.equal(take({ t: 'chat', id: 7, text: 'a' }), true);
  assert.equal(take({ t: 'chat', id: 'i'.repeat(65), text: 'a' }), true);
  assert.equal(take({ t: 'chat', id: 'i', text: null }), true);
  assert.equal(take({ t: 'ack', id: 'unknown' }), true);
  assert.deepEqual(heard(ben), []);
  take({ t: 'chat', id: 'long', text: 'a'.repeat(LINE_CHARACTERS + 1) });
  assert.equal(ben.lines[0].text.length, LINE_CHARACTERS);
  for (let i = 0; i < 1000; i += 1) take({ t: 'chat', id: `n${i}`, text: String(i) });
  assert.equal(ben.lines.length, 500);
});

const heard = (chat) => chat.lines.filter((line) => !line.mine).map((line) => line.text);

/** Two chats and the channel between them, which can be cut in each direction. */
function two() {
  let ids = 0;
  const make = () => new Chat({ newId: () => `id${(ids += 1)}`, now: () => 0, onChange: () => {} });
  const ana = make();
  const ben = make();
  let there = true;
  let back = true;
  const toAna = (message) => { if (back) ana.receive('ben', 'Ben', message, toBen); };
  const toBen = (message) => { if (there) ben.receive('ana', 'Ana', message, toAna); };
  return {
    ana,
    ben,
    connect() {
      there = true;
      back = true;
      ana.open('ben', toBen);
      ben.open('ana', toAna);
    },
    cut() { there = false; },
    cutBack() { back = false; },
  };
}

test('nobody who is here uses up the id of a line of somebody else', () => {
  const { ben } = two();
  ben.open('ana', () => {});
  ben.open('eve', () => {});
  const take = (peer, text) => ben.receive(peer, peer, { t: 'chat', id: 'known-to-all', text }, () => {});
  take('eve', 'forged');
  take('ana', 'real');
  take('ana', 'real');
  assert.deepEqual(heard(ben), ['forged', 'real']);
});

test('who comes back under a new id is not read twice', () => {
  const { ben } = two();
  ben.open('ana', () => {});
  ben.receive('ana', 'Ana', { t: 'chat', id: 'one', text: 'once' }, () => {});
  ben.forget('ana');
  ben.open('ana-again', () => {});
  ben.receive('ana-again', 'Ana', { t: 'chat', id: 'one', text: 'once' }, () => {});
  assert.deepEqual(heard(ben), ['once']);
});
