/** The cumulative curves: share of messages that were back, over time on a logarithmic axis. */

import { text } from '../text/ladder.js';
import { s } from '../shared/svg.js';
import { place } from './strip.js';

const WIDTH = 640;
const HEIGHT = 260;
const LEFT = 76; // room for `100 %` in the larger letters of a phone
const BOTTOM = 32;
const TOP = 10;
const DECADES = [0.1, 1, 10, 100, 1000, 10_000];

export class Curve {
  #ways;
  #lines;

  /** `ways`: `[{id, colour, dash}]`. */
  constructor(ways) {
    this.#ways = ways;
    const x = (millis) => LEFT + place(millis) * (WIDTH - LEFT - 12);
    const y = (share) => HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    this.#lines = new Map(ways.map(({ id, colour, dash }) => [id, s('path', { class: 'curve-line', style: null, 'data-colour': colour, 'stroke-dasharray': dash })]));
    this.x = x;
    this.y = y;
    const rules = [
      ...DECADES.map((decade) => s('g', {}, s('line', { x1: x(decade), x2: x(decade), y1: y(0), y2: y(1), class: 'plot-rule' }), s('text', { x: x(decade), y: HEIGHT - 10, 'text-anchor': decade === DECADES.at(-1) ? 'end' : 'middle', class: 'plot-number' }, text.curve.tick(decade)))),
      ...[0, 0.5, 1].map((share) => s('g', {}, s('line', { x1: LEFT, x2: WIDTH - 12, y1: y(share), y2: y(share), class: 'plot-rule' }), s('text', { x: LEFT - 6, y: y(share) + 5, 'text-anchor': 'end', class: 'plot-number' }, `${share * 100} %`))),
    ];
    this.element = s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'curve', role: 'img', 'aria-label': text.curve.describe }, ...rules, ...this.#lines.values());
  }

  draw(tallies) {
    for (const { id } of this.#ways) {
      const points = tallies.get(id).curve();
      const line = points.map(([millis, share], index) => `${index === 0 ? `M${this.x(millis).toFixed(1)} ${this.y(0).toFixed(1)}L` : 'L'}${this.x(millis).toFixed(1)} ${this.y(share).toFixed(1)}`).join('');
      this.#lines.get(id).setAttribute('d', line);
    }
  }
}
