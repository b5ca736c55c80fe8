/** One check from beginning to end: the rows, in the order a call needs them, and what becomes of each. Knows no page. */

import { carry, figuresOf } from './carry.js';
import { Attempt } from './attempt.js';
import { knock } from './knock.js';
import { Session } from './session.js';
import { judge, kindOfUrl, placeOfUrl, testimony } from './verdict.js';

const SOCKET_MILLIS = 5000;
const CLOCK_MILLIS = 60_000;
const ORDER = ['secure', 'socket', 'clock', 'stun', 'mapping', 'turn-udp', 'turn-tcp', 'turn-tls', 'ipv6', 'carry', 'local', 'devices'];

export class Run {
  #onChange;
  #attempts = [];
  #rows = new Map();

  /** `onChange(run)` after every change; there may be many at once. */
  constructor(onChange) {
    this.#onChange = onChange;
    this.session = null;
    this.refused = null;
    this.at = new Date();
    this.over = false;
    for (const kind of ['secure', 'socket', 'clock', 'mapping', 'ipv6', 'carry', 'local', 'devices']) this.#add({ id: kind, kind });
    this.#set('devices', { state: 'press', reason: 'press' });
  }

  get rows() {
    return [...this.#rows.values()].toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  }

  async start() {
    this.#set('secure', isSecureContext ? { state: 'ok', reason: 'secure' } : { state: 'bad', reason: 'insecure' });
    if (typeof RTCPeerConnection !== 'function') {
      this.#set('local', { state: 'bad', reason: 'unsupported' });
      this.over = true;
      this.#onChange(this);
      return;
    }
    const socket = this.#socket();
    const local = this.#local();
    const { session = null, refused = null } = await Session.begin().catch(() => ({ refused: 0 }));
    this.session = session;
    this.refused = refused;
    if (session) await this.#ways(session);
    else for (const id of ['mapping', 'carry', 'ipv6', 'clock']) this.#set(id, { state: 'skipped', reason: 'no-answer' });
    await Promise.all([socket, local]);
    this.over = true;
    this.#onChange(this);
  }

  stop() {
    this.session?.stop();
    for (const attempt of this.#attempts) attempt.stop();
    this.#onChange = () => {};
  }

  /** One more server, of which only the browser can tell. */
  async tryCustom({ url, username, credential }) {
    const row = this.#addServer({ url, own: false, username, credential, tag: null, custom: true });
    await this.#attempt(row);
  }

  async tryDevices() {
    this.#set('devices', { state: 'running', reason: 'running' });
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      this.#set('devices', { state: 'ok', reason: 'devices', names: stream.getTracks().map((track) => track.label || track.kind) });
      for (const track of stream.getTracks()) track.stop();
    } catch (error) {
      const known = ['NotAllowedError', 'NotFoundError', 'NotReadableError'].includes(error.name);
      this.#set('devices', { state: 'bad', reason: navigator.mediaDevices ? (known ? error.name : 'devices-failed') : 'insecure', name: error.name });
    }
  }

  async #ways(session) {
    const { given, clock } = session;
    this.#set('clock', { ...(Math.abs(clock.skewMillis) > CLOCK_MILLIS ? { state: 'bad', reason: 'clock-off' } : { state: 'ok', reason: 'clock' }), millis: clock.skewMillis });
    const rows = given.servers.filter(({ url }) => kindOfUrl(url)).map((server) => this.#addServer(server));
    session.watch(() => this.#judgeAll());
    if (given.probe) knock(given.probe, given.iceName, given.token).catch((error) => console.warn(`parley: knock ${error.message}`));
    await Promise.all([...rows.map((row) => this.#attempt(row)), this.#mapping(given)]);
    this.#ipv6();
    await this.#carry(given);
  }

  #addServer({ url, own, username, credential, tag, custom = false }) {
    const kind = kindOfUrl(url);
    const place = placeOfUrl(url);
    const row = { id: custom ? `custom-${this.#rows.size}` : `${kind}-${tag}`, kind, url, place, own, tag, custom, username, credential, browser: null, server: null };
    this.#add(row);
    return row;
  }

  async #attempt(row) {
    const credentials = row.kind === 'stun' ? {} : { username: row.username, credential: row.credential };
    const wanted = row.kind === 'stun' ? 'srflx' : 'relay';
    const attempt = new Attempt({
      servers: [{ urls: row.url, ...credentials }],
      relayOnly: row.kind !== 'stun',
      settled: ({ candidates }) => candidates.some(({ type }) => type === wanted),
    }, (facts) => {
      row.browser = facts;
      this.#judge(row);
    });
    this.#attempts.push(attempt);
    row.browser = attempt.facts;
    await attempt.run();
    this.#judge(row);
  }

  #judgeAll() {
    for (const row of this.#rows.values()) if (row.browser) this.#judge(row);
  }

  #judge(row) {
    const { session } = this;
    row.server = session && !row.custom
      ? testimony(session.seen, { tag: row.tag, own: row.own, host: row.place.host, fresh: session.readSince(row.browser.changedAt), unknownNames: session.unknownNames })
      : null;
    const lends = row.custom || (session?.given.lends ?? true);
    this.#set(row.id, judge({ kind: row.kind, browser: row.browser, server: row.server, lends, selfSigned: session?.given.selfSigned }));
  }

  /** A router that gives two destinations the same address shows one address; one that does not, two. */
  async #mapping({ servers, alternateStun }) {
    const first = servers.find(({ url, own }) => own && kindOfUrl(url) === 'stun');
    if (!first || !alternateStun) {
      this.#set('mapping', { state: 'skipped', reason: 'one-address' });
      return;
    }
    this.#set('mapping', { state: 'running', reason: 'running' });
    const attempt = new Attempt({ servers: [{ urls: first.url }, { urls: alternateStun }], relayOnly: false, settled: () => false }, () => {});
    this.#attempts.push(attempt);
    const { candidates, doneMillis, errors } = await attempt.run();
    const ports = new Set(candidates.filter(({ type }) => type === 'srflx').map(({ port }) => port));
    if (ports.size > 1) this.#set('mapping', { state: 'info', reason: 'by-destination' });
    else if (doneMillis === null || errors.length > 0) this.#set('mapping', { state: 'skipped', reason: 'no-answer' });
    else this.#set('mapping', { state: 'ok', reason: ports.size === 1 ? 'same-address' : 'no-router' });
  }

  #ipv6() {
    const own = this.rows.flatMap(({ browser }) => browser?.candidates ?? []).filter(({ type }) => type === 'host' || type === 'srflx');
    const v6 = own.some(({ address }) => /^[23][0-9a-f]{0,3}:/i.test(address));
    const hidden = own.some(({ address, type }) => type === 'host' && address.endsWith('.local'));
    this.#set('ipv6', v6 ? { state: 'ok', reason: 'ipv6' } : { state: 'info', reason: hidden ? 'ipv6-hidden' : 'no-ipv6' });
  }

  /** Through the best relay there is. */
  async #carry({ carriers, lends }) {
    const relay = ['turn-udp', 'turn-tcp', 'turn-tls'].map((kind) => this.rows.find((row) => row.kind === kind && row.own && row.verdict.state === 'ok')).find(Boolean);
    if (!relay || !lends) {
      this.#set('carry', { state: 'skipped', reason: 'no-relay' });
      return;
    }
    this.#set('carry', { state: 'running', reason: 'running' });
    const servers = carriers.map(({ username, credential }) => ({ urls: relay.url, username, credential }));
    const show = (carried) => {
      this.#rows.get('carry').carried = carried;
      this.#onChange(this);
    };
    const carried = await carry(servers, { onChange: show });
    const figures = figuresOf(carried);
    const back = figures.sent - figures.lost;
    if (carried.connectMillis === null || back === 0) this.#set('carry', { state: 'bad', reason: 'carry-failed', via: relay.kind });
    else this.#set('carry', { state: figures.lost * 20 > figures.sent ? 'info' : 'ok', reason: figures.lost * 20 > figures.sent ? 'loses' : 'carries', via: relay.kind, ...figures });
  }

  async #local() {
    this.#set('local', { state: 'running', reason: 'running' });
    const { connectMillis } = await carry([null, null], { relayOnly: false, packets: 1, bulk: false });
    this.#set('local', connectMillis === null ? { state: 'bad', reason: 'local-failed' } : { state: 'ok', reason: 'local', millis: connectMillis });
  }

  #socket() {
    this.#set('socket', { state: 'running', reason: 'running' });
    const began = performance.now();
    return new Promise((resolve) => {
      const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/signal`;
      const socket = new WebSocket(url, 'parley.1');
      const end = (verdict) => {
        clearTimeout(timer);
        socket.onopen = socket.onerror = null;
        socket.close();
        this.#set('socket', verdict);
        resolve();
      };
      const timer = setTimeout(() => end({ state: 'bad', reason: 'no-socket' }), SOCKET_MILLIS);
      socket.onopen = () => end({ state: 'ok', reason: 'socket', millis: Math.round(performance.now() - began) });
      socket.onerror = () => end({ state: 'bad', reason: 'no-socket' });
    });
  }

  #add(row) {
    this.#rows.set(row.id, { verdict: { state: 'waiting', reason: 'waiting' }, ...row });
    // the caller's own object is the one that is kept
    if (row.url) this.#rows.set(row.id, Object.assign(row, { verdict: { state: 'running', reason: 'running' } }));
    this.#onChange(this);
  }

  #set(id, verdict) {
    this.#rows.get(id).verdict = verdict;
    this.#onChange(this);
  }
}
