/**
 * The call as a whole, without any element of the page: the line to the server, the other people, the chat,
 * what is told to whom. Views read it and listen to `change`, `line`, `said` and `notice` events.
 */

import { Announcer } from './announcer.js';
import { budgetFor } from './budget.js';
import { Chat } from './chat.js';
import { IceServers } from './ice-servers.js';
import { LadderGate } from '../ladder/gate.js';
import { keepFormerSelf, takeFormerSelf, watchOutside } from './lifetime.js';
import { Peer } from './peer.js';
import { ScreenShare } from './screen.js';
import { Signaling } from './signaling.js';
import { text } from '../text/room.js';

const TICK_MILLIS = 1000;
const CLOCK_SKEW_MILLIS = 60_000;

export class Call extends EventTarget {
  #timer = 0;
  #iceServers;
  #wait = false;
  #former = null;
  #announcer = new Announcer();
  #detach = null;

  /** `choices` as from `choicesOf`; `media` a `Devices`; `recorder` a `Recorder`. */
  constructor({ room, choices, media, recorder }) {
    super();
    this.room = room;
    this.choices = choices;
    this.#iceServers = new IceServers(choices.relay);
    this.media = media;
    this.recorder = recorder;
    this.name = '';
    this.secret = '';
    this.capacity = 4;
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
    this.files = null; // the desk of the files, set before the first join: see room.js
    this.ladder = new LadderGate(this);
    this.signaling = new Signaling({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/signal`,
      join: () => this.#joinFields(),
      onWelcome: (welcome, { samePeer }) => this.#welcome(welcome, samePeer),
      onMessage: (message) => this.#receive(message),
      onState: () => this.#changed(),
      onWaiting: ({ position, capacity }) => {
        this.queue = { position, capacity };
        this.#changed();
      },
      onRefused: (error) => this.#refused(error),
      record: (kind, data) => this.record(null, kind, data),
      traffic: (direction, message, characters) => recorder.traffic(direction, message, characters),
    });
    this.screen = new ScreenShare({
      onTrack: (name, track) => this.#putTrack(name, track),
      onEnd: () => {
        this.#screenChanged();
        this.#tell('notice', { kind: 'own-screen-ended' });
      },
    });
    /** What a peer sends: the tracks of this side by the name of their slot, and the streams they go by. */
    this.lent = {
      trackOf: (name) => media.tracks[name] ?? this.screen.tracks[name] ?? null,
      streamOf: (screen) => (screen ? this.screen.stream : media.stream),
    };
    media.onTrack = (name, track) => this.#putTrack(name, track);
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

  /** Asks the browser for a screen, or ends sharing it. */
  async shareScreen(wanted) {
    const kind = await this.screen.change(wanted, (reason) => this.record(null, 'screen-refused', { reason }));
    if (kind) this.#tell('notice', { kind });
    this.#screenChanged();
  }

  leave() {
    this.screen.stop();
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

  #putTrack(name, track) {
    for (const peer of this.peers.values()) peer.replaceTrack(name, track).catch((error) => this.fault(error));
  }

  #screenChanged() {
    this.record(null, this.screen.active ? 'screen-shared' : 'screen-ended');
    this.#limit();
    this.#tellDevices();
    this.#changed();
  }

  /** How much this device sends to each other one. */
  budget() {
    return budgetFor({ others: this.peers.size, sharing: this.screen.active });
  }

  #limit() {
    for (const peer of this.peers.values()) peer.limit(this.budget()).catch((error) => this.fault(error));
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
    this.files.forget(peer);
    this.#limit();
    this.#changed();
  }

  get inRoom() {
    return this.signaling.known;
  }

  get ways() {
    return this.#iceServers.ways;
  }

  // What a peer asks of the call.

  configuration() {
    return this.#iceServers.configuration;
  }

  send(message) {
    return this.signaling.send(message);
  }

  signalingUp() {
    return this.signaling.joined;
  }

  /** Fresh relay keys from the server; resolves when they are here, or after a while without them. */
  freshCredentials() {
    return this.signaling.send({ type: 'credentials' }) ? this.#iceServers.next() : Promise.resolve();
  }

  record(peer, kind, data = null) {
    this.recorder.add(null, kind, peer?.id ?? null, data);
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
    this.ladder.closed(peer);
  }

  pathChanged(peer) {
    peer.tell({
      t: 'state',
      audio: this.media.stateOf('audio'),
      video: this.media.stateOf('video'),
      screen: this.screen.active ? 'on' : 'none',
      end: peer.path?.end ?? null,
    });
  }

  said(peer, message) {
    if (!this.ladder.said(peer, message) && !this.files.said(peer, message)) this.chat.receive(peer.id, peer.name, message, (reply) => peer.tell(reply));
  }

  /** A peer shares the screen, or no longer does. */
  screenOf(peer) {
    this.#tell('notice', { kind: peer.devices.screen === 'on' ? 'screen-started' : 'screen-ended', peer });
  }

  changed(peer) {
    const kind = this.#announcer.news(peer);
    if (kind) this.#tell('notice', { kind, peer });
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
    const now = performance.timeOrigin + performance.now();
    this.recorder.server.exchange(performance.timeOrigin + this.signaling.joinedAt, welcome.serverTime, welcome.serverTime, now);
    this.#wait = false;
    this.#former = null;
    this.queue = null;
    this.capacity = welcome.capacity ?? this.capacity;
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
    this.#limit();
    return peer;
  }

  #withPeer(id, run) {
    const peer = this.peers.get(id);
    if (peer) run(peer);
  }

  #takeIceServers(message) {
    const urls = this.#iceServers.take(message);
    if (urls) this.record(null, 'ice-servers', { urls });
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

  /** Signs that the network changed: prove the line to the server, and look for a new way to everybody. */
  #attach() {
    this.#detach ??= watchOutside({
      networkChanged: () => {
        this.record(null, 'network-changed');
        this.signaling.hurry();
        for (const peer of this.peers.values()) peer.restart().catch((error) => this.fault(error));
      },
      seen: () => this.signaling.hurry(),
      goodbye: () => {
        if (this.signaling.identity) keepFormerSelf(this.room, this.signaling.identity);
        this.leave();
      },
    });
  }

  #detachAll() {
    this.#detach?.();
    this.#detach = null;
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
