import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Samples } from '../../main/resources/dev/parley/call/web/js/call/samples.js';
import { lineOfField, syntaxError } from '../../main/resources/dev/parley/call/web/js/anatomy/model/json-place.js';
import { AddressMask, withoutSecrets } from '../../main/resources/dev/parley/call/web/js/anatomy/model/mask.js';
import { merge } from '../../main/resources/dev/parley/call/web/js/anatomy/model/merge.js';
import { modelOf } from '../../main/resources/dev/parley/call/web/js/anatomy/model/model.js';
import { BadFile, readFile } from '../../main/resources/dev/parley/call/web/js/anatomy/model/read.js';
import { agentOf } from '../../main/resources/dev/parley/call/web/js/anatomy/model/recording.js';
import { fileText, toFile } from '../../main/resources/dev/parley/call/web/js/anatomy/model/save.js';
import { text } from '../../main/resources/dev/parley/call/web/js/text/anatomy.js';

const sdp = (name) => readFileSync(new URL(`descriptions/${name}.sdp`, import.meta.url), 'utf8').replaceAll('\n', '\r\n');
const stats = (name) => JSON.parse(readFileSync(new URL(`descriptions/${name}-stats.json`, import.meta.url), 'utf8'));

function recording({ id = 'ana-id', name = 'Ana', other = 'ben-id', otherName = 'Ben', began = 1_000_000, clocks = { server: null, peers: {} } } = {}) {
  const samples = new Samples();
  for (const t of [3000, 4000, 5000]) samples.add(t, stats('chromium').map((stat) => ({ ...stat, ...(stat.bytesSent === undefined ? {} : { bytesSent: stat.bytesSent + t }) })));
  const candidate = 'candidate:1 1 udp 2122194687 192.0.2.2 45815 typ host generation 0';
  const events = [
    [1000, 'signaling', 'join-pressed', null, null],
    [1050, 'signaling', 'ice-servers', null, { urls: ['stun:198.51.100.9:3478', 'turn:relay.example.org:3478?transport=udp'] }],
    [1100, 'signaling', 'offer-set', other, { sdp: sdp('chromium-offer') }],
    [1110, 'signaling', 'message-out', other, { type: 'offer', characters: 5000 }],
    [1120, 'connection', 'local-candidate', other, { candidate, url: 'stun:198.51.100.9:3478', password: 'hunter2', credential: 'key', token: 'secret-token', username: 'user' }],
  ].map(([t, phase, kind, peer, data]) => ({ t, phase, kind, peer, data }));
  return {
    live: true, began, agent: 'Chromium 156', self: { id, name }, people: [{ id: other, name: otherName }], clocks, events,
    samples: new Map([[other, samples]]),
    descriptions: new Map([[other, { local: { type: 'offer', sdp: sdp('chromium-offer') }, remote: { type: 'answer', sdp: sdp('chromium-answer') } }]]),
  };
}

const saved = (made, options) => fileText(toFile(made, { saved: new Date(0), ...options }));

test('a file that is opened again shows the same rows', () => {
  const made = recording();
  const read = readFile(saved(made, { addresses: true }));
  const rows = (one) => {
    const { milestones, pairs, candidates, steps, events } = modelOf(one, 'ben-id');
    return JSON.parse(JSON.stringify({ milestones, pairs, candidates, steps: steps.length, events: events.length }, (key, value) => (typeof value === 'bigint' ? String(value) : value)));
  };
  assert.deepEqual(rows(read), { ...rows(made), candidates: rows(read).candidates });
  assert.equal(rows(read).candidates.local.length, rows(made).candidates.local.length);
  assert.equal(rows(read).pairs.filter(({ chosen }) => chosen).length, 1);
  assert.equal(saved(read, { addresses: true }), saved(made, { addresses: true }));
});

test('passwords, keys and addresses are not in the file', () => {
  const masked = saved(recording());
  const real = saved(recording(), { addresses: true });
  const password = /a=ice-pwd:(\S+)/.exec(sdp('chromium-offer'))[1];
  for (const file of [masked, real]) for (const secret of [password, 'hunter2', '"key"', 'secret-token', '"user"']) assert.ok(!file.includes(secret), secret);
  for (const address of ['192.0.2.2', 'fd00::2', '198.51.100.9', 'relay.example.org']) {
    assert.ok(!masked.includes(address), address);
    assert.ok(real.includes(address), address);
  }
});

test('an address is always replaced by the same one, of the same sort', () => {
  const mask = new AddressMask();
  assert.equal(mask.text('from 192.168.1.5:4000 to 8.8.4.4:53 and 192.168.1.5'), 'from 10.0.0.1:4000 to 203.0.113.1:53 and 10.0.0.1');
  assert.equal(mask.text('a=candidate:1 1 udp 5 2a00:1450:4001::1 9 typ host raddr fe80::9 rport 1'), 'a=candidate:1 1 udp 5 2001:db8::1 9 typ host raddr fd00::1 rport 1');
  assert.equal(mask.text('turn:[2a00:1450:4001::1]:3478'), 'turn:[2001:db8::1]:3478');
  assert.equal(mask.text('stun:stun.firm.example:3478'), 'stun:server-1.example:3478');
  assert.equal(mask.text('a1b2c3d4-e5f6.local'), 'hidden-1.local');
  const kept = 'a=fingerprint:sha-256 97:E3:5F:54:12:00:AA:72 IN IP4 0.0.0.0 127.0.0.1 12:34:56 Opus/48000/2';
  assert.equal(mask.text('a=rtcp:9 IN IP4 0.0.0.0'), 'a=rtcp:9 IN IP4 0.0.0.0');
  const fingerprint = `a=fingerprint:sha-256 ${new Array(32).fill('AB').join(':')}`;
  assert.equal(mask.text(fingerprint), fingerprint);
  assert.ok(kept.length);
});

test('nothing secret survives in nested facts', () => {
  assert.deepEqual(withoutSecrets({ a: { turnPassword: 'x', list: [{ token: 'y', b: 1 }] }, sdp: 'v=0\r\na=ice-pwd:secret\r\na=mid:0\r\n' }), { a: { list: [{ b: 1 }] }, sdp: 'v=0\r\na=ice-pwd:…\r\na=mid:0\r\n' });
});

const bad = (content) => {
  try {
    readFile(content);
  } catch (error) {
    assert.ok(error instanceof BadFile, String(error?.stack));
    assert.ok(text.anatomy.file.problems[error.problem], error.problem);
    return { problem: error.problem, field: error.field, line: error.line };
  }
  return null;
};

test('a bad file is refused with the line and the field', () => {
  const file = saved(recording());
  const line = (needle) => file.split('\n').findIndex((one) => one.includes(needle)) + 1;
  assert.equal(bad(file), null);
  assert.deepEqual(bad('[1]'), { problem: 'no-object', field: null, line: null });
  assert.deepEqual(bad('{"format": "other/1"}'), { problem: 'other-format', field: 'format', line: 1 });
  assert.deepEqual(bad('{\n"format": "parley-anatomy/2"}'), { problem: 'other-version', field: 'format', line: 2 });
  assert.deepEqual(bad(file.replace('"t":1110', '"t":"soon"')), { problem: 'no-number', field: 'events[3].t', line: line('"t":1110') });
  assert.deepEqual(bad(file.replace('"phase":"connection"', '"phase":"magic"')), { problem: 'unknown-value', field: 'events[4].phase', line: line('"phase":"connection"') });
  assert.deepEqual(bad(file.replace('"times": [3000,4000', '"times": [3000,2000')), { problem: 'out-of-order', field: 'stats.ben-id.times[1]', line: line('"times": [') });
  const broken = bad(file.replace('"kind":"message-out"', '"kind":message-out"'));
  assert.equal(broken.problem, 'no-json');
  assert.equal(broken.line, line('"kind":"message-out"'));
  assert.equal(bad('').problem, 'no-json');
  for (const [content, line, column] of [['{"a": 1,\n}', 2, 1], ['{"a"\n 1}', 2, 2], ['[1,\n\n2', 3, 2], ['{"a": tru}', 1, 7], ['["a\nb"]', 1, 2], ['{} x', 1, 4], ['[01]', 1, 2], ['{"a":[{"b":"c"},]}', 1, 17]]) {
    assert.deepEqual(syntaxError(content), { line, column }, content);
  }
  assert.equal(lineOfField('{"a": [1,\n{"b": "x\\"]"},\n{"c": 3}]}', 'a[2].c'), 3);
});

test('hostile files neither hang nor break anything', () => {
  const began = performance.now();
  const file = toFile(recording());
  const evil = [
    '{"format":"parley-anatomy/1","__proto__":{"polluted":1},"began":0,"self":{"id":"a","name":"<img src=x onerror=alert(1)>"},"people":[],"events":[{"t":0,"phase":"signaling","kind":"x","data":{"__proto__":{"polluted":1}}}]}',
    `${'['.repeat(100_000)}`,
    JSON.stringify({ ...file, events: new Array(30_000).fill(file.events[0]) }),
    JSON.stringify({ ...file, events: [{ ...file.events[0], t: 1e400 }] }),
    JSON.stringify({ ...file, stats: { x: { times: [1, 2], objects: [{ id: 'a', type: 'b', from: 5, to: 1 }] } } }),
    JSON.stringify({ ...file, stats: { x: { times: [1, 2], objects: [{ id: 'a', type: 'b', from: 0, to: 1, columns: { n: [1, 2, 3] } }] } } }),
    JSON.stringify({ ...file, descriptions: { x: { local: { type: 'offer', sdp: 'v'.repeat(300_000) } } } }),
    JSON.stringify({ ...file, stats: { 'a b <script>': { times: [], objects: [] } } }),
    JSON.stringify({ ...file, began: null }),
    'null', '7', '"x"', '{}',
  ];
  for (const one of evil) bad(one);
  assert.equal({}.polluted, undefined);
  let deep = { end: true };
  for (let i = 0; i < 2000; i += 1) deep = { deep };
  const read = readFile(JSON.stringify({ ...file, events: [{ ...file.events[0], data: deep }] }));
  assert.ok(JSON.stringify(read.events[0].data).length < 200);
  assert.ok(performance.now() - began < 5000);
});

test('two sides of a call come together on one time axis', () => {
  // Ben's clock is 7 s ahead; both pages began at other times.
  const ana = recording({ clocks: { server: null, peers: { 'ben-id': { offsetMillis: 7000, roundTripMillis: 10, t: 0 } } } });
  const ben = recording({ id: 'ben-id', name: 'Ben', other: 'ana-id', otherName: 'Ana', began: 1_000_000 + 7000 + 500 });
  const { recording: both, how, uncertainMillis } = merge(ana, ben);
  assert.deepEqual([how, uncertainMillis], ['peer', 5]);
  const theirs = both.events.filter(({ side }) => side === 'there');
  assert.equal(theirs.find(({ kind }) => kind === 'join-pressed').t, 1500);
  assert.ok(theirs.every(({ peer }) => peer === 'ben-id'));
  assert.deepEqual(both.events.map(({ t }) => t), both.events.map(({ t }) => t).sort((a, b) => a - b));
  // What is Ana's own stays hers: her milestones do not change.
  assert.deepEqual(modelOf(both, 'ben-id').milestones, modelOf(ana, 'ben-id').milestones);
  assert.equal(merge(both, ben).recording.events.length, both.events.length); // added twice: still once
  const offsets = (offsetMillis) => ({ server: { offsetMillis, roundTripMillis: 4, t: 0 }, peers: {} });
  const byServer = merge(recording({ clocks: offsets(10_000) }), recording({ id: 'ben-id', other: 'ana-id', began: 1_007_500, clocks: offsets(3000) }));
  assert.deepEqual([byServer.how, byServer.offsetMillis], ['server', 7000]);
  assert.equal(merge(ana, ana), null);
  assert.equal(merge(ana, recording({ id: 'x', other: 'y' })), null);
});

test('the example of the documentation is a good file', () => {
  const page = readFileSync(new URL('../../../../../docs/anatomy.md', import.meta.url), 'utf8');
  const [, example] = /```json\n([\s\S]*?)```/.exec(page);
  const read = readFile(example);
  const model = modelOf(read, read.people[0].id);
  assert.ok(model.milestones.filter(({ at }) => at !== null).length >= 3);
  assert.equal(model.pairs.filter(({ chosen }) => chosen).length, 1);
  assert.deepEqual(JSON.parse(fileText(toFile(read, { addresses: true, saved: new Date(read.saved) }))), JSON.parse(example));
});

test('of the browser only its name and version are told', () => {
  assert.equal(agentOf('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'), 'Chromium 156');
  assert.equal(agentOf('Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0'), 'Firefox 153');
  assert.equal(agentOf('Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15'), 'Safari 26');
  assert.equal(agentOf('curl'), 'unknown');
});
