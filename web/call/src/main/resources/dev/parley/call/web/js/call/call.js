/**
 * The call as a whole, without any element of the page: the line to the server, the other people, the chat,
 * what is told to whom. Views read it and listen to `change`, `line`, `said` and `notice` events.
 */

import { Chat } from './chat.js';
import { text } from '../text/room.js';
import { iceServersFor, waysOf } from './path.js';
import { Peer } from './peer.js';
import { Signaling } from './signaling.js';

const TICK_MILLIS = 1000;
const CREDENTIALS_MILLIS = 1500;
const CLOCK_SKEW_MILLIS = 60_000;
const FORMER_SELF = 'parley.former';
const RECONNECTING_AFTER_MILLIS = 2000;

export class Call extends EventTarget {
  #timer = 0;
  #credentials = [];
  #iceServers = [];
  #wait = false;
  #former = null;
  #told = new Map();
  #detach = [];

  /** `choices` as from `choicesOf`; `media` a `Devices`; `recorder` a `Recorder`. */
  constructor({ room, choices, media, recorder }) {
    super();
    this.room = room;
    this.choices = choices;
    this.media = media;
    this.recorder = recorder;
    this.name = '';
    this.secret = '';
    this.capacity = 2;
    this.peers = new Map();
    this.queue = null;
    this.refusal = null;
    this.clockSkewMillis = 0;
    this.faults = 0;
    this.chat = new Chat({
      newId: () => [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      now: () => Date.now(),
      onChange: (line) => this.#tell('line', { line }),
    });
    this.signaling = new Signaling({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/signal`,
      join: () => this.#joinFields(),
      onWelcome: (welcome, { samePeer }) => this.#welcome(welcome, samePeer),
      onMessage: (message) => this.#receive(message),
      onState: () => this.#signalingChanged(),
      onWaiting: ({ position, capacity }) => {
        this.queue = { position, capacity };
        this.#changed();
      },
      onRefused: (error) => this.#refused(error),
      record: (kind, data) => this.record(null, kind, data),
    });
    media.onTrack = (kind, track) => {
      for (const peer of this.peers.values()) peer.replaceTrack(kind, track).catch((error) => this.fault(error));
    };
  }

  /** Asks the server for a place. `wait`: if the room is full, until somebody leaves. */
  join({ name, secret = '', wait = false }) {
    this.name = name;
    this.secret = secret;
    this.refusal = null;
    this.queue = null;
    this.#wait = wait;
    this.media.forgetProblems();
    this.#former ??= takeFormerSelf(this.room);
    this.record(null, 'join-pressed');
    this.#attach();
    this.signaling.connect();
  }

  leave() {
    this.#detachAll();
    this.signaling.leave();
    for (const peer of this.peers.values()) peer.close();
    this.peers.clear();
    this.media.stop();
    this.#changed();
  }

  setEnabled(kind, enabled) {
    this.media.setEnabled(kind, enabled);
    this.#tellDevices();
    this.#changed();
  }

  /** Tells everybody what devices are on here; also after a device came or went. */
  #tellDevices() {
    for (const peer of this.peers.values()) this.pathChanged(peer);
  }

  devicesChanged() {
    this.#tellDevices();
    this.#changed();
  }

  /** Stops waiting for somebody whose connection is lost. */
  forget(peer) {
    peer.close();
    this.peers.delete(peer.id);
    this.chat.forget(peer.id);
    this.#changed();
  }

  get inRoom() {
    return this.signaling.known;
  }

  get ways() {
    return waysOf(this.#iceServers, this.choices.relay);
  }

  // What a peer asks of the call.

  configuration() {
    return {
      iceServers: iceServersFor(this.#iceServers, this.choices.relay),
      iceTransportPolicy: this.choices.relay ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
    };
  }

  send(message) {
    return this.signaling.send(message);
  }

  signalingUp() {
    return this.signaling.joined;
  }

  /** Fresh relay keys from the server; resolves when they are here, or after a while without them. */
  freshCredentials() {
    if (!this.signaling.send({ type: 'credentials' })) return Promise.resolve();
    return new Promise((resolve) => {
      this.#credentials.push(resolve);
      setTimeout(resolve, CREDENTIALS_MILLIS);
    });
  }

  record(peer, kind, data = null) {
    const phase = /^(ice|gathering|local-candidate|remote-candidate|candidate|path)/.test(kind) ? 'connection' : null;
    this.recorder.add(phase, kind, peer?.id ?? null, data);
  }

  /** A fault of ours or of the browser: the call goes on, the console and the anatomy say what it was. */
  fault(error) {
    this.faults += 1;
    console.error('parley:', error);
    this.recorder.add('signaling', 'fault', null, { reason: String(error?.message ?? error) });
  }

  opened(peer) {
    this.chat.open(peer.id, (message) => peer.tell(message));
    this.pathChanged(peer);
    this.#changed();
  }

  closed(peer) {
    this.chat.close(peer.id);
  }

  pathChanged(peer) {
    peer.tell({ t: 'state', audio: this.media.stateOf('audio'), video: this.media.stateOf('video'), end: peer.path?.end ?? null });
  }

  said(peer, message) {
    this.chat.receive(peer.id, peer.name, message, (reply) => peer.tell(reply));
  }

  changed(peer) {
    this.#announce(peer);
    this.#changed();
  }

  firstMedia(peer) {
    this.record(peer, 'first-media');
  }

  #joinFields() {
    return {
      room: this.room,
      name: this.name,
      ...(this.secret ? { secret: this.secret } : {}),
      ...(this.#wait ? { wait: true } : {}),
      ...(this.#former && !this.signaling.known ? { replaces: this.#former } : {}),
    };
  }

  #welcome(welcome, samePeer) {
    this.#wait = false;
    this.#former = null;
    this.queue = null;
    this.capacity = welcome.capacity ?? 2;
    this.name = typeof welcome.name === 'string' ? welcome.name : this.name;
    this.#takeIceServers(welcome);
    const skew = Date.now() - welcome.serverTime;
    this.clockSkewMillis = Math.abs(skew) > CLOCK_SKEW_MILLIS ? skew : 0;
    // Under a new id nobody here is known: what was, is over.
    if (!samePeer) for (const peer of [...this.peers.values()]) this.forget(peer);
    const others = Array.isArray(welcome.peers) ? welcome.peers : [];
    for (const peer of this.peers.values()) peer.present = others.some((other) => other.peer === peer.id && other.present !== false);
    for (const other of others) {
      const known = this.peers.get(other.peer);
      if (known) known.resync();
      else this.#add(other).call();
    }
    if (this.#timer === 0) this.#timer = setInterval(() => this.#tick(), TICK_MILLIS);
    this.#tell('notice', { kind: samePeer ? 'resumed' : 'joined', others: this.peers.size });
    this.#changed();
  }

  #receive(message) {
    switch (message.type) {
      case 'peer-joined':
        this.#peerJoined(message);
        break;
      case 'peer-away':
        this.#withPeer(message.peer, (peer) => { peer.present = false; });
        break;
      case 'peer-back':
        this.#withPeer(message.peer, (peer) => {
          peer.present = true;
          peer.resync();
        });
        break;
      case 'peer-left':
        this.#withPeer(message.peer, (peer) => this.#peerLeft(peer, message.reason));
        break;
      case 'offer':
      case 'answer':
      case 'candidate':
      case 'end-of-candidates':
        this.#withPeer(message.from, (peer) => {
          peer.present = true;
          peer.receive(message).catch((error) => this.fault(error));
        });
        break;
      case 'ice-servers':
        this.#takeIceServers(message);
        for (const peer of this.peers.values()) peer.configure();
        for (const resolve of this.#credentials.splice(0)) resolve();
        break;
      case 'error':
        if (message.code === 'peer-away') this.#withPeer(message.to, (peer) => { peer.present = false; });
        else if (message.code === 'unknown-peer') this.#withPeer(message.to, (peer) => this.#peerLeft(peer, 'timeout'));
        break;
      default:
    }
    this.#changed();
  }

  #peerJoined(message) {
    const known = this.peers.get(message.peer);
    if (known) {
      known.present = true;
      known.resync();
      return;
    }
    const peer = this.#add(message);
    this.chat.remark(text.chat.joined(peer.name));
    this.#tell('notice', { kind: 'peer-joined', peer });
  }

  /** Who left is gone at once; who only lost the server stays as long as their sound and picture do. */
  #peerLeft(peer, reason) {
    if (reason === 'timeout' && peer.connected) {
      peer.present = false;
      peer.orphan = true;
      return;
    }
    this.forget(peer);
    if (reason === 'replaced') return;
    this.chat.remark(text.chat.left(peer.name));
    this.#tell('notice', { kind: 'peer-left', peer });
  }

  #add({ peer: id, name, polite, present }) {
    const peer = new Peer({ id, name: String(name ?? '').slice(0, 60), polite: Boolean(polite), present: present !== false }, this);
    this.peers.set(id, peer);
    return peer;
  }

  #withPeer(id, run) {
    const peer = this.peers.get(id);
    if (peer) run(peer);
  }

  #takeIceServers({ iceServers }) {
    if (!Array.isArray(iceServers)) return;
    this.#iceServers = iceServers.filter((server) => server && (typeof server.urls === 'string' || Array.isArray(server.urls)));
    this.record(null, 'ice-servers', { urls: this.#iceServers.flatMap((server) => [server.urls].flat()) });
  }

  #tick() {
    for (const peer of [...this.peers.values()]) {
      if (peer.orphan && !peer.connected) this.#peerLeft(peer, 'left');
      else peer.tick().catch((error) => this.fault(error));
    }
    this.#changed();
  }

  #refused(error) {
    this.refusal = error;
    if (error.code === 'replaced') {
      for (const peer of this.peers.values()) peer.close();
      this.peers.clear();
    }
    if (!this.inRoom) this.#detachAll();
    this.#tell('refused', { error });
    this.#changed();
  }

  #signalingChanged() {
    this.#changed();
  }

  /** Says changes of a peer's state once, and a reconnect only when it lasts. */
  #announce(peer) {
    const now = performance.now();
    const told = this.#told.get(peer) ?? { state: 'waiting', at: now };
    const state = peer.state;
    if (state === 'reconnecting' && told.state !== 'reconnecting' && told.state !== 'failed' && peer.troubleSeconds * 1000 < RECONNECTING_AFTER_MILLIS) return;
    if (state === told.state || state === 'unstable') return;
    this.#told.set(peer, { state, at: now });
    if (state === 'connected') this.#tell('notice', { kind: told.state === 'reconnecting' || told.state === 'failed' ? 'back' : 'connected', peer });
    else if (state === 'reconnecting' || state === 'failed') this.#tell('notice', { kind: state, peer });
  }

  /** Signs that the network changed: prove the line to the server, and look for a new way to everybody. */
  #attach() {
    if (this.#detach.length) return;
    const networkChanged = () => {
      this.record(null, 'network-changed');
      this.signaling.hurry();
      for (const peer of this.peers.values()) peer.restart().catch((error) => this.fault(error));
    };
    const hurry = () => {
      if (document.visibilityState === 'visible') this.signaling.hurry();
    };
    const goodbye = () => {
      if (this.signaling.identity) keepFormerSelf(this.room, this.signaling.identity);
      this.leave();
    };
    this.#listen(window, 'online', networkChanged);
    if (navigator.connection) this.#listen(navigator.connection, 'change', connectionChange(networkChanged));
    this.#listen(document, 'visibilitychange', hurry);
    this.#listen(window, 'pagehide', goodbye);
  }

  #listen(target, type, run) {
    target.addEventListener(type, run);
    this.#detach.push(() => target.removeEventListener(type, run));
  }

  #detachAll() {
    for (const detach of this.#detach.splice(0)) detach();
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** `change` also fires when only an estimate of speed moved; only another kind of network counts. */
function connectionChange(run) {
  let type = navigator.connection.type;
  return () => {
    if (navigator.connection.type === type) return;
    type = navigator.connection.type;
    run();
  };
}

/** A reloaded page takes over the seat of its former self; kept only from the unloading to the loading. */
function keepFormerSelf(room, identity) {
  try {
    sessionStorage.setItem(FORMER_SELF, JSON.stringify({ room, ...identity }));
  } catch {
    // Without storage the seat is freed by leaving alone.
  }
}

function takeFormerSelf(room) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(FORMER_SELF));
    sessionStorage.removeItem(FORMER_SELF);
    return kept?.room === room ? { peer: kept.peer, token: kept.token } : null;
  } catch {
    return null;
  }
}
