import assert from 'node:assert/strict';
import test from 'node:test';
import { BeatClock } from '../../main/resources/dev/parley/call/web/js/call/clock.js';
import { stateWords } from '../../main/resources/dev/parley/call/web/js/files/file-rows.js';
import { Transfers } from '../../main/resources/dev/parley/call/web/js/files/transfers.js';
import { own } from '../../main/resources/dev/parley/call/web/js/shared/own.js';
import { text as sdp } from '../../main/resources/dev/parley/call/web/js/text/sdp.js';

const ID = '00000000000000aa';
const UNPRINTABLE = { toString: 1, valueOf: 1 }; // JSON can say it; String() throws at it

function receiver() {
  const transfers = new Transfers({ newId: () => ID, now: () => 0, onChange: () => {} });
  transfers.open('eve', { tell: () => true, send: () => true, ready: true, room: true, messageBytes: 1024 });
  return transfers;
}

test('an offer whose words are no text is shown under a name of ours', () => {
  const transfers = receiver();
  transfers.control('eve', 'Eve', { t: 'file', k: 'offer', id: ID, name: UNPRINTABLE, size: 1, type: UNPRINTABLE });
  assert.equal(transfers.list[0].name, 'file');
  assert.equal(transfers.list[0].type, '');
});

for (const reason of ['__proto__', 'constructor', 'toString', UNPRINTABLE, null, 7, ['x']]) {
  test(`a file stopped for ${JSON.stringify(reason)} is told in words`, () => {
    for (const outgoing of [false, true]) {
      const transfers = receiver();
      if (outgoing) transfers.offer('eve', 'Eve', { name: 'a', size: 1, type: '', read: async () => new Uint8Array(1) });
      else transfers.control('eve', 'Eve', { t: 'file', k: 'offer', id: ID, name: 'a', size: 1 });
      transfers.control('eve', 'Eve', { t: 'file', k: 'stop', id: ID, reason });
      assert.equal(transfers.list[0].phase, 'failed');
      assert.equal(stateWords(transfers.list[0]), stateWords({ ...transfers.list[0], status: 'failed', person: 'Eve', reason: '' }));
    }
  });
}

test('a table has what it holds, and nothing that every object has', () => {
  assert.equal(own({ a: 1 }, 'a'), 1);
  for (const key of ['constructor', '__proto__', 'toString', undefined, null]) assert.equal(own({ a: 1 }, key), undefined);
});

test('a description with parameters named as an object\'s own is explained, too', () => {
  const candidate = sdp.kinds.candidate({ address: '192.0.2.1', port: '9', transport: 'udp', type: 'constructor' });
  assert.match(candidate, /constructor/);
  assert.doesNotMatch(candidate, /function|\[object/);
});

test('a beat whose times are no numbers says nothing of the clock', () => {
  const beats = new BeatClock();
  for (const time of [UNPRINTABLE, null, 'x', []]) beats.hear({ at: time, echo: { at: time, heard: time } }, 1);
  assert.equal(beats.clock.offset, null);
  assert.equal(beats.beat(2).echo, undefined);
});
