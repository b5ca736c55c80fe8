/** One other person: their RTCPeerConnection, the channel for chat and small news, and the care for the path. */

import { BeatClock, timeOfDay } from './clock.js';
import { Negotiation, sessionOf } from './negotiation.js';
import { describePath, selectedPair, transportOfUrl } from './path.js';
import { RelayUrls } from './relay-urls.js';
import { Slots } from './slots.js';
import { levelOf, Speaking } from './speaking.js';
import { watchTransports } from './transports.js';
import { arrivals, peerState, RestartPolicy, SILENT_MILLIS, SilenceWatch } from './watch.js';

/** Agreed beforehand, so that nothing has to be asked: chat and small news, and the bytes of files. */
const CHANNEL = { negotiated: true, id: 0 };
const FILES_CHANNEL = { negotiated: true, id: 1 };
const FRAME_CHARACTERS = 20_000;
const FRESH_CREDENTIALS_MILLIS = 1500;
const REFUSALS = 2;
const DEVICE_STATES = ['on', 'off', 'none'];

export class Peer {
  #host;
  #negotiation = null;
  #policy;
  #silence = new SilenceWatch();
  #silentMillis = 0;
  #urls = new RelayUrls();
  #offerer = false;
  #beats = new BeatClock();
  #restarting = false;
  #refusals = 0;
  #slots = null;
  #speaking = new Speaking();

  /**
   * `host`, the call, gives `send(message)`, `configuration()`, `lent` (the tracks of this side, see `Slots`),
   * `budget()`, `signaling`, `signalingUp()`, `freshCredentials()`,
   * `record(peer, kind, data)`, `fault(error)`, and hears `changed(peer)`, `opened(peer)`, `closed(peer)`,
   * `said(peer, message)`, `screenOf(peer)`; `files` hears `open(peer)` and `close(peer)` of the second channel.
   */
  constructor({ id, name, polite, present = true }, host) {
    this.id = id;
    this.name = name;
    this.polite = polite;
    this.present = present;
    this.#host = host;
    this.#policy = new RestartPolicy({ polite });
    this.stream = new MediaStream();
    this.screen = new MediaStream();
    this.speaking = false;
    this.pc = null;
    this.channel = null;
    this.files = null;
    this.left = false;
    this.path = null;
    this.pathOfPeer = null;
    this.devices = { audio: 'none', video: 'none', screen: 'none' };
    this.restarts = 0;
    this.since = performance.now();
  }

  /** Makes the first offer. */
  call() {
    this.#open(true);
  }

  /** Starts over with a new connection, for somebody who asked to try again. */
  callAgain() {
    this.#policy = new RestartPolicy({ polite: this.polite });
    this.since = performance.now();
    this.call();
    this.#host.changed(this);
  }

  /** A directed message of this peer came through the server. */
  async receive(message) {
    if (message.type === 'offer') {
      const session = sessionOf(message.sdp ?? '');
      const known = this.pc?.remoteDescription ? sessionOf(this.pc.remoteDescription.sdp) : null;
      // An offer that crosses ours gives way as always; our own one then finds out that the peer started over.
      const startedOver = known !== null && session !== known && (this.polite || !this.#negotiation.pending);
      const crossed = this.pc !== null && known === null && this.#offerer && this.polite;
      if (!this.pc || this.pc.connectionState === 'closed' || startedOver || crossed) this.#open(false);
    }
    if (!this.pc) return;
    if (message.type === 'answer' && this.pc.remoteDescription && sessionOf(message.sdp ?? '') !== sessionOf(this.pc.remoteDescription.sdp)) {
      this.callAgain();
      return;
    }
    await this.#negotiation.receive(message);
  }

  /** The line to the server was down on one side: say again what may be lost, and mend the path if it needs it. */
  resync() {
    this.#negotiation?.resync();
  }

  /** This device's network changed, or the relay in use is gone: look for a new way now. */
  async restart() {
    if (!this.pc || this.#restarting) return;
    this.#policy.hurry(performance.now());
    await this.#restartIce('asked');
  }

  /** Fresh keys for the relays; they count from the next restart on. */
  configure() {
    if (!this.pc || this.pc.connectionState === 'closed') return;
    try {
      this.pc.setConfiguration(this.#host.configuration());
    } catch (error) {
      this.#host.record(this, 'configuration-refused', { reason: error.message });
    }
  }

  /** The track of a slot changed here. */
  async replaceTrack(name, track) {
    await this.#slots?.replace(name, track);
  }

  /** How much to send, as from `budgetFor`. */
  async limit(budget) {
    await this.#slots?.limit(budget);
  }

  /** The media line of a name, see `SLOTS`. */
  transceiver(name) {
    return this.#slots?.transceiver(name);
  }

  /** Looks whether this person speaks; gives back whether that changed. */
  listen() {
    const before = this.speaking;
    const level = this.devices.audio === 'on' ? levelOf(this.transceiver('audio')?.receiver) : 0;
    this.speaking = this.#speaking.observe(performance.now(), level);
    return this.speaking !== before;
  }

  /** Small news over the channel: `{t, ...}`; false when it is not open. */
  tell(message) {
    if (this.channel?.readyState !== 'open') return false;
    this.channel.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.left = true;
    this.#shut();
  }

  /** Once a second: statistics, liveness, restarts. */
  async tick() {
    const pc = this.pc;
    if (!pc) return;
    this.tell({ t: 'beat', ...this.#beats.beat(timeOfDay()) });
    const report = await pc.getStats();
    if (pc !== this.pc) return;
    this.#host.recorder.sample(this, report);
    const now = performance.now();
    const silentBefore = this.#silentMillis >= SILENT_MILLIS;
    const selected = selectedPair(report);
    this.#silentMillis = this.#silence.observe(now, arrivals(report, selected));
    // What took away the path may have taken the line to the server as well, and a restart needs that line.
    if (this.#silentMillis >= SILENT_MILLIS && !silentBefore) this.#host.signaling.hurry();
    this.#notePath(selected);
    const action = this.#policy.decide(now, {
      connected: this.connected,
      silentMillis: this.#silentMillis,
      canSignal: this.#host.signalingUp() && this.present && !this.#restarting,
      pending: this.#negotiation.pending,
      broken: this.#broken,
    });
    if (action === 'restart') {
      await this.#restartIce(this.connected ? `silent ${Math.round(this.#silentMillis)} ms` : pc.iceConnectionState);
    } else if (action === 'rebuild') {
      this.#host.record(this, 'rebuild');
      this.#open(true);
    } else if (action === 'resend') {
      this.#negotiation.resync();
    }
    this.#host.changed(this);
  }

  /** How far the peer's clock is ahead of ours. */
  get clock() {
    return this.#beats.clock;
  }

  get connected() {
    return this.pc !== null && this.pc.connectionState === 'connected' && this.pc.iceConnectionState !== 'disconnected';
  }

  /** Whether what lies on top of ICE gave up, which no restart of ICE brings back. */
  get #broken() {
    const states = [this.pc.sctp?.transport?.state, ...this.pc.getTransceivers().map((transceiver) => transceiver.sender.transport?.state)];
    return states.includes('failed') || states.includes('closed') || this.channel?.readyState === 'closed';
  }

  get troubleSeconds() {
    return this.#policy.troubleAt === null ? 0 : Math.floor((performance.now() - this.#policy.troubleAt) / 1000);
  }

  get state() {
    return peerState({
      left: this.left,
      connection: this.pc !== null,
      connected: this.connected,
      silentMillis: this.#silentMillis,
      everConnected: this.#policy.everConnected,
      failed: this.#policy.failed(performance.now()),
    });
  }

  /** What a wait is for: `away`, `server`, `offer`, `answer`, `path`, `keys`, or null. */
  get waitsFor() {
    if (this.state === 'connected' || this.left) return null;
    if (!this.present) return 'away';
    if (!this.#host.signalingUp()) return 'server';
    if (!this.pc) return 'offer';
    if (this.pc.signalingState === 'have-local-offer') return 'answer';
    if (['connected', 'completed'].includes(this.pc.iceConnectionState) && !this.#policy.everConnected) return 'keys';
    return 'path';
  }

  #open(offerer) {
    this.#shut();
    const pc = new RTCPeerConnection(this.#host.configuration());
    this.pc = pc;
    this.#offerer = offerer;
    this.#silence.reset();
    this.#silentMillis = 0;
    this.#slots = new Slots(pc, this.#host.lent, (error) => this.#host.fault(error));
    pc.ontrack = ({ track, transceiver }) => this.#receiveTrack(track, this.#slots.slotOf(transceiver));
    pc.oniceconnectionstatechange = () => {
      this.#host.record(this, `ice-${pc.iceConnectionState}`);
      if (['disconnected', 'failed'].includes(pc.iceConnectionState)) this.tick().catch((error) => this.#host.fault(error));
    };
    pc.onconnectionstatechange = () => {
      if (pc.connectionState === 'connected') {
        this.#host.record(this, 'dtls-connected');
        this.tick().catch((error) => this.#host.fault(error));
      }
      this.#host.changed(this);
    };
    pc.onicegatheringstatechange = () => this.#host.record(this, `gathering-${pc.iceGatheringState}`);
    pc.onsignalingstatechange = () => this.#host.changed(this);
    pc.onicecandidateerror = (event) => this.#host.record(this, 'candidate-error', { url: event.url, code: event.errorCode, text: event.errorText });
    pc.addEventListener('icecandidate', (event) => this.#urls.note(event));
    watchTransports(pc, (kind, data) => this.#host.record(this, kind, data));
    this.#negotiation = new Negotiation(pc, {
      polite: this.polite,
      send: (message) => this.#host.send({ ...message, to: this.id }),
      prepareAnswer: () => this.#prepareAnswer(),
      onNegotiated: () => {
        this.#refusals = 0;
        this.limit(this.#host.budget()).catch((error) => this.#host.fault(error));
        this.#host.changed(this);
      },
      refused: (error) => this.#refused(error),
      record: (kind, data) => {
        this.#host.record(this, kind, data);
        if (kind === 'offer-received' && this.#policy.troubleAt !== null) this.#policy.note(performance.now());
      },
      fault: (error) => this.#host.fault(error),
    });
    if (offerer) {
      this.#openChannel();
      this.#slots.offer();
    }
  }

  /** The offer laid out the lines; ours go into them, so that both sides keep the same ones. */
  #prepareAnswer() {
    if (this.#offerer) return;
    if (!this.channel) this.#openChannel();
    this.#slots.answer();
  }

  #openChannel() {
    const channel = this.pc.createDataChannel('parley', CHANNEL);
    this.channel = channel;
    channel.onopen = () => {
      this.#host.record(this, 'channel-open');
      this.#host.opened(this);
      this.#filesOpened();
    };
    channel.onclose = () => {
      if (channel === this.channel) this.#host.closed(this);
    };
    channel.onmessage = ({ data }) => this.#hear(data);
    const files = this.pc.createDataChannel('files', FILES_CHANNEL);
    files.binaryType = 'arraybuffer';
    this.files = files;
    files.onopen = () => this.#filesOpened();
    files.onclose = () => {
      if (files === this.files) this.#host.files.close(this);
    };
  }

  #filesOpened() {
    if (this.channel?.readyState === 'open' && this.files?.readyState === 'open') this.#host.files.open(this);
  }

  #hear(data) {
    if (typeof data !== 'string' || data.length > FRAME_CHARACTERS) return;
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message === null || typeof message !== 'object') return;
    if (message.t === 'beat') {
      this.#beats.hear(message, timeOfDay());
      return;
    }
    if (message.t === 'state') {
      const { screen } = this.devices;
      for (const kind of Object.keys(this.devices)) if (DEVICE_STATES.includes(message[kind])) this.devices[kind] = message[kind];
      if (screen !== this.devices.screen) this.#host.screenOf(this);
      const end = message.end;
      this.pathOfPeer = end && typeof end.type === 'string' ? { type: end.type, via: ['udp', 'tcp', 'tls'].includes(end.via) ? end.via : null } : null;
      this.#host.changed(this);
      return;
    }
    this.#host.said(this, message);
  }

  /** A new connection's track replaces the old one of its line only when it brings something: the last picture stays. */
  #receiveTrack(track, slot) {
    if (!slot) return;
    const stream = slot.screen ? this.screen : this.stream;
    const before = stream.getTracks().filter((old) => old.kind === track.kind && old !== track);
    const use = () => {
      for (const old of before) stream.removeTrack(old);
      if (!stream.getTracks().includes(track)) stream.addTrack(track);
      this.#host.changed(this);
    };
    if (before.length && track.muted) track.addEventListener('unmute', use, { once: true });
    else use();
  }

  #notePath(selected) {
    if (!selected) return;
    const before = this.path?.end;
    const configured = new Set(this.#host.configuration().iceServers.flatMap((server) => [server.urls].flat()).map(transportOfUrl).filter(Boolean));
    this.path = describePath(selected, {
      viaOf: (local) => transportOfUrl(this.#urls.of(local)) ?? (configured.size === 1 ? [...configured][0] : null),
      peerEnd: this.pathOfPeer,
    });
    if (before?.type !== this.path.end.type || before?.via !== this.path.end.via) {
      this.#host.record(this, 'path', { relayed: this.path.relayed, via: this.path.via });
      this.#host.pathChanged(this);
    }
  }

  async #restartIce(reason) {
    const pc = this.pc;
    this.#restarting = true;
    this.restarts += 1;
    this.#host.record(this, 'ice-restart', { reason });
    try {
      await Promise.race([this.#host.freshCredentials(), new Promise((resolve) => setTimeout(resolve, FRESH_CREDENTIALS_MILLIS))]);
      if (pc !== this.pc) return;
      this.configure();
      pc.restartIce();
    } finally {
      this.#restarting = false;
    }
  }

  /** The browser does not take the peer's description. Once may be chance; twice, and a new connection is the way out. */
  #refused(error) {
    this.#host.record(this, 'description-refused', { reason: error.message });
    this.#refusals += 1;
    if (this.#refusals < REFUSALS) return;
    this.#refusals = 0;
    this.callAgain();
  }

  #shut() {
    this.#negotiation?.close();
    if (this.channel) {
      this.channel.onopen = this.channel.onclose = this.channel.onmessage = null;
      this.files.onopen = this.files.onclose = this.files.onmessage = this.files.onbufferedamountlow = null;
      this.channel = null;
      this.files = null;
      this.#host.closed(this);
      this.#host.files.close(this);
    }
    if (!this.pc) return;
    this.pc.ontrack = this.pc.oniceconnectionstatechange = this.pc.onconnectionstatechange = null;
    this.pc.onicegatheringstatechange = this.pc.onsignalingstatechange = this.pc.onicecandidateerror = null;
    this.pc.close();
    this.pc = null;
    this.path = null;
    this.#urls.clear();
  }
}
