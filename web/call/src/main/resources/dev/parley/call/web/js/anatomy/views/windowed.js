/** A long list of rows of one height: only those in sight are in the page. */

import { h } from '../../shared/dom.js';

const SPARE = 8;

export class Windowed {
  #rows = [];
  #build;
  #height;
  #chosen = -1;
  #frame = 0;

  /** `build(row, index)` gives the element of a row; `choose(row)` hears of the one pressed or walked to. */
  constructor({ label, rowHeight, build, choose }) {
    this.#build = build;
    this.#height = rowHeight;
    this.choose = choose;
    this.list = h('ol', { class: 'windowed-rows' });
    this.space = h('div', { class: 'windowed-space' }, this.list);
    this.element = h('div', { class: 'windowed', tabindex: '0', role: 'group', 'aria-label': label, onkeydown: (event) => this.#key(event), onscroll: () => this.#later(), onclick: (event) => this.#click(event) }, this.space);
    new ResizeObserver(() => this.#later()).observe(this.element);
  }

  show(rows) {
    const atEnd = this.element.scrollTop > 0 && this.element.scrollTop + this.element.clientHeight >= this.element.scrollHeight - 4;
    this.#rows = rows;
    this.space.style.blockSize = `${rows.length * this.#height}px`;
    if (atEnd) this.element.scrollTop = this.element.scrollHeight;
    this.#render();
  }

  /** Marks the row, and brings it into sight. */
  mark(index, { scroll = true } = {}) {
    if (index === this.#chosen) return;
    this.#chosen = index;
    if (scroll && index >= 0) {
      const top = index * this.#height;
      const view = this.element.clientHeight;
      if (top < this.element.scrollTop || top + this.#height > this.element.scrollTop + view) this.element.scrollTop = Math.max(0, top - view / 2);
    }
    this.#render();
  }

  #later() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#render();
    });
  }

  #render() {
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.#height) - SPARE);
    const visible = Math.ceil((this.element.clientHeight || 400) / this.#height) + 2 * SPARE;
    const rows = this.#rows.slice(first, first + visible);
    this.list.style.transform = `translateY(${first * this.#height}px)`;
    this.list.setAttribute('start', String(first + 1));
    this.list.replaceChildren(...rows.map((row, i) => {
      const element = this.#build(row, first + i);
      element.dataset.index = String(first + i);
      if (first + i === this.#chosen) {
        element.classList.add('is-chosen');
        element.setAttribute('aria-current', 'true');
      }
      return element;
    }));
  }

  #click(event) {
    const row = event.target.closest('[data-index]');
    if (row) this.#pick(Number(row.dataset.index));
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Enter' && this.#chosen >= 0) this.#pick(this.#chosen);
    if (step === undefined || this.#rows.length === 0) return;
    event.preventDefault();
    this.#pick(Math.min(this.#rows.length - 1, Math.max(0, this.#chosen + step)));
  }

  #pick(index) {
    this.mark(index);
    if (this.#rows[index]) this.choose(this.#rows[index]);
  }
}
