/** All packets as a list, one row each; only the rows that can be seen are in the page. */

import { h, setAttribute, setText } from '../../call/js/shared/dom.js';
import { kindSign } from './parts.js';
import { entryAt, ladderOf } from './ladder.js';
import { find, nextHit } from './find.js';
import { outcome } from './why.js';
import { moment, text } from './messages.en.js';

const words = text.ladder;
const ROW_PIXELS = 64;
const SPARE_ROWS = 4;
const SIGNS = { delivered: '✓', dropped: '✕', underWay: '→', waiting: '·' };

export class LadderView {
  #lab;
  #entries = [];
  #rows = new Map();
  #hits = [];
  #followed = -1;

  constructor(lab) {
    this.#lab = lab;
    this.input = h('input', { type: 'search', id: 'find', placeholder: words.findHint, autocomplete: 'off', spellcheck: 'false', oninput: () => this.#search(), onkeydown: (event) => this.#keys(event) });
    this.found = h('output', { class: 'small quiet numbers', for: 'find' });
    this.space = h('div', { class: 'ladder-space', role: 'list' });
    this.list = h('div', { class: 'ladder-list', tabindex: '0', role: 'group', 'aria-label': words.title, onscroll: () => this.#fill() }, this.space);
    this.empty = h('p', { class: 'quiet', hidden: true }, words.empty);
    this.element = h('div', { class: 'ladder' },
      h('div', { class: 'ladder-find' }, h('label', { for: 'find', class: 'for-readers' }, words.find), this.input, this.found), this.empty, this.list);
    new ResizeObserver(() => this.#fill()).observe(this.list);
  }

  load(run) {
    this.#entries = ladderOf(run);
    this.#rows.clear();
    this.space.replaceChildren();
    this.space.style.blockSize = `${this.#entries.length * ROW_PIXELS}px`;
    this.list.scrollTop = 0;
    this.#followed = -1;
    this.#search();
    this.#fill();
  }

  update() {
    const at = entryAt(this.#entries, this.#lab.player.count);
    if (this.element.offsetParent === null) return;
    if (at !== this.#followed) {
      this.#followed = at;
      this.#keepInView(at);
    }
    this.#fill();
  }

  focusFind() {
    this.input.focus();
    this.input.select();
  }

  #keepInView(at) {
    const { list } = this;
    const top = Math.max(0, at) * ROW_PIXELS;
    if (top < list.scrollTop || top + ROW_PIXELS > list.scrollTop + list.clientHeight) list.scrollTop = top - Math.max(0, list.clientHeight - 2 * ROW_PIXELS);
  }

  #fill() {
    const { run, player } = this.#lab;
    if (!run || this.list.clientHeight === 0) return;
    this.empty.hidden = this.#entries.length > 0;
    const first = Math.max(0, Math.floor(this.list.scrollTop / ROW_PIXELS) - SPARE_ROWS);
    const last = Math.min(this.#entries.length, Math.ceil((this.list.scrollTop + this.list.clientHeight) / ROW_PIXELS) + SPARE_ROWS);
    for (const [i, row] of this.#rows) {
      if (i >= first && i < last) continue;
      if (row.element.contains(document.activeElement)) continue; // what has the focus is never removed
      row.element.remove();
      this.#rows.delete(i);
    }
    const { count } = player;
    for (let i = first; i < last; i += 1) {
      let row = this.#rows.get(i);
      if (!row) {
        row = this.#makeRow(this.#entries[i], i);
        this.#rows.set(i, row);
        this.#insert(row.element, i);
      }
      this.#mark(row, this.#entries[i], count, i);
    }
  }

  /** In the order of the list, for those who read the page in its order. */
  #insert(element, i) {
    const after = [...this.#rows.keys()].filter((key) => key > i).sort((a, b) => a - b)[0];
    this.space.insertBefore(element, after === undefined ? null : this.#rows.get(after).element);
  }

  #makeRow(entry, i) {
    const { run } = this.#lab;
    let content;
    let state = null;
    if (entry.note !== undefined) {
      content = h('button', { type: 'button', class: 'ladder-row ladder-note', onclick: () => this.#lab.player.goTo(entry.index + 1) },
        h('span', { class: 'ladder-words' }, h('strong', {}, entry.from), ' ', entry.note));
    } else {
      state = h('span', { class: 'ladder-state' });
      content = h('button', { type: 'button', class: 'ladder-row', 'data-packet': entry.id, onclick: () => this.#choose(entry) },
        kindSign(run.packet(entry.id)),
        h('span', { class: 'ladder-words' }, h('span', { class: 'ladder-label' }, entry.label), h('span', { class: 'ladder-path small quiet numbers' }, `${moment(entry.at)} · ${entry.path.join(' → ')}`)), state);
    }
    const element = h('div', { class: 'ladder-item', role: 'listitem' }, content);
    element.style.insetBlockStart = `${i * ROW_PIXELS}px`;
    return { element, button: content, state };
  }

  #mark({ button, state }, entry, count, i) {
    const { selected, run } = this.#lab;
    const begun = entry.index < count;
    setAttribute(button, 'data-begun', begun);
    setAttribute(button, 'data-current', i === this.#followed);
    if (entry.note !== undefined) return;
    const now = !begun ? 'waiting' : entry.ended < count ? entry.outcome : outcome(run, entry.id, count);
    setAttribute(button, 'data-outcome', now);
    setText(state, `${SIGNS[now]} ${words.outcome[now]}`);
    setAttribute(button, 'data-chosen', selected?.kind === 'packet' && selected.packet === entry.id);
  }

  #choose(entry) {
    const { player } = this.#lab;
    if (player.count <= entry.index) player.goTo(entry.index + 1);
    this.#lab.select({ kind: 'packet', packet: entry.id }, { open: true });
  }

  #search() {
    const { run } = this.#lab;
    this.#hits = run ? find(run, this.input.value) : [];
    setText(this.found, this.input.value.trim() === '' ? '' : words.hits(this.#hits.length, 0));
  }

  #keys(event) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const { player, run } = this.#lab;
    const hit = nextHit(this.#hits, player.count, !event.shiftKey);
    if (hit < 0) return;
    player.goTo(hit + 1);
    setText(this.found, words.hits(this.#hits.length, this.#hits.indexOf(hit) + 1));
    const id = run.events[hit].packet;
    if (id) this.#lab.select({ kind: 'packet', packet: id });
  }
}
