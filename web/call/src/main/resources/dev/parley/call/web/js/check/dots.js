/** The dot plot of the carry test: one dot for each packet, a cross on the base line for each that was lost. */

import { text } from '../text/check.js';
import { s } from '../shared/svg.js';

const WIDTH = 480;
const HEIGHT = 150;
const LEFT = 40;
const BOTTOM = 24;
const TOP = 10;

export function dots({ packets }, { lost, sent }) {
  const back = packets.filter((millis) => millis !== null);
  const top = niceTop(Math.max(1, ...back));
  const x = (index) => LEFT + 8 + (index * (WIDTH - LEFT - 16)) / Math.max(1, packets.length - 1);
  const y = (millis) => HEIGHT - BOTTOM - (millis / top) * (HEIGHT - BOTTOM - TOP);
  const rules = [0, top / 2, top].map((value) => s('g', {},
    s('line', { x1: LEFT, x2: WIDTH, y1: y(value), y2: y(value), class: 'plot-rule' }),
    s('text', { x: LEFT - 6, y: y(value) + 5, class: 'plot-number', 'text-anchor': 'end' }, String(value))));
  const marks = packets.map((millis, index) => millis === null
    ? s('path', { d: `M${x(index) - 4} ${y(0) - 4}l8 8m0 -8l-8 8`, class: 'plot-lost' })
    : s('circle', { cx: x(index), cy: y(millis), r: 3, class: 'plot-dot' }));
  const label = s('text', { x: WIDTH, y: HEIGHT - 4, class: 'plot-number', 'text-anchor': 'end' }, text.plot.x);
  return s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'plot', role: 'img', 'aria-label': `${text.plot.title}. ${text.plot.caption({ sent, lost })}` }, ...rules, ...marks, label);
}

/** 1, 2 or 5 times a power of ten, and even in its half. */
export function niceTop(most) {
  for (let unit = 2; ; unit *= 10) for (const step of [1, 2, 5]) if (unit * step >= most) return unit * step;
}
