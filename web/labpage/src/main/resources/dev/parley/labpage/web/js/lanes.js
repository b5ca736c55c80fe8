/** The run at one glance: a line for each device, time to the right, a stroke for each packet from line to line. */

import { h } from '../../call/js/shared/dom.js';
import { colour, onTheme } from './colours.js';
import { COLOURS, kindOf } from './kinds.js';
import { moment, span, text } from './messages.en.js';

const LABEL_PIXELS = 110;

export class Lanes {
  #lab;
  #order = [];
  #lane = new Map();
  #size = { width: 0, height: 0 };
  #picture = '';

  constructor(lab) {
    this.#lab = lab;
    this.names = h('ul', { class: 'lane-names small', 'aria-hidden': 'true' });
    this.canvas = h('canvas', { class: 'lane-canvas', 'aria-hidden': 'true' });
    this.chosen = h('canvas', { class: 'lane-canvas', 'aria-hidden': 'true' });
    this.head = h('div', { class: 'lane-head', 'aria-hidden': 'true' });
    this.field = h('div', { class: 'lane-field', title: text.time.lanes }, this.canvas, this.chosen, this.head);
    this.element = h('div', { class: 'lanes' }, this.names, this.field);
    this.field.addEventListener('pointerdown', (event) => this.#grab(event));
    new ResizeObserver(() => this.#resize()).observe(this.field);
    onTheme(() => this.#paint(true));
  }

  load(run, nodes) {
    this.#order = nodes;
    this.#lane = new Map(nodes.map((name, i) => [name, i]));
    this.names.replaceChildren(...nodes.map((name) => h('li', { 'data-lane': name }, name)));
    this.element.style.setProperty('--lanes', String(nodes.length));
    this.#picture = '';
    this.#resize();
  }

  update() {
    const { player } = this.#lab;
    this.#paint(false);
    const x = this.#x(player.position);
    this.head.style.transform = `translateX(${x.toFixed(1)}px)`;
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.field;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(2, devicePixelRatio || 1);
    this.#size = { width, height };
    for (const canvas of [this.canvas, this.chosen]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.getContext('2d').setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    this.#paint(true);
  }

  #x(position) {
    const { width } = this.#size;
    return 6 + (position / this.#lab.player.story.length) * (width - 12);
  }

  #y(node) {
    const { height } = this.#size;
    const axis = 20;
    const step = (height - axis) / Math.max(1, this.#order.length);
    return axis + step * ((this.#lane.get(node) ?? 0) + 0.5);
  }

  #paint(anew) {
    const { run, player, selected, bookmarks } = this.#lab;
    if (!run || this.#size.width === 0) return;
    if (anew || this.#picture !== player.story) {
      this.#picture = player.story;
      this.#paintAll(run);
      anew = true;
    }
    const mark = `${selected?.kind === 'packet' ? selected.packet : ''} ${[...bookmarks].join()}`;
    if (!anew && mark === this.#mark) return;
    this.#mark = mark;
    this.#paintChosen(run);
  }

  #mark = '';

  #paintAll(run) {
    const { width, height } = this.#size;
    const context = this.canvas.getContext('2d');
    context.clearRect(0, 0, width, height);
    this.#paintAxis(context);
    context.strokeStyle = colour('--hairline');
    context.lineWidth = 1;
    for (const node of this.#order) {
      context.beginPath();
      context.moveTo(0, this.#y(node));
      context.lineTo(width, this.#y(node));
      context.stroke();
    }
    const dense = run.events.length > 4000;
    context.globalAlpha = dense ? 0.35 : 1;
    const strokes = new Map();
    run.events.forEach((event, index) => {
      if (event.type !== 'Departed') return;
      const kind = kindOf(run.packet(event.packet) ?? {});
      if (!strokes.has(kind)) strokes.set(kind, new Path2D());
      this.#stroke(strokes.get(kind), event, index);
    });
    context.lineWidth = dense ? 1 : 1.75;
    for (const [kind, path] of strokes) {
      context.strokeStyle = colour(COLOURS[kind]);
      context.stroke(path);
    }
    context.globalAlpha = 1;
    this.#paintDrops(context, run);
  }

  #stroke(path, event, index) {
    const { flights } = this.#lab;
    const [from, to] = flights.spanOf(index);
    path.moveTo(this.#x(from), this.#y(event.node));
    path.lineTo(this.#x(to), this.#y(event.to));
  }

  #paintAxis(context) {
    const { story } = this.#lab.player;
    const { width, height } = this.#size;
    context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    context.textBaseline = 'top';
    for (const gap of story.gaps) {
      const from = this.#x(gap.from);
      const to = this.#x(gap.to);
      context.fillStyle = colour('--surface2');
      context.fillRect(from, 0, to - from, height);
    }
    context.fillStyle = colour('--ink2');
    const labels = [];
    for (const gap of story.gaps) labels.push({ x: this.#x(gap.from) + 3, words: span(gap.nanos / 1e6), gap: true });
    const count = Math.max(1, Math.floor(width / LABEL_PIXELS));
    for (let i = 0; i < count; i += 1) labels.push({ x: this.#x((i / count) * story.length), words: moment(story.timeAt((i / count) * story.length)) });
    labels.sort((a, b) => Number(b.gap ?? false) - Number(a.gap ?? false) || a.x - b.x);
    const taken = [];
    for (const { x, words } of labels) {
      const end = x + context.measureText(words).width + 10;
      if (end > width || taken.some(([from, to]) => x < to && end > from)) continue;
      taken.push([x, end]);
      context.fillText(words, x, 3);
    }
  }

  #paintDrops(context, run) {
    context.strokeStyle = colour('--bad');
    context.lineWidth = 2;
    const { story } = this.#lab.player;
    const { flights } = this.#lab;
    run.events.forEach((event, index) => {
      if (event.type !== 'Dropped') return;
      const x = this.#x(story.starts[index]);
      const link = flights.lostOn(index);
      const y = link ? (this.#y(link.node) + this.#y(link.to)) / 2 : this.#y(event.node);
      context.beginPath();
      context.moveTo(x - 4, y - 4);
      context.lineTo(x + 4, y + 4);
      context.moveTo(x + 4, y - 4);
      context.lineTo(x - 4, y + 4);
      context.stroke();
    });
  }

  #paintChosen(run) {
    const { width, height } = this.#size;
    const { selected, bookmarks, player } = this.#lab;
    const context = this.chosen.getContext('2d');
    context.clearRect(0, 0, width, height);
    if (selected?.kind === 'packet') {
      const path = new Path2D();
      for (const index of run.eventsOf(selected.packet)) {
        const event = run.events[index];
        if (event.type === 'Departed') this.#stroke(path, event, index);
      }
      context.lineCap = 'round';
      context.strokeStyle = colour('--bg');
      context.lineWidth = 7;
      context.stroke(path);
      context.strokeStyle = colour('--ink');
      context.lineWidth = 3.5;
      context.stroke(path);
    }
    context.fillStyle = colour('--violet');
    for (const count of bookmarks) {
      const x = this.#x(player.story.positionOf(count));
      context.beginPath();
      context.moveTo(x - 5, 0);
      context.lineTo(x + 5, 0);
      context.lineTo(x + 5, 13);
      context.lineTo(x, 9);
      context.lineTo(x - 5, 13);
      context.fill();
    }
  }

  #grab(event) {
    const { player } = this.#lab;
    const move = (to) => {
      const x = to.clientX - this.field.getBoundingClientRect().left;
      player.seek(((x - 6) / (this.#size.width - 12)) * player.story.length);
    };
    player.pause();
    move(event);
    this.field.setPointerCapture(event.pointerId);
    this.field.addEventListener('pointermove', move);
    const done = () => {
      this.field.removeEventListener('pointermove', move);
      this.#lab.settle();
    };
    this.field.addEventListener('pointerup', done, { once: true });
    this.field.addEventListener('pointercancel', done, { once: true });
  }
}
