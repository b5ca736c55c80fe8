/** The anatomy of a call: what the two browsers did to reach each other. */

import { text } from './messages.en.js';
import { h } from './dom.js';

export class Anatomy {
  #call;

  constructor(call) {
    this.#call = call;
    this.list = h('ol', { class: 'milestones numbers' });
    this.element = h('div', { class: 'stack' }, h('p', { class: 'quiet small' }, text.anatomy.lead), this.list);
  }

  update() {
    const peer = [...this.#call.peers.keys()][0] ?? null;
    this.list.replaceChildren(...this.#call.recorder.milestonesOf(peer).map(({ key, at }) =>
      h('li', {}, `${text.anatomy.milestones[key]}: ${at === null ? text.anatomy.missing : text.anatomy.at(Math.round(at))}`)));
  }
}
