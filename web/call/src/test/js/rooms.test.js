import assert from 'node:assert/strict';
import test from 'node:test';
import { choicesOf, originForOthers, pathOfRoom, roomName, roomOfPath, secureOrigin } from '../../main/resources/dev/parley/call/web/js/shared/rooms.js';
import { threeWords } from '../../main/resources/dev/parley/call/web/js/shared/words.js';
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto; // Node.js 18 has it under another name

test('a new name is three words that make a room', () => {
  for (const number of [0, 0.25, 0.5, 0.75, 0.999999]) {
    const name = threeWords(() => number);
    assert.match(name, /^[a-z]+-[a-z]+-[a-z]+$/);
    assert.equal(roomOfPath(pathOfRoom(name)), name);
  }
  assert.notEqual(threeWords(), threeWords());
});

test('accepts what can be a room and nothing else', () => {
  assert.equal(roomName(' my room '), 'my-room');
  assert.equal(roomName('Team-2026_a-b'), 'Team-2026_a-b');
  for (const typed of ['', '   ', 'a/b', '..', 'a.b', 'ä', 'a'.repeat(65), '<b>']) assert.equal(roomName(typed), null, typed);
});

test('reads the room out of a path', () => {
  assert.equal(roomOfPath('/r/quiet-amber-otter'), 'quiet-amber-otter');
  assert.equal(roomOfPath('/r/quiet-amber-otter/'), 'quiet-amber-otter');
  for (const path of ['/', '/r/', '/r/a/b', '/r/%zz', '/r/%2e%2e', '/x/a']) assert.equal(roomOfPath(path), null, path);
});

const at = (address) => new URL(address);
const LINKS = [
  { url: 'http://localhost:8080/', kind: 'local', secure: true },
  { url: 'http://192.168.1.20:8080/', kind: 'lan', secure: false },
  { url: 'https://192.168.1.20:8443/', kind: 'lan', secure: true },
];

test('hands out an address others can reach', () => {
  assert.equal(originForOthers(at('http://localhost:8080/'), LINKS).origin, 'https://192.168.1.20:8443');
  assert.equal(originForOthers(at('http://192.168.1.20:8080/'), LINKS).origin, 'https://192.168.1.20:8443');
  assert.equal(originForOthers(at('https://call.example/'), LINKS).origin, 'https://call.example');
  const alone = originForOthers(at('http://127.0.0.1:8080/'), []);
  assert.deepEqual(alone, { origin: 'http://127.0.0.1:8080', secure: false, reach: 'here' });
  assert.equal(originForOthers(at('http://localhost/'), [{ url: 'not a url', kind: 'lan', secure: true }]).reach, 'here');
});

test('knows the https address of a page opened without it', () => {
  assert.equal(secureOrigin(at('http://192.168.1.20:8080/r/a'), LINKS), 'https://192.168.1.20:8443');
  assert.equal(secureOrigin(at('http://10.0.0.1:8080/r/a'), LINKS), 'https://192.168.1.20:8443');
  assert.equal(secureOrigin(at('http://10.0.0.1:8080/r/a'), []), null);
});

test('reads the choices in a link', () => {
  assert.deepEqual(choicesOf('?autojoin&name=Ana%20B&media=audio&relay=tls'), { autojoin: true, name: 'Ana B', media: 'audio', relay: 'tls' });
  assert.deepEqual(choicesOf(''), { autojoin: false, name: null, media: 'video', relay: null });
  assert.deepEqual(choicesOf('?media=hologram&relay=pigeon&name=%20'), { autojoin: false, name: null, media: 'video', relay: null });
});
