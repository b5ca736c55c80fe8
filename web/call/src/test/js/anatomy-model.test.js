import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { BeatClock } from '../../main/resources/dev/parley/call/web/js/call/clock.js';
import { Recorder } from '../../main/resources/dev/parley/call/web/js/call/recorder.js';
import { Samples, valueAt } from '../../main/resources/dev/parley/call/web/js/call/samples.js';
import { axisOf } from '../../main/resources/dev/parley/call/web/js/anatomy/model/axis.js';
import { candidatesOf, priorityParts } from '../../main/resources/dev/parley/call/web/js/anatomy/model/candidates.js';
import { destination, isPublic, mappingOf } from '../../main/resources/dev/parley/call/web/js/anatomy/model/mapping.js';
import { milestonesOf } from '../../main/resources/dev/parley/call/web/js/anatomy/model/milestones.js';
import { pairPriority, pairsOf, whyChosen } from '../../main/resources/dev/parley/call/web/js/anatomy/model/pairs.js';
import { routeOf } from '../../main/resources/dev/parley/call/web/js/anatomy/model/route.js';
import { securityOf } from '../../main/resources/dev/parley/call/web/js/anatomy/model/security.js';
import { CHARTS, chartOf } from '../../main/resources/dev/parley/call/web/js/anatomy/model/series.js';

const stats = (name) => JSON.parse(readFileSync(new URL(`descriptions/${name}-stats.json`, import.meta.url), 'utf8'));
const sdp = (name) => readFileSync(new URL(`descriptions/${name}.sdp`, import.meta.url), 'utf8').replaceAll('\n', '\r\n');

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
  add(2000, 'offer-received', 'ben');
  add(2030, 'local-candidate', 'ben');
  add(2020, 'answer-set', 'ben');
  add(2500, 'ice-checking', 'ben');
  add(2600, 'local-candidate', 'cleo');
  const at = Object.fromEntries(milestonesOf(recorder.events, 'ben').map((milestone) => [milestone.key, milestone]));
  assert.equal(at.page.at, 0);
  assert.equal(at.joined.gap, 15);
  assert.equal(at.candidate.gap, 10);
  assert.equal(at.delivered.gap, 0); // the same event marks both
  assert.equal(at.frame.at, null);
  // Waiting for Ben to come is nobody's slowness.
  assert.deepEqual(Object.keys(at).filter((key) => at[key].slowest), ['check']);
});

test('a long wait for somebody is cut out of the axis of the beginning', () => {
  const milestones = [['page', 0], ['joined', 50], ['offer', 60_000], ['frame', 60_400]].map(([key, at], i, all) => ({ key, at, gap: i ? at - all[i - 1][1] : null }));
  const axis = axisOf(milestones, 90_000, false);
  assert.ok(axis.share(60_400) - axis.share(60_000) > 0.5);
  assert.ok(Math.abs(axis.at(axis.share(60_200)) - 60_200) < 1);
  const whole = axisOf(milestones, 90_000, true);
  assert.ok(whole.share(60_400) < 0.7 && whole.cut === null);
});

test('numbers become columns; what never changes is one number, what is missing a gap', () => {
  const samples = new Samples();
  const at = (t, ...list) => samples.add(t, list);
  at(0, { id: 'A', type: 'x', n: 1, same: 7, word: 'a', on: true });
  at(1000, { id: 'A', type: 'x', n: 2, same: 7, word: 'b', on: false }, { id: 'B', type: 'y', n: 5 });
  at(2000, { id: 'A', type: 'x', same: 7, word: 'b' });
  at(3000, { id: 'A', type: 'x', n: 4, same: 7 }, { id: 'B', type: 'y', n: 5 });
  const [a, b] = [samples.objects.get('A'), samples.objects.get('B')];
  assert.deepEqual(a.columns, { n: [1, 2, null, 4], same: 7 });
  assert.deepEqual(a.facts, { word: 'b', on: false });
  assert.deepEqual([b.from, b.to, b.columns], [1, 3, { n: [5, null, 5] }]);
  assert.equal(valueAt(b, 'n', 0), null);
  assert.equal(valueAt(b, 'n', 2), null);
  assert.equal(valueAt(a, 'same', 2), 7);
});

test('a quarter of an hour is kept, the rest forgotten', () => {
  const samples = new Samples();
  for (let i = 0; i < 3000; i += 1) samples.add(i * 1000, [{ id: 'A', type: 'x', n: i, same: 1 }, ...(i < 100 ? [{ id: 'old', type: 'x', n: i }] : []), ...(i === 2500 ? [{ id: 'late', type: 'x', n: 1 }] : [])]);
  assert.ok(samples.times.length <= 960 && samples.times.length >= 900);
  const a = samples.objects.get('A');
  assert.equal(a.columns.n.length, samples.times.length);
  assert.equal(a.columns.n.at(-1), 2999);
  assert.equal(a.columns.n[0] * 1000, samples.times[0]);
  assert.equal(samples.objects.has('old'), false);
  const late = samples.objects.get('late');
  assert.equal(samples.times[late.from], 2_500_000);
  assert.equal(valueAt(late, 'n', late.from), 1);
  assert.equal(valueAt(late, 'n', late.from + 1), null);
});

test('the difference of two clocks is found by beats, whatever the delay', () => {
  const [ana, ben] = [new BeatClock(), new BeatClock()];
  const ahead = 5000;
  let now = 0;
  for (const delay of [80, 10, 200, 40]) {
    const toBen = ana.beat(now);
    ben.hear(toBen, now + delay + ahead);
    now += 500;
    const toAna = ben.beat(now + ahead);
    ana.hear(toAna, now + delay);
    now += 500;
  }
  assert.equal(ana.clock.offset.offsetMillis, ahead);
  assert.equal(ana.clock.offset.roundTripMillis, 20);
  ana.hear({ at: 'x', echo: { at: null, heard: {} } }, now); // strangers' words change nothing
  assert.equal(ana.clock.offset.offsetMillis, ahead);
});

function recordingOf(name, { events = [] } = {}) {
  const samples = new Samples();
  samples.add(0, stats(name));
  return { events, samples: new Map([['ben', samples]]), descriptions: new Map([['ben', { local: { type: 'offer', sdp: sdp(`${name}-offer`) }, remote: { type: 'answer', sdp: sdp(`${name}-answer`) } }]]) };
}

for (const name of ['chromium', 'firefox']) {
  test(`the chosen pair of ${name} is the one of its statistics, with both addresses`, () => {
    const report = stats(name);
    const chosen = pairsOf(recordingOf(name).samples.get('ben')).filter((pair) => pair.chosen);
    assert.equal(chosen.length, 1);
    assert.equal(chosen[0].id, report.find(({ type }) => type === 'transport').selectedCandidatePairId);
    const wanted = report.find(({ id }) => id === report.find((stat) => stat.id === chosen[0].id).localCandidateId);
    assert.deepEqual([chosen[0].local.address, chosen[0].local.port, chosen[0].local.type], [wanted.address, wanted.port, wanted.candidateType]);
    assert.equal(whyChosen(pairsOf(recordingOf(name).samples.get('ben')), candidatesOf(recordingOf(name), 'ben')).works, 0);
  });

  test(`keys and certificates of ${name} are told`, () => {
    const security = securityOf(recordingOf(name), 'ben');
    assert.equal(security.version, 'DTLS 1.3');
    assert.equal(security.cipher, 'TLS_AES_128_GCM_SHA256');
    assert.deepEqual(security.setup, { here: 'actpass', there: 'active' });
    assert.equal(security.role, 'server');
    assert.deepEqual(security.certificates.map(({ matches }) => matches), name === 'chromium' ? [true, true] : [null, null]);
    for (const { said } of security.certificates) assert.match(said, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });
}

test('a candidate that was signalled and one of getStats are the same one', () => {
  const line = 'candidate:2104318499 1 udp 2122194687 192.0.2.2 45815 typ host generation 0 network-id 1';
  const recording = recordingOf('chromium', { events: [{ t: 5, phase: 'connection', kind: 'local-candidate', peer: 'ben', data: { candidate: line, url: null } }] });
  const { local } = candidatesOf(recording, 'ben');
  const both = local.filter(({ port }) => port === 45815);
  assert.equal(both.length, 1);
  assert.equal(both[0].ids.length, 1);
  assert.equal(both[0].t, 5);
});

test('priorities are taken apart as they were put together', () => {
  assert.deepEqual(priorityParts(2122194687), { type: 126, local: 32286, component: 1 });
  assert.deepEqual(priorityParts(126 * 2 ** 24 + 65535 * 256 + 255), { type: 126, local: 65535, component: 1 });
  assert.equal(priorityParts(null), null);
  assert.equal(pairPriority(2, 1, true), 4294967301n);
  assert.equal(pairPriority(2, 1, false), 4294967300n);
  assert.equal(pairPriority(null, 1, true), 0n);
});

const srflx = (port, url, relatedPort = 5000) => ({ type: 'srflx', transport: 'udp', address: '203.0.113.7', port, relatedAddress: '192.168.1.2', relatedPort, url });
const asked = (...urls) => [{ t: 0, kind: 'ice-servers', peer: null, phase: 'signaling', data: { urls } }];
const TWO = ['stun:stun.example:3478', 'stun:stun.example:3479', 'turn:stun.example:3478?transport=udp', 'turn:stun.example:3478?transport=tcp'];

test('a router that maps by destination is told from one that does not', () => {
  const verdict = (candidates, events = asked(...TWO)) => mappingOf({ candidates, events, peer: 'ben' }).verdict;
  assert.equal(verdict([srflx(4000, TWO[0])]), 'same');
  assert.equal(verdict([srflx(4000, TWO[0]), srflx(4001, TWO[1])]), 'by-destination');
  assert.equal(verdict([srflx(4000, TWO[0], 5000), srflx(4001, TWO[0], 5001)]), 'same'); // two sockets
  assert.equal(verdict([srflx(4000, TWO[0])], asked(TWO[0], TWO[3])), 'one-server');
  assert.equal(verdict([srflx(4000, TWO[0])], [...asked(...TWO), { t: 1, kind: 'candidate-error', peer: 'ben', phase: 'connection', data: { url: TWO[1], code: 701 } }]), 'one-server');
  assert.equal(verdict([{ type: 'host', transport: 'udp', address: '203.0.113.7', port: 1 }]), 'no-nat');
  assert.equal(verdict([{ type: 'host', transport: 'udp', address: '192.168.1.2', port: 1 }]), 'silent');
  const hidden = { ...srflx(4000, TWO[0]), relatedAddress: '0.0.0.0', relatedPort: 0 };
  assert.equal(verdict([hidden, { ...hidden, port: 4001 }]), 'hidden');
});

test('places that answer over UDP are told by their URLs', () => {
  assert.equal(destination('stun:a.example'), 'a.example:3478');
  assert.equal(destination('turn:[2001:db8::1]:5000?transport=udp'), '[2001:db8::1]:5000');
  for (const url of ['turn:a:1?transport=tcp', 'turns:a:1', 'http://a', '', null]) assert.equal(destination(url), null, url);
  assert.deepEqual(['10.1.2.3', '192.168.1.1', '172.20.0.1', '100.64.0.1', 'fd00::1', 'fe80::1', 'x.local', ''].map(isPublic), new Array(8).fill(false));
  assert.deepEqual(['203.0.113.9', '2001:db8::1', '172.32.0.1'].map(isPublic), [true, true, true]);
});

test('the way from host to host has the routers and the relay that it passes', () => {
  const host = (address, port) => ({ type: 'host', transport: 'udp', address, port, relatedAddress: null });
  const mine = [host('192.168.1.2', 5000), srflx(4000, TWO[0])];
  const theirs = [host('192.168.9.2', 6000), { ...srflx(7000, TWO[0]), address: '198.51.100.4', relatedAddress: '192.168.9.2', relatedPort: 6000 }];
  const relay = { type: 'relay', transport: 'udp', address: '198.51.100.99', port: 50000, relatedAddress: '203.0.113.7', relatedPort: 4000 };
  const way = (local, remote, more = []) => routeOf({ pairs: [{ chosen: true, local, remote }], candidates: { local: [...mine, ...more], remote: theirs } });
  const words = (route) => route.map(({ kind, address }) => `${kind} ${address}`.trim());
  assert.deepEqual(words(way(mine[0], theirs[0])), ['host 192.168.1.2', 'network', 'host 192.168.9.2']);
  assert.deepEqual(words(way(mine[1], theirs[1])), ['host 192.168.1.2', 'router 203.0.113.7', 'internet', 'router 198.51.100.4', 'host 192.168.9.2']);
  // A symmetric router shows itself as a peer-reflexive address with another port.
  assert.deepEqual(words(way(mine[1], { ...theirs[1], type: 'prflx', port: 7999, relatedAddress: null })), ['host 192.168.1.2', 'router 203.0.113.7', 'internet', 'router 198.51.100.4', 'host 192.168.9.2']);
  // Chromium does not tell the address of such a one.
  assert.deepEqual(words(way(mine[1], { ...theirs[1], type: 'prflx', address: '', port: 7999, relatedAddress: null })).slice(2), ['internet', 'router 198.51.100.4', 'host 192.168.9.2']);
  assert.deepEqual(words(way(relay, theirs[1], [relay])), ['host 192.168.1.2', 'router 203.0.113.7', 'relay 198.51.100.99', 'router 198.51.100.4', 'host 192.168.9.2']);
  assert.deepEqual(words(way(mine[1], { ...relay, relatedAddress: '198.51.100.4' }, [])).slice(0, 3), ['host 192.168.1.2', 'router 203.0.113.7', 'relay 198.51.100.99']);
  assert.deepEqual(routeOf({ pairs: [], candidates: { local: [], remote: [] } }), []);
});

test('charts have rates out of counters, and gaps where nothing was measured', () => {
  const samples = new Samples();
  const out = (t, bytesSent) => samples.add(t, [{ id: 'O', type: 'outbound-rtp', kind: 'video', mid: '1', bytesSent, framesPerSecond: 30 }]);
  out(0, 0);
  out(1000, 12_500);
  out(2000, 25_000);
  out(12_000, 1_000_000); // the tab slept
  out(13_000, 500); // a new connection counts anew
  out(14_000, 13_000);
  const { seconds, lines } = chartOf('bitrate', samples, -1000);
  assert.deepEqual(seconds, [1, 2, 3, 13, 14, 15]);
  assert.deepEqual(lines.map(({ what, mid, values }) => [what, mid, values]), [['sent', '1', [null, 100, 100, null, null, 100]]]);
  for (const key of CHARTS) assert.ok(Array.isArray(chartOf(key, samples, 0).lines), key);
  assert.deepEqual(chartOf('loss', null, 0), { key: 'loss', seconds: [], lines: [] });
});

test('shorter ways that the browser lists no longer count as tried', () => {
  const one = (type, address, port, priority, relatedAddress = null) => ({ type, transport: 'udp', address, port, priority, relatedAddress });
  const local = [one('host', '192.168.1.2', 5000, 2122260223), one('srflx', '203.0.113.7', 4000, 1686052607, '192.168.1.2')];
  const remote = [one('host', '192.168.9.2', 6000, 2122260223), one('srflx', '198.51.100.4', 7000, 1686052607, '192.168.9.2')];
  const pair = { chosen: true, state: 'succeeded', local: local[1], remote: remote[1], priority: pairPriority(1686052607, 1686052607, true) };
  const why = whyChosen([pair], { local, remote });
  assert.deepEqual([why.reason, why.failed, why.works], ['through-nat', 1, 0]);
  assert.equal(whyChosen([], { local, remote }), null);
});
