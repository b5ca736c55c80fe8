/** The ladder in a call: what this page asks of another, and its end of a measurement that another began. */

import { BASES, channelsOn } from './direct.js';
import { beginPair } from './line.js';
import { Member } from './member.js';

const READY_MILLIS = 5000;
const ANSWER_AT_MOST_MILLIS = 30 * 60_000;

/**
 * News between two pages of a call: `{t: 'ladder', token, id}` asks the other to answer probes, `{t: 'ladder-ready'}` agrees,
 * `{t: 'ladder-stop'}` ends it. Whoever is in the room may ask: it costs a few messages a second, and no more.
 */
export class CallLadder {
  #call;
  #asking = null;
  #answering = new Map();

  constructor(call) {
    this.#call = call;
    this.onChange = () => {};
  }

  get asking() {
    return this.#asking;
  }

  /** News of the other page; false when it is not about the ladder. */
  said(peer, message) {
    if (message.t === 'ladder') this.#answer(peer, message);
    else if (message.t === 'ladder-ready') this.#ready(peer);
    else if (message.t === 'ladder-stop') this.#stopAnswering(peer.id);
    else return false;
    return true;
  }

  /** The other's page shall answer. */
  async ask(peer) {
    this.stop();
    const pair = await beginPair();
    if (pair.refused) return 'full';
    const member = new Member(pair.tokens[0], { onState: () => this.onChange() });
    const asking = { peer, member, base: BASES[peer.polite ? 0 : 1], ready: false, silent: false };
    this.#asking = asking;
    member.start();
    peer.tell({ t: 'ladder', token: pair.tokens[1], id: asking.base });
    setTimeout(() => {
      asking.silent = !asking.ready;
      this.onChange();
    }, READY_MILLIS);
    return null;
  }

  stop() {
    if (!this.#asking) return;
    this.#asking.peer.tell({ t: 'ladder-stop' });
    this.#end(this.#asking);
    this.#asking = null;
    this.onChange();
  }

  /** The connection to somebody is a new one, or gone: channels on the old one carry nothing. */
  closed(peer) {
    this.#stopAnswering(peer.id);
    if (this.#asking?.peer === peer) this.stop();
  }

  #ready(peer) {
    const asking = this.#asking;
    if (!asking || asking.peer !== peer || asking.ready) return;
    asking.ready = true;
    asking.channels = channelsOn(peer.pc, asking.base);
    asking.member.use(asking.channels);
    asking.member.meet();
  }

  #answer(peer, { token, id }) {
    if (typeof token !== 'string' || !/^[0-9a-f]{32}$/.test(token) || !BASES.includes(id) || !peer.pc) return;
    this.#stopAnswering(peer.id);
    const member = new Member(token, { probes: false, onState: () => {
      if (!member.connected || entry.told) return;
      entry.told = true;
      peer.tell({ t: 'ladder-ready' });
    } });
    const entry = { member, channels: channelsOn(peer.pc, id), told: false, timer: setTimeout(() => this.#stopAnswering(peer.id), ANSWER_AT_MOST_MILLIS) };
    this.#answering.set(peer.id, entry);
    member.use(entry.channels);
    member.start();
  }

  #stopAnswering(id) {
    const entry = this.#answering.get(id);
    if (!entry) return;
    this.#answering.delete(id);
    clearTimeout(entry.timer);
    this.#end(entry);
  }

  #end({ member, channels }) {
    member.stop();
    for (const channel of Object.values(channels ?? {})) channel.close();
  }
}
