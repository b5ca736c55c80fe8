import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { missingRow, outcome, why } from '../../main/resources/dev/parley/labpage/web/js/why.js';
import { changes, formAt, formsOf, kindOfAddress, split } from '../../main/resources/dev/parley/labpage/web/js/forms.js';
import { text } from '../../main/resources/dev/parley/labpage/web/js/messages.en.js';
import { run, runs } from './runs.js';

const REASONS = new URL('../../../../../lab/internet/src/main/java/dev/parley/internet/DropReason.java', import.meta.url);

const words = (reasons) => reasons.map(({ key, args }) => text.why[key](args));

test('every packet of every run has reasons with words, and events to look at', () => {
  for (const [name, run] of runs()) {
    for (const id of run.packetIds) {
      const reasons = why(run, id);
      assert.ok(reasons.length >= 2, `${name} p${id}`);
      for (const reason of reasons) {
        assert.ok(text.why[reason.key](reason.args).length > 10, reason.key);
        assert.doesNotMatch(text.why[reason.key](reason.args), /undefined|NaN|\[object/, `${name} p${id}: ${reason.key}`);
        assert.ok(run.events[reason.index], reason.key);
      }
    }
  }
});

test('a first packet that was dropped names its rule, the missing row, and that the row came later', () => {
  const two = run('two-homes');
  const index = two.events.findIndex((event) => event.type === 'Dropped' && event.node.startsWith('home-'));
  const drop = two.events[index];
  const reasons = why(two, drop.packet);
  assert.deepEqual(reasons.slice(0, 4).map(({ key }) => key), ['dropped', 'nearest', 'missing', 'tooEarly']);
  const said = words(reasons).join(' ');
  assert.match(said, /never sent anything to that address and port/);
  assert.ok(said.includes(`outside ${drop.destination}, may answer: ${drop.source}`), said);
  assert.match(said, /too early: p\d+ made that row afterwards/);
  assert.ok(reasons.some(({ key }) => key === 'opened'), 'and that it made a hole on its own way out');
  assert.equal(outcome(two, drop.packet), 'dropped');
  assert.equal(outcome(two, drop.packet, index), 'underWay');
});

test('the one that got in through a hole names who made the hole', () => {
  const two = run('two-homes');
  const drop = two.events.find((event) => event.type === 'Dropped' && event.node.startsWith('home-'));
  const through = two.packetIds.find((id) => why(two, id).some(({ key, packet }) => key === 'madeBy' && packet === drop.packet));
  assert.ok(through, 'the row of the dropped packet let another one in');
  assert.equal(outcome(two, through), 'delivered');
});

test('a row that was there and is gone is named', () => {
  const run1 = run('forgotten');
  const drop = run1.events.find((event) => event.type === 'Dropped' && event.node === 'home-a');
  const reasons = why(run1, drop.packet);
  assert.deepEqual(reasons.slice(0, 3).map(({ key }) => key), ['dropped', 'missing', 'tooLate']);
  assert.match(words(reasons)[2], /too late: the row was there before, and is gone \(expired\)/);
});

test('the missing row has what is known of it', () => {
  const end = { reason: 'FILTERED_BY_ADDRESS', source: '192.0.2.1:5', destination: '192.0.2.9:7' };
  assert.deepEqual(missingRow(end, { inside: '10.0.0.2:6', outside: '192.0.2.9:7' }), { inside: '10.0.0.2:6', outside: '192.0.2.9:7', remote: '192.0.2.1:0' });
  assert.deepEqual(missingRow({ ...end, reason: 'NO_MAPPING' }, null), { inside: null, outside: '192.0.2.9:7', remote: '192.0.2.1:5' });
  assert.equal(missingRow({ ...end, reason: 'LOST' }, null), null);
});

test('every reason of the network has words', () => {
  const source = readFileSync(REASONS, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const reasons = [...source.slice(source.indexOf('enum')).matchAll(/\b([A-Z][A-Z_]+)\b/g)].map((match) => match[1]);
  assert.ok(reasons.length > 20);
  for (const reason of reasons) assert.ok(text.reasons[reason]?.short && text.reasons[reason].long, reason);
});

test('a packet keeps its identity through all its forms', () => {
  for (const [name, run] of runs()) {
    for (const id of run.packetIds) {
      const forms = formsOf(run, id);
      const rewrites = run.eventsOf(id).filter((index) => run.events[index].type === 'Rewritten');
      assert.equal(forms.length, rewrites.length + 1, `${name} p${id}`);
      for (const form of forms.slice(1)) assert.ok(form.changed.length > 0, `${name} p${id}`);
      assert.equal(formAt(forms, run.events.length), forms.at(-1));
    }
  }
});

test('what changed is told apart by address and port', () => {
  const before = { source: '192.168.1.2:5000', destination: '[2001:db8::1]:80' };
  assert.deepEqual(changes(before, { ...before, source: '18.18.18.18:5000' }), ['source']);
  assert.deepEqual(changes(before, { ...before, source: '18.18.18.18:61000' }), ['source', 'sourcePort']);
  assert.deepEqual(changes(before, { ...before, destination: '[2001:db8::1]:81' }), ['destinationPort']);
  assert.deepEqual(split('[2001:db8::1]:80'), ['2001:db8::1', '80']);
  assert.deepEqual(split('192.0.2.1'), ['192.0.2.1', '']);
  assert.equal(kindOfAddress('172.20.1.1'), 'private');
  assert.equal(kindOfAddress('100.64.0.2'), 'carrier');
  assert.equal(kindOfAddress('100.128.0.2'), 'public');
  assert.equal(kindOfAddress('18.18.18.18'), 'public');
});
