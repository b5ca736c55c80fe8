/** The card in the panel of a call. */

import { text } from '../text/ladder.js';
import { h, setText } from '../shared/dom.js';
import { LadderView } from './ladder-view.js';

/** `ladder` is the CallLadder of the call. */
export class LadderCard {
  #call;
  #ladder;
  #full = false;

  constructor(call, ladder) {
    this.#call = call;
    this.#ladder = ladder;
    this.view = new LadderView({ heading: 'h3', curves: false });
    this.words = h('p', { class: 'small', 'data-ladder': 'other' });
    this.button = h('button', { type: 'button', 'data-action': 'ladder', onclick: () => this.#toggle() });
    this.element = h('section', { class: 'ladder-card stack-tight' }, h('p', { class: 'quiet small' }, text.page.lead), this.words, h('div', { class: 'row' }, this.button), this.view.element);
    ladder.onChange = () => this.update();
    this.update();
  }

  update() {
    const { asking } = this.#ladder;
    const peer = asking?.peer ?? this.#somebody();
    this.view.element.hidden = !asking;
    this.button.disabled = !peer;
    setText(this.button, asking ? text.action.stop : text.action.start);
    setText(this.words, this.#full ? text.other.full : !peer ? text.other.noPeer : !asking ? '' : asking.ready ? text.other.inCall(peer.name) : asking.silent ? text.other.silent(peer.name) : text.other.asking(peer.name));
  }

  #somebody() {
    return [...this.#call.peers.values()].find((peer) => peer.connected) ?? null;
  }

  async #toggle() {
    if (this.#ladder.asking) {
      this.#ladder.stop();
      return;
    }
    const peer = this.#somebody();
    if (!peer) return;
    this.#full = (await this.#ladder.ask(peer)) === 'full';
    if (this.#ladder.asking) this.view.show(this.#ladder.asking.member.prober.tallies);
    this.update();
  }
}
