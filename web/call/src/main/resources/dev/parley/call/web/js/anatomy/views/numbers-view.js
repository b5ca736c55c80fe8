/** Six charts and the table of all numbers. */

import { h, setText } from '../../shared/dom.js';
import { CHARTS, chartOf } from '../model/series.js';
import { lastOf } from '../model/numbers.js';
import { Chart } from './chart.js';
import { words } from './parts.js';

const ROWS_SHOWN = 120;
const numbers = words.numbers;

export class NumbersView {
  #model = null;
  #cursor;
  #charts;

  constructor({ cursor }) {
    this.#cursor = cursor;
    this.#charts = CHARTS.map((key) => new Chart(key, cursor));
    this.search = h('input', { type: 'search', id: 'numbers-search', placeholder: numbers.searchHint, oninput: () => this.#table() });
    this.count = h('p', { class: 'small quiet numbers' });
    this.body = h('tbody', {});
    const { columns } = numbers;
    this.all = h('details', { class: 'all-numbers', ontoggle: () => this.#table() }, h('summary', {}, h('h2', {}, numbers.all)),
      h('div', { class: 'stack-tight' }, h('div', { class: 'search' }, h('label', { for: 'numbers-search' }, numbers.search), this.search), this.count,
        h('div', { class: 'table-frame', tabindex: '0', role: 'group', 'aria-label': numbers.all }, h('table', { class: 'numbers-table' }, h('thead', {}, h('tr', {}, [columns.object, columns.name, columns.value].map((title) => h('th', { scope: 'col' }, title)))), this.body))));
    this.element = h('div', { class: 'stack' }, h('p', { class: 'quiet small' }, numbers.lead), h('div', { class: 'charts' }, this.#charts.map(({ element }) => element)), this.all);
  }

  show(model) {
    this.#model = model;
    const rules = model.milestones.filter(({ at }) => at !== null).map(({ at }) => at / 1000);
    for (const chart of this.#charts) chart.show(chartOf(chart.key, model.samples, model.start), rules, model.start);
    this.#table();
  }

  #table() {
    if (!this.all.open || !this.#model) return;
    const wanted = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [];
    for (const { id, type, facts, columns } of this.#model.samples?.objects.values() ?? []) {
      const title = [type, facts.kind, facts.mid, facts.candidateType].filter(Boolean).join(' ');
      for (const [key, value] of [...Object.entries(facts), ...Object.entries(columns).map(([name, column]) => [name, lastOf(column)])]) {
        const line = `${title} ${id} ${key} ${value}`.toLowerCase();
        if (wanted.every((word) => line.includes(word))) rows.push([title, id, key, value]);
      }
    }
    setText(this.count, numbers.found(Math.min(ROWS_SHOWN, rows.length), rows.length));
    this.body.replaceChildren(...rows.slice(0, ROWS_SHOWN).map(([title, id, key, value]) => h('tr', {}, h('th', { scope: 'row', title: id }, title), h('td', { class: 'mono' }, key), h('td', { class: 'mono numbers' }, String(value)))));
  }
}
