import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresOf } from '../../main/resources/dev/parley/call/web/js/check/carry.js';
import { niceTop } from '../../main/resources/dev/parley/call/web/js/check/dots.js';
import { FORMAT, masked, packed, unpacked } from '../../main/resources/dev/parley/call/web/js/check/report.js';

const report = {
  format: FORMAT, at: '2026-11-23T09:12:01.000Z', from: '198.51.100.7:4021',
  rows: [{ id: 'stun-0', kind: 'stun', url: 'stun:[2001:db8:1:2::9]:3478', verdict: { state: 'ok', reason: 'well' }, browser: { candidates: [{ address: 'fe80::1' }, { address: '2001:db8:aa:bb:cc:dd:ee:ff' }] } }],
};

test('a link carries the whole result', async () => {
  assert.deepEqual(await unpacked(await packed(report)), report);
});

test('a link that carries something else is no result', async () => {
  for (const text of ['', 'x', '////', await packed({ format: 'other', rows: [] }), await packed({ format: FORMAT, rows: [null] }), 'A'.repeat(70_000)]) {
    assert.equal(await unpacked(text), null, text.slice(0, 40));
  }
  const bomb = await packed({ format: FORMAT, rows: [{ kind: 'stun', verdict: {}, long: '0'.repeat(3_000_000) }] });
  assert.ok(bomb.length < 60_000);
  assert.equal(await unpacked(bomb), null, 'what unpacks to megabytes');
});

test('half of each address is left out, and nothing else', () => {
  const shown = JSON.stringify(masked(report));
  for (const secret of ['198.51.100.7', '2001:db8:1', 'db8:aa', ':ff']) assert.ok(!shown.includes(secret), `${secret} in ${shown}`);
  assert.ok(shown.includes('198.51.x.x:4021'));
  assert.equal(masked(report).at, report.at);
  assert.equal(masked('turn:relay.example:3478?transport=udp'), 'turn:relay.example:3478?transport=udp');
});

test('figures of a run', () => {
  const figures = figuresOf({ packets: [3, null, 1, 2, 10], bulk: { bytes: 1_000_000, millis: 800 } });
  assert.deepEqual(figures, { sent: 5, lost: 1, medianMillis: 2, slowestMillis: 10, bitsPerSecond: 10_000_000 });
  assert.deepEqual(figuresOf({ packets: [null], bulk: null }), { sent: 1, lost: 1, medianMillis: null, slowestMillis: null, bitsPerSecond: null });
});

test('an axis ends at a round number', () => {
  assert.deepEqual([0.4, 2, 3, 11, 90, 150].map(niceTop), [2, 2, 4, 20, 100, 200]);
});
