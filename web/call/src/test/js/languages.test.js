import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { allRows, compareDescriptions } from '../../main/resources/dev/parley/call/web/js/anatomy/model/sdp-compare.js';
import { choose, LANGUAGES } from '../../main/resources/dev/parley/call/web/js/text/language.js';

const TEXT = new URL('../../main/resources/dev/parley/call/web/js/text/', import.meta.url);
const PARTS = readdirSync(new URL('en/', TEXT)).sort();
const OTHERS = Object.keys(LANGUAGES).filter((code) => code !== 'en');
const description = (name) => readFileSync(new URL(`descriptions/${name}.sdp`, import.meta.url), 'utf8').replaceAll('\n', '\r\n');
const wordsOf = async (language, part) => (await import(new URL(`${language}/${part}`, TEXT))).text;

test('every language has every part', () => {
  assert.ok(OTHERS.length > 0);
  for (const language of Object.keys(LANGUAGES)) {
    assert.deepEqual(readdirSync(new URL(`${language}/`, TEXT)).sort(), PARTS, language);
  }
});

for (const language of OTHERS) {
  for (const part of PARTS) {
    test(`${language}/${part} says all that English says, and nothing else`, async () => {
      assert.deepEqual(shapeOf(await wordsOf(language, part)), shapeOf(await wordsOf('en', part)));
    });

    test(`${language}/${part} leaves no sentence in English`, async () => {
      const english = new Map(stringsOf(await wordsOf('en', part)));
      const same = stringsOf(await wordsOf(language, part)).filter(([path, words]) => words.split(' ').length > 2 && english.get(path) === words);
      assert.deepEqual(same, []);
    });
  }

  test(`${language}: a button's word is part of its name`, async () => {
    const { call, screen } = await wordsOf(language, 'room.js');
    const pairs = [[call.mute, call.muteName], [call.unmute, call.unmuteName], [call.cameraOn, call.cameraOnName], [call.cameraOff, call.cameraOffName],
      [call.micNoneWord, call.micNoneName], [call.chat, call.chatName(0)], [call.chat, call.chatName(3)], [call.leave, call.leaveName], [call.share, screen.start], [screen.stopWord, screen.stop]];
    for (const [word, name] of pairs) assert.ok(name.toLowerCase().includes(word.toLowerCase()), `${word} in ${name}`);
  });

  test(`${language}: every line of real descriptions is a sentence`, async () => {
    const { kinds, values } = await wordsOf(language, 'sdp.js');
    for (const browser of ['chromium', 'firefox']) {
      for (const { line } of allRows(compareDescriptions(description(`${browser}-offer`), description(`${browser}-answer`)))) {
        const words = kinds[line.kind](line.values);
        assert.match(words, /^\S.{8,}[.“)]$/s, line.text);
        assert.doesNotMatch(words, /undefined|NaN|null|\[object/, line.text);
        for (const name of Object.keys(line.values)) assert.ok(values[name], `${name} of ${line.text}`);
      }
    }
  });
}

test('the link chooses the language, then the person, then the browser', () => {
  const [first, second] = Object.keys(LANGUAGES);
  assert.equal(choose(`?lang=${second}`, first, [first]), second);
  assert.equal(choose('', second, [first]), second);
  assert.equal(choose('', '', ['xx', `${second.toUpperCase()}-AT`, first]), second);
  assert.equal(choose('?lang=xx', 'constructor', ['__proto__', 'xx']), 'en');
  assert.equal(choose(undefined, '', []), 'en');
});

test('a page that is in English alone stays so', () => {
  assert.equal(choose('?lang=de', 'de', ['de-AT'], ['en']), 'en');
});

/** Names, kinds, lengths of lists and numbers of parameters, without the words. */
function shapeOf(value) {
  if (typeof value === 'function') return `function of ${value.length}`;
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `[path, words]` of all that is written out. */
function stringsOf(value, path = '') {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsOf(inner, `${path}/${key}`));
}
