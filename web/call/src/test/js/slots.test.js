import assert from 'node:assert/strict';
import test from 'node:test';
import { Slots } from '../../main/resources/dev/parley/call/web/js/call/slots.js';

const turns = async (count) => {
  for (let i = 0; i < count; i += 1) await null;
};

/** As Chromium does it: parameters are forgotten when some have been set, and looked at on another thread. */
class Sender {
  track = { getSettings: () => ({ height: 720 }) };
  encoding = {};
  #given = false;

  getParameters() {
    this.#given = true;
    return { encodings: [{ ...this.encoding }] };
  }

  async setParameters(parameters) {
    await turns(4);
    if (!this.#given) throw new Error('getParameters() has never been called on this sender');
    await turns(1);
    [this.encoding] = parameters.encodings;
    this.#given = false;
  }
}

function slots() {
  const senders = ['audio', 'video', 'video', 'audio'].map(() => new Sender());
  const transceivers = senders.map((sender, i) => ({ sender, receiver: { track: { kind: i % 3 ? 'video' : 'audio' } } }));
  return { senders, slots: new Slots({ getTransceivers: () => transceivers }, {}, assert.fail) };
}

const limits = (bitrate) => ({ video: () => ({ maxBitrate: bitrate }), screen: () => ({ maxBitrate: 2 * bitrate }) });

test('limits that change while the last ones are being set come after them', async () => {
  const { senders, slots: all } = slots();
  const first = all.limit(limits(1000));
  await turns(2);
  await Promise.all([first, all.limit(limits(500)), all.limit(limits(700))]);
  assert.equal(senders[1].encoding.maxBitrate, 700);
  assert.equal(senders[2].encoding.maxBitrate, 1400);
});

test('a limit that the browser refuses is told to who asked, and does not stand in the way of the next', async () => {
  const { senders, slots: all } = slots();
  const set = senders[1].setParameters;
  senders[1].setParameters = async () => {
    throw new Error('refused');
  };
  await assert.rejects(all.limit(limits(1000)), /refused/);
  senders[1].setParameters = set;
  await all.limit(limits(500));
  assert.equal(senders[1].encoding.maxBitrate, 500);
});
