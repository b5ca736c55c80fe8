/** One chart by uPlot, with what it lacks: a table, keys for the cursor, words for those who do not see it. */

import { own } from '../../shared/own.js';
import { h, setText } from '../../shared/dom.js';
import { words } from './parts.js';

const HEIGHT = 190;
const SPEAK_MILLIS = 500;
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [4, 4]];
const COLOURS = ['--accent', '--orange', '--ok', '--violet', '--warn', '--bad'];
const TABLE_ROWS = 300;
const numbers = words.numbers;
let loading = null;

/** The drawing program comes with the first chart that is seen. It is no module: it leaves its name on the window. */
function uPlot() {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(h('link', { rel: 'stylesheet', href: '/call/vendor/uplot/uPlot.min.css' }));
    document.head.append(h('script', { src: '/call/vendor/uplot/uPlot.iife.min.js', onload: () => resolve(window.uPlot), onerror: () => reject(new Error('no uPlot')) }));
  });
  return loading;
}

export class Chart {
  #cursor;
  #data = { seconds: [], lines: [] };
  #plot = null;
  #shape = '';
  #seen = false;
  #table = false;
  #start = 0;
  #rules = [];
  #speaking = 0;

  constructor(key, cursor) {
    this.key = key;
    this.#cursor = cursor;
    const title = numbers.charts[key];
    this.legend = h('ul', { class: 'legend small' });
    this.empty = h('p', { class: 'quiet small' }, numbers.nothing);
    this.canvas = h('div', { class: 'chart-canvas', tabindex: '0', role: 'application', 'aria-roledescription': numbers.chart, 'aria-label': numbers.chartHelp(title), onkeydown: (event) => this.#key(event) });
    this.spoken = h('p', { class: 'for-readers', 'aria-live': 'polite' });
    this.tableFrame = h('div', { class: 'table-frame chart-table', tabindex: '0', role: 'group', 'aria-label': title, hidden: true });
    this.button = h('button', { type: 'button', class: 'plain small', onclick: () => this.#toggle() }, numbers.asTable);
    this.element = h('figure', { class: 'chart', 'data-chart': key }, h('figcaption', { class: 'chart-head' }, h('h2', {}, title), this.button), this.legend, this.empty, this.canvas, this.tableFrame, this.spoken);
    new IntersectionObserver((entries) => {
      this.#seen = entries.some(({ isIntersecting }) => isIntersecting);
      if (this.#seen) this.#draw().catch(() => this.#fail());
    }).observe(this.element);
    new ResizeObserver(() => this.#plot?.setSize({ width: Math.max(200, this.canvas.clientWidth), height: HEIGHT })).observe(this.canvas);
    cursor.addEventListener('move', () => this.#follow());
  }

  /** `rules` are the milestones, in seconds. */
  show(data, rules, start) {
    this.#data = data;
    this.#rules = rules;
    this.#start = start;
    const nothing = data.lines.length === 0;
    this.empty.hidden = !nothing;
    setText(this.empty, data.seconds.length > 2 ? numbers.missing : numbers.nothing);
    this.canvas.hidden = nothing || this.#table;
    this.button.hidden = nothing;
    this.#legend(data.seconds.length - 1);
    if (this.#table) this.#fill();
    if (this.#seen) this.#draw().catch(() => this.#fail());
  }

  async #draw() {
    const { seconds, lines } = this.#data;
    if (lines.length === 0 || this.#table || this.element.closest('[hidden]')) return;
    const Plot = await uPlot();
    const data = [seconds, ...lines.map(({ values }) => values)];
    const shape = JSON.stringify([lines.map(({ id, what }) => [id, what]), colour('--ink2')]);
    if (this.#plot && shape === this.#shape) {
      this.#plot.setData(data);
      return;
    }
    this.#shape = shape;
    this.#plot?.destroy();
    this.#plot = new Plot(this.#options(lines), data, this.canvas);
  }

  #options(lines) {
    const axis = { stroke: colour('--ink2'), grid: { stroke: colour('--hairline'), width: 1 }, ticks: { stroke: colour('--hairline') }, font: '12px system-ui' };
    const percent = lines.some(({ scale }) => scale === 'percent');
    return {
      width: Math.max(200, this.canvas.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { time: false }, y: { range: fromZero }, percent: { range: (plot, low, high) => [0, Math.max(1, high ?? 1)] }, count: { range: fromZero } },
      axes: [{ ...axis, size: 30 }, { ...axis, size: 52, scale: 'y' }, ...(percent ? [{ ...axis, side: 1, size: 40, scale: 'percent', grid: { show: false } }] : [])],
      series: [{}, ...lines.map((line, i) => ({ label: nameOf(line), scale: line.scale ?? 'y', stroke: colour(COLOURS[i % COLOURS.length]), width: 2, dash: DASHES[i % DASHES.length], spanGaps: false, points: { show: false } }))],
      hooks: { draw: [(plot) => this.#drawRules(plot)], setCursor: [(plot) => this.#pointed(plot)] },
    };
  }

  #drawRules(plot) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour('--line');
    ctx.setLineDash([2, 4]);
    ctx.lineWidth = 1;
    for (const seconds of this.#rules) {
      const x = Math.round(plot.valToPos(seconds, 'x', true)) + 0.5;
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  #pointed(plot) {
    const { idx, event } = plot.cursor;
    if (idx === null || idx === undefined) {
      this.#legend(this.#data.seconds.length - 1);
      return;
    }
    this.#legend(idx);
    if (event) this.#cursor.move(this.#start + this.#data.seconds[idx] * 1000);
  }

  /** Another view moved the cursor. */
  #follow() {
    const index = this.#indexOf(this.#cursor.t);
    if (index < 0) return;
    this.#legend(index);
    if (this.#plot && this.#seen) this.#plot.setCursor({ left: this.#plot.valToPos(this.#data.seconds[index], 'x'), top: 10 }, false);
  }

  #indexOf(t) {
    const { seconds } = this.#data;
    if (t === null || seconds.length === 0) return -1;
    const wanted = (t - this.#start) / 1000;
    let best = 0;
    for (let i = 1; i < seconds.length; i += 1) if (Math.abs(seconds[i] - wanted) < Math.abs(seconds[best] - wanted)) best = i;
    return best;
  }

  #key(event) {
    const { seconds } = this.#data;
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || seconds.length === 0) return;
    event.preventDefault();
    const from = this.#cursor.t === null ? seconds.length - 1 : this.#indexOf(this.#cursor.t);
    const index = Math.min(seconds.length - 1, Math.max(0, from + step));
    this.#cursor.move(this.#start + seconds[index] * 1000);
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => setText(this.spoken, numbers.spoken(seconds[index].toFixed(0), this.#data.lines.map((line) => `${nameOf(line)} ${say(line.values[index])}`))), SPEAK_MILLIS);
  }

  #legend(index) {
    const { lines } = this.#data;
    this.legend.replaceChildren(...lines.map((line, i) => {
      const sample = h('span', { class: 'sample', 'aria-hidden': 'true' });
      sample.style.borderColor = `var(${COLOURS[i % COLOURS.length]})`;
      sample.dataset.dash = String(i % DASHES.length);
      return h('li', {}, sample, h('span', {}, nameOf(line)), h('strong', { class: 'numbers' }, say(line.values[index])));
    }));
  }

  #toggle() {
    this.#table = !this.#table;
    setText(this.button, this.#table ? numbers.asChart : numbers.asTable);
    this.tableFrame.hidden = !this.#table;
    this.canvas.hidden = this.#table;
    if (this.#table) this.#fill();
    else this.#draw().catch(() => this.#fail());
  }

  #fill() {
    const { seconds, lines } = this.#data;
    const first = Math.max(0, seconds.length - TABLE_ROWS / Math.max(1, lines.length));
    this.tableFrame.replaceChildren(h('table', {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, numbers.seconds), lines.map((line) => h('th', { scope: 'col' }, nameOf(line))))),
      h('tbody', {}, seconds.slice(first).map((second, i) => h('tr', {}, h('th', { scope: 'row', class: 'numbers' }, second.toFixed(0)), lines.map((line) => h('td', { class: 'numbers' }, say(line.values[Math.floor(first) + i]))))))));
  }

  #fail() {
    setText(this.empty, numbers.failed);
    this.empty.hidden = false;
  }
}

function nameOf({ what, kind, mid }) {
  const track = `${own(numbers.kinds, kind) ?? ''}${mid !== null && mid !== undefined ? ` ${mid}` : ''}`.trim();
  return numbers.lines[what](track).trim();
}

function say(value) {
  if (value === null || value === undefined) return numbers.none;
  return numbers.figure(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10);
}

function fromZero(plot, low, high) {
  return [0, high > 0 ? high * 1.1 : 1];
}

let probe = null;

/** A custom property keeps `light-dark()` as text: a real property tells which of the two counts. */
function colour(token) {
  if (!probe) {
    probe = h('span', { hidden: true });
    document.body.append(probe);
  }
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}
