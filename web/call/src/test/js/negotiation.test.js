import assert from 'node:assert/strict';
import test from 'node:test';
import { fragmentsOf, keepRole, Negotiation, onDescription, sessionOf } from '../../main/resources/dev/parley/call/web/js/call/negotiation.js';

test('only an impolite side with an offer of its own ignores an offer', () => {
  for (const polite of [true, false]) {
    for (const makingOffer of [true, false]) {
      for (const signalingState of ['stable', 'have-local-offer']) {
        const crossed = makingOffer || signalingState === 'have-local-offer';
        assert.equal(
          onDescription({ type: 'offer', polite, makingOffer, signalingState, settingAnswer: false }),
          crossed && !polite ? 'ignore' : 'apply',
          JSON.stringify({ polite, makingOffer, signalingState }),
        );
      }
    }
  }
});

test('an answer is always applied', () => {
  assert.equal(onDescription({ type: 'answer', polite: false, makingOffer: false, signalingState: 'have-local-offer', settingAnswer: false }), 'apply');
});

test('an offer that comes while an answer is being set does not cross', () => {
  assert.equal(onDescription({ type: 'offer', polite: false, makingOffer: false, signalingState: 'have-local-offer', settingAnswer: true }), 'apply');
});

test('reads the session and the user fragments of a description', () => {
  const sdp = 'v=0\r\no=- 4611 2 IN IP4 127.0.0.1\r\ns=-\r\na=ice-ufrag:AbCd\r\nm=audio 9 X 0\r\na=ice-ufrag:EfGh\r\na=ice-ufrag:AbCd\r\n';
  assert.equal(sessionOf(sdp), '4611');
  assert.deepEqual(fragmentsOf(sdp), ['AbCd', 'EfGh']);
  assert.equal(sessionOf(''), null);
});

test('a later offer keeps the role of the first negotiation', () => {
  const offer = 'm=audio 9 X 0\r\na=setup:actpass\r\nm=video 9 X 0\r\na=setup:actpass\r\n';
  const roles = (sdp) => [...sdp.matchAll(/^a=setup:(\S+)/gm)].map((match) => match[1]);
  assert.deepEqual(roles(keepRole(offer, null, false)), ['actpass', 'actpass']);
  assert.deepEqual(roles(keepRole(offer, 'a=setup:active\r\n', true)), ['active', 'active']);
  assert.deepEqual(roles(keepRole(offer, 'a=setup:passive\r\n', true)), ['passive', 'passive']);
  assert.deepEqual(roles(keepRole(offer, 'a=setup:active\r\n', false)), ['passive', 'passive']);
  assert.deepEqual(roles(keepRole(offer, 'a=setup:passive\r\n', false)), ['active', 'active']);
});

test('two sides that offer at once agree on the impolite one', async () => {
  const { a, b } = pair();
  a.pc.onnegotiationneeded();
  b.pc.onnegotiationneeded();
  await settle(a, b);
  assert.equal(a.pc.signalingState, 'stable');
  assert.equal(b.pc.signalingState, 'stable');
  assert.equal(a.pc.remoteDescription.type, 'answer');
  assert.equal(b.pc.remoteDescription.type, 'offer');
});

test('candidates that come before the description wait for it', async () => {
  const { a, b } = pair();
  await b.negotiation.receive({ type: 'candidate', candidate: { candidate: 'candidate:1', usernameFragment: 'u1' } });
  assert.deepEqual(b.pc.candidates, []);
  a.pc.onnegotiationneeded();
  await settle(a, b);
  assert.deepEqual(b.pc.candidates, ['candidate:1']);
});

test('candidates of an older generation are dropped', async () => {
  const { a, b } = pair();
  a.pc.onnegotiationneeded();
  await settle(a, b);
  await b.negotiation.receive({ type: 'candidate', candidate: { candidate: 'candidate:9', usernameFragment: 'older' } });
  assert.deepEqual(b.pc.candidates, []);
});

test('says an unanswered offer and its candidates again', async () => {
  const { a, b } = pair({ lossy: true });
  a.pc.onnegotiationneeded();
  await settle(a, b);
  a.pc.onicecandidate({ candidate: { candidate: 'candidate:1', toJSON: () => ({ candidate: 'candidate:1', usernameFragment: 'u1' }) } });
  assert.equal(a.pc.signalingState, 'have-local-offer');
  a.lossy = false;
  a.negotiation.resync();
  await settle(a, b);
  assert.equal(a.pc.signalingState, 'stable');
  assert.deepEqual(b.pc.candidates, ['candidate:1']);
});

test('the same offer twice is answered twice and stays stable', async () => {
  const { a, b } = pair();
  b.lossy = true;
  a.pc.onnegotiationneeded();
  await settle(a, b);
  b.lossy = false;
  a.negotiation.resync();
  await settle(a, b);
  assert.equal(a.pc.signalingState, 'stable');
});

test('a late second answer changes nothing', async () => {
  const { a, b } = pair();
  a.pc.onnegotiationneeded();
  await settle(a, b);
  await a.negotiation.receive({ type: 'answer', sdp: a.pc.remoteDescription.sdp });
  assert.equal(a.pc.signalingState, 'stable');
  assert.equal(a.faults.length + b.faults.length, 0);
});

/** Two negotiations over connections that keep the signaling states of the standard and nothing else. */
function pair({ lossy = false } = {}) {
  const a = side(false, lossy);
  const b = side(true, false);
  a.deliver = (message) => b.negotiation.receive(message);
  b.deliver = (message) => a.negotiation.receive(message);
  return { a, b };
}

function side(polite, lossy) {
  const self = { lossy, faults: [], pc: new StateOnlyConnection() };
  self.negotiation = new Negotiation(self.pc, {
    polite,
    send: (message) => { if (!self.lossy) queueMicrotask(() => self.deliver(message)); },
    prepareAnswer: () => {},
    onNegotiated: () => {},
    refused: (error) => self.faults.push(error),
    record: () => {},
    fault: (error) => self.faults.push(error),
  });
  return self;
}

async function settle(a, b) {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([...a.faults, ...b.faults], []);
}

let sessions = 0;

class StateOnlyConnection {
  signalingState = 'stable';
  localDescription = null;
  remoteDescription = null;
  candidates = [];
  #session = (sessions += 1);

  async setLocalDescription() {
    await null;
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    this.localDescription = { type, sdp: `v=0\r\no=- ${this.#session} 1 IN IP4 0.0.0.0\r\na=ice-ufrag:u1\r\n` };
    this.signalingState = type === 'offer' ? 'have-local-offer' : 'stable';
  }

  async setRemoteDescription({ type, sdp }) {
    await null;
    if (type === 'answer' && this.signalingState !== 'have-local-offer') throw new Error(`answer in ${this.signalingState}`);
    this.remoteDescription = { type, sdp };
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
  }

  async addIceCandidate({ candidate }) {
    this.candidates.push(candidate);
  }
}
