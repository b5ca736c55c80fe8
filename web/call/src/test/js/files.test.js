import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { DATA, END, frameOf, parseFrame } from '../../main/resources/dev/parley/call/web/js/files/frames.js';
import { Meter } from '../../main/resources/dev/parley/call/web/js/files/meter.js';
import { cleanName } from '../../main/resources/dev/parley/call/web/js/files/names.js';
import { WINDOW_BYTES } from '../../main/resources/dev/parley/call/web/js/files/outgoing.js';
import { hexOf, Sha256 } from '../../main/resources/dev/parley/call/web/js/files/sha256.js';
import { bytesOf, Two } from './file-wire.js';

const MEGABYTE = 1024 * 1024;

test('the digest is that of FIPS 180-4, however the bytes come', () => {
  const random = seeded(1);
  for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 128, 5000]) {
    const bytes = bytesOf(size, size);
    const hash = new Sha256();
    for (let at = 0; at < size;) {
      const step = 1 + Math.floor(random() * 90);
      hash.update(bytes.subarray(at, at + step));
      at += step;
    }
    assert.equal(hexOf(hash.digest()), createHash('sha256').update(bytes).digest('hex'), `${size} bytes`);
  }
});

test('a frame says what it carries, and garbage is none', () => {
  const frame = frameOf(DATA, '0123456789abcdef', 5 * 2 ** 32 + 7, new Uint8Array([1, 2, 3]));
  assert.deepEqual(parseFrame(frame.buffer), { kind: DATA, id: '0123456789abcdef', offset: 5 * 2 ** 32 + 7, bytes: new Uint8Array([1, 2, 3]) });
  assert.equal(parseFrame('text'), null);
  assert.equal(parseFrame(new ArrayBuffer(15)), null);
  assert.equal(parseFrame(new ArrayBuffer(20)), null);
  assert.equal(parseFrame(frameOf(END, '0123456789abcdef', 0, new Uint8Array(31)).buffer), null);
  assert.equal(parseFrame(frameOf(DATA, '0123456789abcdef', 0, new Uint8Array(0)).buffer), null);
});

test('names lose folders, hidden signs and what a file system takes amiss', () => {
  for (const [name, clean] of [
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\evil.exe', 'evil.exe'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['..', 'file'],
    ['', 'file'],
    [undefined, 'file'],
    ['.bashrc', 'bashrc'],
    ['what?.txt', 'what_.txt'],
    ['con.txt', '_con.txt'],
    ['Grüße 🎈.png', 'Grüße 🎈.png'],
  ]) assert.equal(cleanName(name), clean, String(name));
  const long = cleanName(`${'x'.repeat(300)}.tar.gz`);
  assert.ok(long.length <= 120 && long.endsWith('.tar.gz'));
});

test('the speed is that of the last seconds', () => {
  const meter = new Meter();
  assert.equal(meter.rate(0, 0), null);
  for (let at = 0; at <= 10_000; at += 250) meter.add(at, at < 4000 ? at * 100 : 400_000 + (at - 4000) * 10);
  assert.ok(Math.abs(meter.rate(10_000, 460_000) - 10_000) < 1000);
  meter.reset();
  assert.equal(meter.rate(10_000, 460_000), null);
});

test('a file arrives whole, and nothing is taken before it is accepted', async () => {
  const two = new Two();
  two.connect();
  const sent = two.ana.offer('ben', 'Ben', two.source(3 * MEGABYTE + 17));
  await two.run();
  const [got] = two.ben.list;
  assert.equal(got.phase, 'offered');
  assert.equal(two.framesSent, 0);
  two.accept(got);
  await two.run();
  two.assertWhole(sent, got);
});

test('an empty file arrives too', async () => {
  const two = new Two();
  two.connect();
  const sent = two.ana.offer('ben', 'Ben', two.source(0));
  await two.run();
  two.accept(two.ben.list[0]);
  await two.run();
  two.assertWhole(sent, two.ben.list[0]);
});

test('a new connection goes on where the last one ended', async () => {
  const two = new Two();
  two.connect();
  const sent = two.ana.offer('ben', 'Ben', two.source(6 * MEGABYTE));
  await two.run();
  const [got] = two.ben.list;
  two.accept(got);
  await two.run({ until: () => got.bytes > 2 * MEGABYTE });
  const before = got.bytes;
  two.cut();
  assert.equal(sent.status, 'stalled');
  assert.equal(got.status, 'stalled');
  const frames = two.framesSent;
  two.connect();
  await two.run();
  two.assertWhole(sent, got);
  const again = (two.framesSent - frames) * 64 * 1024;
  assert.ok(again < 6 * MEGABYTE - before + WINDOW_BYTES && again < 5 * MEGABYTE, `${again} bytes after the cut`);
});

test('either side may pause, and both must resume', async () => {
  const two = new Two();
  two.connect();
  const sent = two.ana.offer('ben', 'Ben', two.source(4 * MEGABYTE));
  await two.run();
  const [got] = two.ben.list;
  two.accept(got);
  await two.run({ until: () => got.bytes > MEGABYTE });
  got.pause(true);
  await two.run();
  sent.pause(true);
  await two.run();
  assert.equal(sent.status, 'paused');
  assert.equal(got.status, 'paused');
  const held = got.bytes;
  assert.ok(held < 4 * MEGABYTE);
  got.pause(false);
  await two.run();
  assert.equal(got.bytes, held);
  assert.equal(got.status, 'paused-there');
  two.cut();
  two.connect();
  await two.run();
  assert.equal(got.bytes, held, 'a pause outlasts a connection');
  sent.pause(false);
  await two.run();
  two.assertWhole(sent, got);
});

test('declining and cancelling are heard on the other side and throw away what was written', async () => {
  for (const end of ['decline', 'receiver', 'sender']) {
    const two = new Two();
    two.connect();
    const sent = two.ana.offer('ben', 'Ben', two.source(2 * MEGABYTE));
    await two.run();
    const [got] = two.ben.list;
    if (end === 'decline') got.decline();
    else {
      two.accept(got);
      await two.run({ until: () => got.bytes > 0 });
      (end === 'receiver' ? got : sent).cancel();
    }
    await two.run();
    const phase = end === 'decline' ? 'declined' : 'cancelled';
    assert.deepEqual([sent.phase, got.phase], [phase, phase], end);
    assert.equal(two.aborted, end === 'decline' ? 0 : 1);
    assert.equal(two.accept(got), false, 'what ended is not accepted any more');
  }
});

test('a byte that changed on the way is found', async () => {
  const two = new Two();
  two.connect();
  const sent = two.ana.offer('ben', 'Ben', two.source(MEGABYTE));
  await two.run();
  const [got] = two.ben.list;
  two.damage = (frame) => { frame[frame.length - 1] ^= 1; };
  two.accept(got);
  await two.run();
  assert.deepEqual([sent.phase, sent.reason, got.phase, got.reason], ['failed', 'damaged', 'failed', 'damaged']);
  assert.equal(two.aborted, 1);
});

test('a file that cannot be read or written any more ends on both sides', async () => {
  for (const side of ['read', 'write']) {
    const two = new Two();
    two.connect();
    const sent = two.ana.offer('ben', 'Ben', two.source(3 * MEGABYTE));
    await two.run();
    const [got] = two.ben.list;
    two.accept(got);
    await two.run({ until: () => got.bytes > 0 });
    two.broken = side;
    await two.run();
    assert.equal(sent.phase, 'failed', side);
    assert.equal(got.phase, 'failed', side);
    assert.equal(got.reason, side === 'read' ? 'unreadable' : 'unwritable');
  }
});

test('a slow disk holds the sender back', async () => {
  const two = new Two();
  two.connect();
  const sent = two.ana.offer('ben', 'Ben', two.source(24 * MEGABYTE));
  await two.run();
  const [got] = two.ben.list;
  two.disk = 'stopped';
  two.accept(got);
  await two.run();
  assert.ok(two.framesSent * 64 * 1024 <= WINDOW_BYTES + 2 * MEGABYTE, `${two.framesSent} frames without a byte written`);
  two.startDisk();
  await two.run();
  two.assertWhole(sent, got);
});

test('who left takes unfinished files along', async () => {
  const two = new Two();
  two.connect();
  const sent = two.ana.offer('ben', 'Ben', two.source(2 * MEGABYTE));
  await two.run();
  two.accept(two.ben.list[0]);
  await two.run({ until: () => two.ben.list[0].bytes > 0 });
  two.ana.forget('ben');
  two.ben.forget('ana');
  assert.deepEqual([sent.reason, two.ben.list[0].reason, two.aborted], ['left', 'left', 1]);
});

test('garbage from a peer changes nothing', async () => {
  const two = new Two();
  two.connect();
  const { ben } = two;
  for (const message of [
    { k: 'offer' }, { k: 'offer', id: 'x', size: 1 }, { k: 'offer', id: '0'.repeat(16), size: -1 }, { k: 'offer', id: '0'.repeat(16), size: 1.5 },
    { k: 'offer', id: '0'.repeat(16), size: '7' }, { k: 'go', id: '0'.repeat(16), at: 0 }, { k: 'have', id: '0'.repeat(16), at: 9 },
    { k: 'nonsense', id: '0'.repeat(16) },
  ]) assert.equal(ben.control('ana', 'Ana', { t: 'file', ...message }), true);
  assert.equal(ben.control('ana', 'Ana', { t: 'chat' }), false);
  ben.data('ana', new ArrayBuffer(3));
  ben.data('ana', frameOf(DATA, '0'.repeat(16), 0, new Uint8Array(4)).buffer);
  assert.deepEqual(ben.list, []);
  for (let i = 0; i < 100; i++) ben.control('ana', 'Ana', { t: 'file', k: 'offer', id: i.toString(16).padStart(16, '0'), size: 1, name: 'x' });
  assert.equal(ben.list.length, 64);
  const [first] = ben.list;
  two.accept(first);
  ben.data('ana', frameOf(DATA, first.id, 0, new Uint8Array(9)).buffer);
  assert.equal(first.reason, 'damaged', 'more bytes than were offered');
});

test('a go beyond what was sent does not skip bytes', async () => {
  const two = new Two();
  two.connect();
  const sent = two.ana.offer('ben', 'Ben', two.source(MEGABYTE));
  await two.run();
  two.ana.control('ben', 'Ben', { t: 'file', k: 'go', id: sent.id, at: MEGABYTE });
  two.ana.control('ben', 'Ben', { t: 'file', k: 'done', id: sent.id, ok: true });
  assert.notEqual(sent.phase, 'done');
});

test('many files both ways survive cuts, pauses and slow disks at random', async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const random = seeded(seed);
    const two = new Two({ random });
    two.connect();
    const sent = [];
    for (let i = 0; i < 2 + Math.floor(random() * 3); i++) {
      const [from, to, name] = random() < 0.5 ? [two.ana, 'ben', 'Ben'] : [two.ben, 'ana', 'Ana'];
      sent.push(from.offer(to, name, two.source(Math.floor(random() * 2.5 * MEGABYTE))));
    }
    for (let step = 0; step < 60; step++) {
      await two.run({ steps: 1 + Math.floor(random() * 12) });
      for (const got of two.incoming()) if (got.phase === 'offered' && random() < 0.5) two.accept(got);
      const what = random();
      if (what < 0.15) two.cut();
      else if (what < 0.5 && !two.connected) two.connect();
      else if (what < 0.6) two.any([...sent, ...two.incoming()])?.pause(random() < 0.5);
    }
    if (!two.connected) two.connect();
    await two.run();
    for (const got of two.incoming()) two.accept(got);
    for (const one of [...sent, ...two.incoming()]) one.pause(false);
    await two.run();
    for (const one of sent) {
      const got = two.incoming().find(({ id }) => id === one.id);
      assert.ok(got, `seed ${seed}: ${one.name} was heard of`);
      two.assertWhole(one, got, `seed ${seed}, sent ${one.phase}, got ${got.phase}`);
    }
  }
});

function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
