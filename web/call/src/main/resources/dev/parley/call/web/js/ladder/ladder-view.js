/** Two tables of ways, their dots, the curves below, and the finding in words. For the page and for the card in a call. */

import { text } from '../text/ladder.js';
import { h, setText } from '../shared/dom.js';
import { Curve } from './curve.js';
import { Strip } from './strip.js';
import { FEWEST_FOR_P99 } from './tally.js';
import { WAYS } from './ways.js';

const DRAW_EVERY_MILLIS = 250;
const CURVE_EVERY = 4;
const LOOKS = {
  polling: { colour: '--violet', dash: '8 3 2 3' },
  'long-poll': { colour: '--warn', dash: '2 3' },
  websocket: { colour: '--orange', dash: '6 3' },
  ordered: { colour: '--ok', dash: null },
  unordered: { colour: '--accent', dash: '10 2' },
  'http-echo': { colour: '--orange', dash: '6 3' },
  'socket-echo': { colour: '--accent', dash: null },
};
const COLOURS = ['--hairline', '--ink', '--violet', '--warn', '--orange', '--ok', '--accent'];

export class LadderView {
  #rows = new Map();
  #curves = [];
  #timer = 0;
  #draws = 0;
  #tallies = null;
  #colours = { version: 0 };
  #seen = true;

  /** `heading`: which element the titles of the two ladders are. */
  constructor({ heading = 'h2', curves = true } = {}) {
    this.finding = h('p', { class: 'ladder-finding', 'data-ladder': 'finding' }, text.finding.none);
    const groups = ['person', 'server'].map((to) => this.#group(to, heading, curves));
    this.element = h('div', { class: 'ladders' }, this.finding, groups);
    // Nothing is drawn that nobody sees: a panel that is closed, a page that was left.
    new IntersectionObserver((entries) => { this.#seen = entries.some(({ isIntersecting }) => isIntersecting); }).observe(this.element);
    this.#timer = setInterval(() => this.#draw(), DRAW_EVERY_MILLIS);
  }

  /** From now on, these. */
  show(tallies) {
    this.#tallies = tallies;
    this.#draws = 0;
  }

  close() {
    clearInterval(this.#timer);
  }

  #group(to, heading, curves) {
    const ways = WAYS.filter((way) => way.to === to).map((way) => ({ ...way, ...LOOKS[way.id] }));
    const id = `ladder-${to}`;
    const rows = ways.map((way) => this.#row(way));
    const table = h('table', { class: 'ladder', 'aria-labelledby': id },
      h('thead', {}, h('tr', {}, ['way', 'plot', 'p50', 'p99', 'n', 'lost'].map((column) => h('th', { scope: 'col', class: `ladder-${column}` }, column === 'plot' ? [h('span', { class: 'for-readers' }, text.column.plot), h('span', { class: 'ladder-ticks', 'aria-hidden': 'true' }, text.ticks.map((tick) => h('span', {}, tick)))] : text.column[column])))),
      h('tbody', {}, rows));
    const parts = [h(heading, { id }, text.page[to]), table];
    if (curves) {
      const curve = new Curve(ways);
      this.#curves.push(curve);
      parts.push(h('figure', { class: 'ladder-curve' }, h('figcaption', { class: 'small' }, text.curve.title), curve.element,
        h('ul', { class: 'curve-key small' }, ways.map(({ id: way, colour }) => h('li', { 'data-colour': colour }, text.way[way])))));
    }
    return h('section', { class: 'ladder-group', 'data-to': to }, parts);
  }

  #row({ id, colour }) {
    const strip = new Strip(colour);
    const cells = { p50: h('td', { class: 'ladder-p50' }), p99: h('td', { class: 'ladder-p99' }), n: h('td', { class: 'ladder-n' }), lost: h('td', { class: 'ladder-lost' }) };
    for (const [column, cell] of Object.entries(cells)) cell.dataset.label = text.column[column];
    this.#rows.set(id, { strip, cells });
    return h('tr', { 'data-way': id },
      h('th', { scope: 'row', class: 'ladder-way' }, h('span', { class: 'way-name' }, text.way[id]), h('span', { class: 'way-via small quiet' }, text.via[id])),
      h('td', { class: 'ladder-plot' }, strip.element), Object.values(cells));
  }

  #draw() {
    if (!this.#tallies || !this.#seen || document.hidden || !this.element.isConnected) return;
    this.#readColours();
    for (const [id, { strip, cells }] of this.#rows) {
      const tally = this.#tallies.get(id);
      strip.draw(tally, this.#colours);
      setText(cells.p50, tally.p50 === null ? text.value.none : text.value.time(tally.p50));
      setText(cells.p99, tally.p99 !== null ? text.value.time(tally.p99) : tally.n > 0 ? text.value.early(tally.n, FEWEST_FOR_P99) : text.value.none);
      setText(cells.n, String(tally.n));
      setText(cells.lost, String(tally.lost));
    }
    if (this.#draws % CURVE_EVERY === 0) {
      for (const curve of this.#curves) curve.draw(this.#tallies);
      setText(this.finding, findingOf(this.#tallies));
    }
    this.#draws += 1;
  }

  /** The theme may have changed. */
  #readColours() {
    const style = getComputedStyle(this.finding);
    const read = Object.fromEntries(COLOURS.map((name) => [name, colourOf(style, name)]));
    if (JSON.stringify(read) === this.#colours.read) return;
    this.#colours = { ...read, read: JSON.stringify(read), version: this.#colours.version + 1 };
  }
}

/** light-dark() is text until it is used: a canvas wants the colour itself. */
function colourOf(style, name) {
  const value = style.getPropertyValue(name).trim();
  const both = /^light-dark\(([^,]+),([^)]+)\)$/.exec(value);
  if (!both) return value;
  const dark = document.documentElement.dataset.theme === 'dark' || (document.documentElement.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  return (dark ? both[2] : both[1]).trim();
}

/** The ladder in a sentence. */
export function findingOf(tallies) {
  const steps = WAYS.filter(({ to, id }) => to === 'person' && tallies.get(id).n >= 5).map(({ id }) => ({ id, way: id, p50: tallies.get(id).p50 }));
  if (steps.length === 0) return text.finding.none;
  const sentence = text.finding.ladder(steps.toSorted((a, b) => b.p50 - a.p50));
  const socket = steps.find(({ id }) => id === 'websocket');
  const direct = steps.find(({ id }) => id === 'ordered');
  if (!socket || !direct || direct.p50 <= 0 || socket.p50 < direct.p50) return sentence;
  return `${sentence} ${text.finding.times(socket.p50 / direct.p50)}`;
}
