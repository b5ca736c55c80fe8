import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatHash, packNet, parseAddress, parseSelection, unpackNet } from '../../main/resources/dev/parley/labpage/web/js/address.js';

test('a moment and a choice survive in a link', () => {
  const hash = formatHash({ scenario: 'two-homes', seed: 7, step: 3, millis: 1284.5, count: 112, selected: { kind: 'packet', packet: 42 } });
  const read = parseAddress({ pathname: '/lab', hash });
  assert.deepEqual(read, { lesson: null, scenario: 'two-homes', seed: 7, step: 3, millis: 1284.5, count: 112, selected: { kind: 'packet', packet: 42 }, net: null });
  assert.equal(parseAddress({ pathname: '/lab/hole-punching', hash: '#seed=9' }).lesson, 'hole-punching');
  assert.equal(parseAddress({ pathname: '/lab', hash: '#lesson=stranger' }).lesson, 'stranger');
});

test('what is malformed counts as missing', () => {
  const read = parseAddress({ pathname: '/lab', hash: '#seed=abc&t=-1&e=9999999999999999999&sel=<b>&scenario=a/b' });
  assert.deepEqual([read.seed, read.millis, read.count, read.selected, read.scenario], [null, null, null, null, null]);
  assert.deepEqual(parseSelection('r:home-a:3'), { kind: 'row', node: 'home-a', row: 3 });
  assert.deepEqual(parseSelection('n:ana'), { kind: 'node', node: 'ana' });
  assert.equal(parseSelection('p'), null);
});

test('a network of one’s own fits into a link', () => {
  const net = { topology: { name: 'mine', note: 'Käse → Brot' }, traffic: [{ kind: 'ping' }] };
  assert.deepEqual(unpackNet(packNet(net)), net);
  assert.match(packNet(net), /^[\w-]+$/);
  assert.equal(unpackNet('%%%'), null);
});
