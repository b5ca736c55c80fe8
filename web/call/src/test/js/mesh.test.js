import assert from 'node:assert/strict';
import test from 'node:test';
import { Announcer } from '../../main/resources/dev/parley/call/web/js/call/announcer.js';
import { budgetFor } from '../../main/resources/dev/parley/call/web/js/call/budget.js';
import { Chat } from '../../main/resources/dev/parley/call/web/js/call/chat.js';
import { appeared } from '../../main/resources/dev/parley/call/web/js/call/devices.js';
import { SLOTS, Slots } from '../../main/resources/dev/parley/call/web/js/call/slots.js';
import { Speaking } from '../../main/resources/dev/parley/call/web/js/call/speaking.js';

test('what a device sends in all grows little with the number of people', () => {
  const total = (others) => others * budgetFor({ others, sharing: false }).video(720).maxBitrate;
  for (let others = 1; others <= 7; others += 1) assert.ok(total(others) <= 2_500_000, `${others} others: ${total(others)}`);
});

test('pictures are made smaller, never larger', () => {
  assert.equal(budgetFor({ others: 1, sharing: false }).video(720).scaleResolutionDownBy, 1);
  assert.equal(budgetFor({ others: 3, sharing: false }).video(720).scaleResolutionDownBy, 2);
  assert.equal(budgetFor({ others: 3, sharing: false }).video(180).scaleResolutionDownBy, 1);
  assert.equal(budgetFor({ others: 3, sharing: false }).video(undefined).scaleResolutionDownBy, 1);
});

test('beside a screen the camera gives way, and a screen is never made smaller', () => {
  const { video, screen } = budgetFor({ others: 3, sharing: true });
  assert.ok(video(720).maxBitrate < 300_000);
  assert.equal(screen(2160).scaleResolutionDownBy, 1);
});

test('speaking lasts over the gaps between words', () => {
  const speaking = new Speaking();
  assert.equal(speaking.observe(0, undefined), false);
  assert.equal(speaking.observe(1000, 0.2), true);
  assert.equal(speaking.observe(1500, 0), true);
  assert.equal(speaking.observe(1800, 0), false);
});

test('a peer is announced when connected, lost for longer, and back', () => {
  const announcer = new Announcer();
  const peer = { state: 'connecting', troubleSeconds: 0 };
  const seen = [];
  for (const [state, troubleSeconds] of [['connecting', 0], ['connected', 0], ['unstable', 0], ['reconnecting', 1], ['connected', 0], ['reconnecting', 2], ['reconnecting', 3], ['connected', 0], ['failed', 30]]) {
    Object.assign(peer, { state, troubleSeconds });
    seen.push(announcer.news(peer));
  }
  assert.deepEqual(seen.filter(Boolean), ['connected', 'reconnecting', 'back', 'failed']);
});

test('a line is delivered when everybody has it, also who was just reconnecting', () => {
  const chat = new Chat({ newId: () => 'one', now: () => 0, onChange: () => {} });
  const got = { ben: [], cem: [] };
  for (const peer of ['ben', 'cem']) chat.open(peer, (frame) => got[peer].push(frame.text));
  chat.close('cem');
  const line = chat.write('hello');
  chat.receive('ben', 'Ben', { t: 'ack', id: 'one' }, () => {});
  assert.equal(line.status, 'pending');
  chat.open('cem', (frame) => got.cem.push(frame.text));
  assert.deepEqual(got, { ben: ['hello'], cem: ['hello'] });
  chat.receive('cem', 'Cem', { t: 'ack', id: 'one' }, () => {});
  assert.equal(line.status, 'delivered');
});

test('who left is waited for no longer, and who comes later gets nothing that others were told', () => {
  const chat = new Chat({ newId: () => 'one', now: () => 0, onChange: () => {} });
  for (const peer of ['ben', 'cem']) chat.open(peer, () => {});
  const line = chat.write('hello');
  chat.receive('ben', 'Ben', { t: 'ack', id: 'one' }, () => {});
  const late = [];
  chat.open('dora', (frame) => late.push(frame));
  assert.deepEqual(late, []);
  chat.forget('cem');
  assert.equal(line.status, 'delivered');
});

test('a line of the description keeps its meaning on both sides and in a new connection', async () => {
  const track = (id, kind) => ({ id, kind, getSettings: () => ({ height: 720 }) });
  const lent = { audio: track('mic', 'audio'), screen: track('screen', 'video') };
  const source = { trackOf: (name) => lent[name] ?? null, streamOf: (screen) => (screen ? 'screen' : 'camera') };
  const offering = connection();
  const slots = new Slots(offering, source, assert.fail);
  slots.offer();
  assert.deepEqual(offering.getTransceivers().map(({ sender }) => sender.track?.id), ['mic', undefined, 'screen', undefined]);
  const answering = connection();
  for (const { kind } of SLOTS) answering.addTransceiver(kind, { direction: 'recvonly' });
  const answered = new Slots(answering, source, assert.fail);
  answered.answer();
  assert.deepEqual(answering.getTransceivers().map(({ sender }) => sender.track?.id), ['mic', undefined, 'screen', undefined]);
  assert.deepEqual(answering.getTransceivers().map((one) => answered.slotOf(one).name), SLOTS.map(({ name }) => name));
  await answered.replace('screen', null);
  assert.equal(answered.transceiver('screen').sender.track, null);
});

test('limits are set where a track is, and not twice', async () => {
  const pc = connection();
  const slots = new Slots(pc, { trackOf: (name) => (name === 'video' ? { kind: 'video', getSettings: () => ({ height: 720 }) } : null), streamOf: () => null }, assert.fail);
  slots.offer();
  for (let i = 0; i < 2; i += 1) await slots.limit(budgetFor({ others: 3, sharing: false }));
  assert.equal(pc.getTransceivers()[1].sender.sets, 1);
  assert.equal(pc.getTransceivers()[1].sender.encodings[0].scaleResolutionDownBy, 2);
  assert.equal(pc.getTransceivers()[2].sender.sets, 0);
});

test('a connection with fewer lines has no screen, and takes none', async () => {
  const pc = connection();
  for (const kind of ['audio', 'video']) pc.addTransceiver(kind, { direction: 'sendrecv' });
  const slots = new Slots(pc, { trackOf: () => null, streamOf: () => null }, assert.fail);
  slots.answer();
  assert.equal(slots.transceiver('screen'), undefined);
  await slots.replace('screen', { kind: 'video' });
});

test('only what was plugged in counts as new', () => {
  const [one, two, alias] = ['one', 'two', 'default'].map((deviceId) => ({ deviceId }));
  assert.deepEqual(appeared([], [one, two]), [], 'the browser only began to tell');
  assert.deepEqual(appeared([one], [one, two, alias]), [two]);
  assert.deepEqual(appeared([one, two], [one]), []);
});

/** As much of an RTCPeerConnection as the lines need. */
function connection() {
  const transceivers = [];
  return {
    getTransceivers: () => transceivers,
    addTransceiver(trackOrKind, { direction }) {
      const track = typeof trackOrKind === 'string' ? null : trackOrKind;
      const sender = {
        track,
        sets: 0,
        encodings: [{}],
        async replaceTrack(next) { this.track = next; },
        getParameters() { return { encodings: this.encodings.map((one) => ({ ...one })) }; },
        async setParameters({ encodings }) {
          this.sets += 1;
          this.encodings = encodings;
        },
      };
      const transceiver = { sender, direction, stopped: false, receiver: { track: { kind: track?.kind ?? trackOrKind } } };
      transceivers.push(transceiver);
      return transceiver;
    },
  };
}
