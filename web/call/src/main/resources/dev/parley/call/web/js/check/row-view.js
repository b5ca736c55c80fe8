/** One row: a fold whose line says the state in a word, and inside it both witnesses, why it matters and what to do. */

import { text } from '../text/check.js';
import { h, icon, setAttribute, setIcon, setText } from '../shared/dom.js';
import { adviceOf, browserLines, findingOf, serverLines, titleOf } from './describe.js';
import { dots } from './dots.js';
import { figuresOf } from './carry.js';

const SIGNS = { waiting: 'clock', running: 'clock', slow: 'clock', ok: 'good', bad: 'bad', info: 'info', skipped: 'skipped', press: 'info' };

export class RowView {
  #shown = '';
  #plot = null;

  /** `onOpen(id)` when it is unfolded; `action`: `{label, run}` for a row that waits for a press. */
  constructor(row, { onOpen, action = null }) {
    this.id = row.id;
    this.sign = icon(SIGNS.waiting);
    this.state = h('span', { class: 'row-state' });
    this.title = h('span', { class: 'row-title' });
    this.finding = h('span', { class: 'row-finding' });
    this.why = h('p', { class: 'quiet small' }, text.why[row.kind]);
    this.advice = h('p', { class: 'row-advice' });
    this.browser = witness(text.witness.browser);
    this.server = witness(text.witness.server);
    this.plot = h('figure', { class: 'row-plot', hidden: true }, h('figcaption', { class: 'small' }, text.plot.title), h('div', {}));
    this.action = action ? h('button', { type: 'button', 'data-action': `try-${row.id}`, onclick: action.run }, action.label) : null;
    this.element = h('details', { class: 'row-fold', 'data-row': row.id, 'data-kind': row.kind, ontoggle: () => this.element.open && onOpen(row.id) },
      h('summary', { class: 'row-summary' }, this.sign, h('span', { class: 'row-words' }, this.title, this.finding), this.state),
      h('div', { class: 'row-body' }, this.why, this.advice, this.action, this.plot, h('div', { class: 'witnesses' }, this.browser.element, this.server.element)));
  }

  update(row, { seen, selfSigned }) {
    const server = serverLines(row, seen);
    const facts = [row.verdict, browserLines(row), server, row.carried ? row.carried.packets.length : 0, row.carried?.bulk?.complete];
    const shown = JSON.stringify(facts);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { state } = row.verdict;
    setAttribute(this.element, 'data-state', state);
    setAttribute(this.element, 'data-reason', row.verdict.reason);
    setIcon(this.sign, SIGNS[state]);
    setText(this.title, titleOf(row));
    setText(this.finding, findingOf(row));
    setText(this.state, text.state[state]);
    const advice = adviceOf(row, { selfSigned });
    setText(this.advice, advice ?? '');
    this.advice.hidden = !advice;
    const browser = facts[1];
    this.browser.show(browser.length ? browser : row.url ? [text.witness.nothing] : null);
    this.server.show(server);
    if (row.carried && row.carried.packets.length > 0) this.#draw(row.carried);
  }

  #draw(carried) {
    const figures = figuresOf(carried);
    const now = `${figures.sent} ${figures.lost}`;
    if (now === this.#plot) return;
    this.#plot = now;
    this.plot.hidden = false;
    this.plot.lastElementChild.replaceChildren(dots(carried, figures));
  }
}

function witness(title) {
  const list = h('ul', { class: 'small' });
  const element = h('section', { class: 'witness' }, h('h3', {}, title), list);
  return {
    element,
    show(lines) {
      element.hidden = lines === null;
      if (lines) list.replaceChildren(...lines.map((line) => h('li', {}, line)));
    },
  };
}
