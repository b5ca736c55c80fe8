import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headline } from '../../main/resources/dev/parley/call/web/js/check/headline.js';
import { judge, kindOfUrl, placeOfUrl, testimony } from '../../main/resources/dev/parley/call/web/js/check/verdict.js';

const browser = (facts = {}) => ({ state: 'due', candidates: [], errors: [], doneMillis: null, fault: null, millis: 5000, ...facts });
const relay = (millis) => ({ type: 'relay', address: '203.0.113.10', port: 50_000, millis });
const failed = (code, millis = 100) => ({ code, text: '', millis });
const server = (facts = {}) => ({ tells: true, fresh: true, mine: [], nameless: [], knocked: false, unknownName: false, ...facts });
const seen = (what, more = {}) => ({ what, transport: 'udp', from: '198.51.100.7:4021', tag: '1', count: 1, ...more });
const reason = (kind, facts, witness) => judge({ kind, browser: browser(facts), server: witness }).reason;

test('two witnesses tell the way out from the way back', () => {
  assert.equal(reason('turn-udp', {}, server()), 'way-out');
  assert.equal(reason('turn-udp', {}, server({ knocked: true })), 'way-back');
  assert.equal(reason('stun', {}, server({ knocked: true })), 'way-back');
  assert.equal(reason('turn-udp', {}, server({ mine: [seen('lent')] })), 'way-back');
  const likely = judge({ kind: 'turn-tcp', browser: browser(), server: server({ nameless: [seen('challenged', { transport: 'tcp', tag: '-' })] }) });
  assert.deepEqual([likely.reason, likely.likely], ['way-back', true]);
  assert.equal(reason('turn-tcp', {}, server({ nameless: [seen('challenged', { tag: '-' })] })), 'way-out', 'a sign over UDP says nothing of TCP');
});

test('the server says why it refused a key', () => {
  const refused = { state: 'over', doneMillis: 50, errors: [failed(401)] };
  assert.equal(reason('turn-udp', refused, server({ mine: [seen('wrong-key')] })), 'wrong-key');
  const expired = judge({ kind: 'turn-udp', browser: browser(refused), server: server({ mine: [seen('expired', { expiredSeconds: 720 })] }) });
  assert.deepEqual([expired.reason, expired.seconds], ['expired', 720]);
  assert.equal(reason('turn-udp', refused, null), 'key-alone');
});

test('no verdict before the server had time to speak', () => {
  const refused = { state: 'over', doneMillis: 50, errors: [failed(401)] };
  assert.equal(judge({ kind: 'turn-udp', browser: browser(refused), server: server({ fresh: false }) }).state, 'running');
});

test('a closed TCP port, a certificate that is refused, a name that is not found', () => {
  const fast = { state: 'over', doneMillis: 200, errors: [failed(701)] };
  assert.equal(reason('turn-tcp', fast, server()), 'refused');
  const noticed = server({ nameless: [seen('tls-refused', { transport: 'tls', tag: '-' })] });
  assert.equal(reason('turn-tls', fast, noticed), 'certificate');
  assert.equal(reason('turn-tls', { state: 'over', doneMillis: 30 }, noticed), 'certificate', 'Firefox says nothing at all');
  assert.equal(reason('turn-tls', fast, server()), 'refused');
  assert.equal(judge({ kind: 'turn-tls', browser: browser(fast), server: server(), selfSigned: true }).reason, 'certificate');
  assert.equal(reason('turn-udp', { state: 'running', millis: 300 }, server({ tells: false, unknownName: true })), 'unknown-name');
});

test('what comes late corrects the verdict', () => {
  const late = judge({ kind: 'turn-udp', browser: browser({ state: 'over', candidates: [relay(8200)], errors: [failed(701, 4000)] }), server: server() });
  assert.deepEqual([late.state, late.reason, late.millis], ['ok', 'late', 8200]);
});

test('silence is slow at two seconds and fails at five', () => {
  assert.equal(judge({ kind: 'turn-udp', browser: browser({ state: 'running' }), server: server() }).state, 'running');
  assert.equal(judge({ kind: 'turn-udp', browser: browser({ state: 'slow' }), server: server() }).state, 'slow');
  assert.equal(judge({ kind: 'turn-udp', browser: browser({ state: 'due' }), server: server() }).state, 'bad');
});

test('a STUN server whose answer says nothing new is no silent one', () => {
  assert.equal(judge({ kind: 'stun', browser: browser({ state: 'over', doneMillis: 80 }), server: server() }).reason, 'no-translation');
  assert.equal(judge({ kind: 'stun', browser: browser({ state: 'over', doneMillis: 11_100, errors: [failed(701, 11_000)] }), server: server() }).state, 'bad');
});

test('where no relay is lent, the refusal shows that the way is open', () => {
  const refused = browser({ state: 'over', doneMillis: 50, errors: [failed(401)] });
  assert.equal(judge({ kind: 'turn-udp', browser: refused, server: server({ mine: [seen('wrong-key')] }), lends: false }).reason, 'open-not-lent');
});

test('a request without a name belongs to the one that followed from the same place', () => {
  const all = [seen('challenged', { tag: '-', transport: 'tls', from: '198.51.100.7:1' }), seen('lent', { tag: '3', transport: 'tls', from: '198.51.100.7:1' })];
  assert.deepEqual(testimony(all, { tag: '4', own: true, host: 'x', fresh: true }).nameless, []);
  assert.equal(testimony(all.slice(0, 1), { tag: '4', own: true, host: 'x', fresh: true }).nameless.length, 1);
});

test('URLs', () => {
  const kinds = { 'stun:a.example': 'stun', 'turn:a:3478?transport=udp': 'turn-udp', 'turn:[2001:db8::1]:3478?transport=tcp': 'turn-tcp', 'turns:a:443?transport=tcp': 'turn-tls', 'turn:a': 'turn-udp', 'http://a': null, 'turn:': null, 'turn:user@a': null, 'turns:a?transport=udp': null };
  for (const [url, kind] of Object.entries(kinds)) assert.equal(kindOfUrl(url), kind, url);
  assert.deepEqual(placeOfUrl('turn:[2001:db8::1]:99?transport=tcp'), { host: '[2001:db8::1]', port: 99 });
  assert.deepEqual(placeOfUrl('turns:a'), { host: 'a', port: 5349 });
});

const row = (kind, state, why = 'well') => ({ id: kind, kind, place: { host: 'relay.example', port: kind === 'turn-tls' ? 443 : 3478 }, verdict: { state, reason: why } });
const rows = (states) => ['stun', 'turn-udp', 'turn-tcp', 'turn-tls'].map((kind) => row(kind, states[kind]?.[0] ?? 'ok', states[kind]?.[1]));

test('the headline says whether calls work, what is in the way and who can mend it', () => {
  assert.deepEqual(headline(rows({})), { key: 'direct', level: 'ok', via: 'udp', ports: [], also: [] });
  const noUdp = headline(rows({ stun: ['bad', 'way-out'], 'turn-udp': ['bad', 'way-out'] }));
  assert.deepEqual([noUdp.key, noUdp.via, noUdp.culprit, noUdp.who, noUdp.ports], ['relay', 'tcp', 'turn-udp', 'network', ['UDP 3478']]);
  const wrongKey = headline(rows({ 'turn-udp': ['bad', 'wrong-key'], 'turn-tcp': ['bad', 'wrong-key'], 'turn-tls': ['bad', 'certificate'] }));
  assert.deepEqual([wrongKey.key, wrongKey.culprit, wrongKey.reason, wrongKey.who], ['direct-only', 'turn-udp', 'wrong-key', 'operator']);
  const nothing = headline(rows(Object.fromEntries(['stun', 'turn-udp', 'turn-tcp', 'turn-tls'].map((kind) => [kind, ['bad', 'way-out']]))));
  assert.deepEqual([nothing.key, nothing.level, nothing.ports], ['none', 'bad', ['UDP 3478', 'TCP 3478', 'TCP 443']]);
  assert.equal(headline([...rows({}), { id: 'mapping', kind: 'mapping', verdict: { state: 'info', reason: 'by-destination' } }]).key, 'direct-mostly');
  assert.equal(headline(rows({ stun: ['slow', 'slow'] })).key, 'checking');
});
