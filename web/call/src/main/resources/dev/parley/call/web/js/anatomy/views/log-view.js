/** Every event, by time; found by phase and by words. */

import { h, setText } from '../../shared/dom.js';
import { shown } from '../model/sdp.js';
import { segments, words } from './parts.js';
import { Windowed } from './windowed.js';

const ROW = 28;

export class LogView {
  #model = null;
  #phase = 'all';
  #rows = [];

  constructor({ cursor }) {
    this.search = h('input', { type: 'search', id: 'log-search', oninput: () => this.show(this.#model) });
    this.filter = segments(words.logFilter, words.logFilters, this.#phase, (phase) => {
      this.#phase = phase;
      this.show(this.#model);
    });
    this.count = h('p', { class: 'small quiet numbers', 'data-anatomy': 'count' });
    this.list = new Windowed({ label: words.tabs.log, rowHeight: ROW, build: (event) => this.#row(event), choose: (event) => cursor.move(event.t) });
    this.list.element.classList.add('events', 'mono');
    this.element = h('div', { class: 'stack' },
      h('div', { class: 'spread' }, this.filter.element, h('div', { class: 'search' }, h('label', { for: 'log-search' }, words.logSearch), this.search)),
      this.count, this.list.element);
    this.cursor = cursor;
    cursor.addEventListener('move', () => this.#moved());
  }

  show(model) {
    this.#model = model;
    const wanted = this.search.value.trim().toLowerCase();
    const all = model.events;
    this.#rows = all.filter((event) => (this.#phase === 'all' || event.phase === this.#phase) && (wanted === '' || `${event.kind} ${detailsOf(event)}`.toLowerCase().includes(wanted)));
    setText(this.count, words.events(this.#rows.length, all.length));
    this.list.show(this.#rows);
    this.#moved();
  }

  #row(event) {
    const { start, name } = this.#model;
    const by = event.side === 'there' ? `${name} ` : '';
    return h('li', { class: `phase-${event.phase}` }, h('span', { class: 'event-time numbers' }, (event.t - start).toFixed(1)), h('span', { class: 'event-words' }, h('strong', {}, by + event.kind), ` ${detailsOf(event)}`));
  }

  #moved() {
    const { t } = this.cursor;
    if (t === null) return;
    let index = -1;
    for (let i = 0; i < this.#rows.length && this.#rows[i].t <= t + 0.01; i += 1) index = i;
    this.list.mark(index);
  }
}

/** Short facts of an event; descriptions are shown elsewhere, and keys nowhere. */
function detailsOf({ data }) {
  if (!data) return '';
  return Object.entries(data)
    .filter(([key, value]) => key !== 'sdp' && value !== null && value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${shown(Array.isArray(value) ? value.join(',') : typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 300)}`)
    .join(' ');
}
