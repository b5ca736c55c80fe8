import assert from 'node:assert/strict';
import test from 'node:test';
import { text } from '../../main/resources/dev/parley/call/web/js/text/room.js';
import { describePath, iceServersFor, parseCandidate, pathWords, selectedPair, transportOfUrl, waysOf } from '../../main/resources/dev/parley/call/web/js/call/path.js';

test('reads a relay candidate with its extensions', () => {
  const candidate = parseCandidate('candidate:842163049 1 udp 41885439 198.51.100.7 51000 typ relay raddr 203.0.113.9 rport 4021 generation 0 ufrag AbCd network-cost 999');
  assert.equal(candidate.type, 'relay');
  assert.equal(candidate.port, 51000);
  assert.equal(candidate.priority, 41885439);
  assert.equal(candidate.relatedAddress, '203.0.113.9');
  assert.equal(candidate.relatedPort, 4021);
  assert.equal(candidate.extensions.ufrag, 'AbCd');
});

test('reads the forms candidates come in', () => {
  for (const line of [
    'a=candidate:1 1 UDP 2122260223 192.0.2.1 5000 typ host',
    'candidate:1 1 udp 2122260223 4f6c.local 5000 typ host generation 0',
    '1 1 udp 2122260223 2001:db8::1 5000 typ host',
    'candidate:1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active',
  ]) {
    const candidate = parseCandidate(line);
    assert.equal(candidate?.type, 'host', line);
  }
  assert.equal(parseCandidate('candidate:1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active').tcpType, 'active');
});

test('what is no candidate is null', () => {
  for (const line of ['', 'candidate:', 'candidate:1 1 udp x y z typ host', 'a=mid:0']) assert.equal(parseCandidate(line), null, line);
});

test('the transport of a relay comes from its URL', () => {
  assert.equal(transportOfUrl('turn:relay.example:3478'), 'udp');
  assert.equal(transportOfUrl('turn:relay.example:3478?transport=udp'), 'udp');
  assert.equal(transportOfUrl('turn:relay.example?transport=tcp'), 'tcp');
  assert.equal(transportOfUrl('turns:relay.example:443?transport=tcp'), 'tls');
  assert.equal(transportOfUrl('turn:[2001:db8::1]:3478?transport=tcp'), 'tcp');
  assert.equal(transportOfUrl('stun:relay.example'), null);
  assert.equal(transportOfUrl(''), null);
  assert.equal(transportOfUrl(undefined), null);
});

const SERVERS = [
  { urls: 'stun:a.example' },
  { urls: ['turn:a.example', 'turn:a.example?transport=tcp', 'turns:a.example?transport=tcp'], username: 'u', credential: 'c' },
  { urls: 'turn:b.example?transport=tcp', username: 'u', credential: 'c' },
];

test('a forced path leaves only its relays', () => {
  assert.equal(iceServersFor(SERVERS, null), SERVERS);
  assert.deepEqual(iceServersFor(SERVERS, 'tls'), [{ urls: ['turns:a.example?transport=tcp'], username: 'u', credential: 'c' }]);
  assert.deepEqual(iceServersFor(SERVERS, 'tcp').map(({ urls }) => urls), [['turn:a.example?transport=tcp'], ['turn:b.example?transport=tcp']]);
  assert.deepEqual(iceServersFor([{ urls: 'stun:a.example' }], 'udp'), []);
});

test('tells which ways there are', () => {
  assert.deepEqual(waysOf(SERVERS, null), ['direct', 'udp', 'tcp', 'tls']);
  assert.deepEqual(waysOf(SERVERS, 'tcp'), ['tcp']);
  assert.deepEqual(waysOf([], null), ['direct']);
});

const report = (transport, ...stats) => new Map([...(transport ? [['T', { type: 'transport', selectedCandidatePairId: transport }]] : []), ...stats.map((stat) => [stat.id, stat])]);
const PAIR = { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', nominated: true, state: 'succeeded', currentRoundTripTime: 0.0124 };

test('finds the chosen pair by the transport or by nomination', () => {
  assert.equal(selectedPair(report('P', PAIR)).pair.id, 'P');
  assert.equal(selectedPair(report(null, { ...PAIR, id: 'Q', nominated: false }, PAIR)).pair.id, 'P');
  assert.equal(selectedPair(report(null, PAIR, { ...PAIR, id: 'S', selected: true })).pair.id, 'S');
  assert.equal(selectedPair(report(null)), null);
});

test('a path is direct, relayed here, or relayed there', () => {
  const path = (local, remote, options) => describePath({ pair: PAIR, local, remote }, options);
  assert.deepEqual(path({ candidateType: 'host' }, { candidateType: 'srflx' }), { relayed: false, via: null, end: { type: 'host', via: null }, localType: 'host', remoteType: 'srflx', roundTripMillis: 12 });
  assert.equal(path({ candidateType: 'relay', url: 'turns:a?transport=tcp' }, { candidateType: 'host' }).via, 'tls');
  assert.equal(path({ candidateType: 'relay' }, { candidateType: 'host' }, { viaOf: () => 'tcp' }).via, 'tcp');
  assert.equal(path({ candidateType: 'relay', relayProtocol: 'udp' }, null).via, 'udp');
  const there = path({ candidateType: 'host' }, { candidateType: 'prflx' }, { peerEnd: { type: 'relay', via: 'tcp' } });
  assert.equal(there.relayed, true);
  assert.equal(there.via, 'tcp');
});

test('says a path in words', () => {
  const words = (path) => pathWords(path, text.path);
  assert.equal(words({ relayed: false, via: null, roundTripMillis: 12 }), 'direct, 12 ms');
  assert.equal(words({ relayed: true, via: 'tcp', roundTripMillis: 48 }), 'relayed over TCP, 48 ms');
  assert.equal(words({ relayed: true, via: null, roundTripMillis: null }), 'relayed');
  assert.equal(words(null), '');
});
