import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { text } from '../../main/resources/dev/parley/call/web/js/text/sdp.js';
import { allRows, compareDescriptions } from '../../main/resources/dev/parley/call/web/js/anatomy/model/sdp-compare.js';
import { SDP_KINDS } from '../../main/resources/dev/parley/call/web/js/anatomy/model/sdp-kinds.js';
import { parseSdp, shown } from '../../main/resources/dev/parley/call/web/js/anatomy/model/sdp.js';

const description = (name) => readFileSync(new URL(`descriptions/${name}.sdp`, import.meta.url), 'utf8').replaceAll('\n', '\r\n');
const linesOf = (sdp) => sdp.split('\r\n').filter(Boolean);
const kindsOf = (sdp) => parseSdp(sdp).flatMap(({ lines }) => lines).map(({ kind }) => kind);

test('every kind of line has words, and no words are left over', () => {
  const kinds = new Set([...SDP_KINDS.values()].flat().map(({ kind }) => kind));
  assert.deepEqual([...kinds].filter((kind) => !text.kinds[kind]), []);
  assert.deepEqual(Object.keys(text.kinds).filter((kind) => !kinds.has(kind)), []);
  assert.ok(kinds.size >= 60);
});

for (const [offerer, answerer] of [['chromium', 'chromium'], ['firefox', 'firefox'], ['chromium', 'firefox']]) {
  test(`every line of an offer of ${offerer} and an answer of ${answerer} is explained, and none is lost`, () => {
    const [offer, answer] = [description(`${offerer}-offer`), description(`${answerer}-answer`)];
    const rows = allRows(compareDescriptions(offer, answer));
    assert.deepEqual(rows.filter(({ line }) => line.kind === null).map(({ line }) => line.text), []);
    const sides = (side) => rows.map((row) => row[side]?.text).filter(Boolean).sort();
    assert.deepEqual(sides('local'), linesOf(offer).sort());
    assert.deepEqual(sides('remote'), linesOf(answer).sort());
    for (const { line } of rows) {
      const words = text.kinds[line.kind](line.values);
      assert.match(words, /^\S.{8,}[.”)]$/s, line.text);
      assert.doesNotMatch(words, /undefined|NaN|null|\[object/, line.text);
      assert.ok(line.rfc, line.text);
      for (const name of Object.keys(line.values)) assert.ok(text.values[name], `${name} of ${line.text}`);
    }
  });
}

test('sections meet by mid, lines by what they are about', () => {
  const sections = compareDescriptions(description('chromium-offer'), description('chromium-answer'));
  assert.deepEqual(sections.map(({ mid, media }) => [mid, media]), [[null, null], ['0', 'audio'], ['1', 'video'], ['2', 'application']]);
  const audio = sections[1];
  const row = (start) => audio.rows.find(({ line }) => line.text.startsWith(start));
  assert.equal(row('a=mid').answer, 'same');
  assert.equal(row('a=setup').answer, 'differs');
  assert.match(row('a=setup').remote.text, /^a=setup:active/);
  assert.equal(row('a=fingerprint').answer, 'differs');
  assert.equal(audio.folds.find(({ key }) => key === 'codec 111').name, 'opus');
  assert.equal(sections[2].folds.find(({ key }) => key === 'codec 97').name, 'rtx (VP8)');
  assert.ok(audio.folds.some(({ kind }) => kind === 'candidate'));
});

test('what is unknown says so and stays', () => {
  const sdp = 'v=0\r\na=never-heard-of-it:7\r\nq=what\r\nm=audio 9 X 0\r\na=extmap:9 urn:example:other\r\n';
  assert.deepEqual(kindsOf(sdp), ['v', null, null, 'm-audio', null]);
  assert.equal(allRows(compareDescriptions(sdp, '')).length, 5);
});

test('lines that came after the description was made are marked', () => {
  const created = 'v=0\r\nm=audio 9 X 0\r\na=mid:0\r\na=setup:actpass\r\n';
  const set = `${created.replace('actpass', 'active')}a=candidate:1 1 udp 1 192.0.2.1 5 typ host\r\n`;
  const rows = allRows(compareDescriptions(set, '', { createdSdp: created })).filter(({ line }) => line.changed);
  assert.deepEqual(rows.map(({ line }) => [line.text, line.before]), [['a=setup:active', 'a=setup:actpass'], ['a=candidate:1 1 udp 1 192.0.2.1 5 typ host', null]]);
});

test('passwords and keys are never shown', () => {
  assert.equal(shown('a=ice-pwd:verysecret'), 'a=ice-pwd:…');
  assert.equal(shown('a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj'), 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:…');
  assert.equal(shown('k=clear:secret'), 'k=clear:…');
  assert.equal(shown('a=mid:0'), 'a=mid:0');
});

test('hostile text takes no time and breaks nothing', () => {
  const began = performance.now();
  const evil = [
    `a=fmtp:96 ${'profile-level-id='.repeat(120)}`, `a=group:BUNDLE${' a'.repeat(900)}!`, `a=fmtp:96 ${'1/'.repeat(900)}`, `a=ice-options:${'trickle '.repeat(200)}`, 'a=', 'm=', '=', 'a=__proto__:1', 'a=constructor', 'a=toString:1',
  ].join('\r\n');
  const sdp = `v=0\r\n${`${evil}\r\n`.repeat(300)}`;
  const rows = allRows(compareDescriptions(sdp, sdp));
  assert.ok(rows.length > 1000);
  for (const { line } of rows) if (line.kind) text.kinds[line.kind](line.values);
  assert.ok(performance.now() - began < 5000, `${performance.now() - began} ms`);
});
