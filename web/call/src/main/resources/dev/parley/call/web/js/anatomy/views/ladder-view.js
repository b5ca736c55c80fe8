/** Messages of both sides between three posts: here, the server, there. */

import { own } from '../../shared/own.js';
import { h, setText } from '../../shared/dom.js';
import { words } from './parts.js';
import { Windowed } from './windowed.js';

const ROW = 34;
const POSTS = ['here', 'server', 'there'];

export class LadderView {
  #cursor;
  #steps = [];
  #start = 0;

  constructor({ cursor, choose }) {
    this.#cursor = cursor;
    this.heads = POSTS.map(() => h('span', {}));
    this.empty = h('p', { class: 'quiet', hidden: true }, words.noMessages);
    this.list = new Windowed({
      label: words.messagesOf,
      rowHeight: ROW,
      build: (step) => this.#row(step),
      choose: (step) => {
        cursor.move(step.t);
        choose(step);
      },
    });
    this.list.element.classList.add('ladder');
    this.element = h('section', { class: 'ladder-frame', 'data-anatomy': 'ladder' }, h('h2', {}, words.messages), h('div', { class: 'ladder-head small', 'aria-hidden': 'true' }, h('span', {}), this.heads), this.empty, this.list.element);
    cursor.addEventListener('move', () => this.#moved());
  }

  show({ steps, start, name }) {
    this.#start = start;
    [words.here, words.server, words.there(name)].forEach((label, i) => setText(this.heads[i], label));
    this.empty.hidden = steps.length > 0;
    this.list.element.hidden = steps.length === 0;
    if (steps.length === this.#steps.length && steps[0]?.event === this.#steps[0]?.event) return;
    this.#steps = steps;
    this.list.show(steps);
  }

  #row(step) {
    const from = POSTS.indexOf(step.from);
    const to = POSTS.indexOf(step.to);
    const direct = Math.abs(from - to) === 2;
    const words_ = own(words.steps, step.label) ?? step.label;
    const arrow = h('span', { class: `arrow arrow-${Math.min(from, to)}${Math.max(from, to)} ${from < to ? 'to-end' : 'to-start'}${direct ? ' is-direct' : ''}${step.goesOn ? ' goes-on' : ''}` }, h('span', { class: 'arrow-label' }, words_));
    return h('li', { class: `step phase-${step.phase}`, 'data-step': step.label }, h('span', { class: 'step-time numbers small quiet' }, words.at(step.t - this.#start)), h('span', { class: 'posts' }, arrow));
  }

  #moved() {
    const { t } = this.#cursor;
    if (t === null) return;
    let index = -1;
    for (let i = 0; i < this.#steps.length && this.#steps[i].t <= t + 0.01; i += 1) index = i;
    this.list.mark(index);
  }
}
