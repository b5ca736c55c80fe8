/** Packets as small squares on a canvas, for the times when there are too many for drawings. */

import { h } from '../../call/js/shared/dom.js';
import { colour } from './colours.js';
import { COLOURS, KINDS } from './kinds.js';


export class PacketCanvas {
  #drawn = 0;

  constructor() {
    this.element = h('canvas', { class: 'map-canvas', 'aria-hidden': 'true' });
    this.context = this.element.getContext('2d');
  }

  resize(width, height) {
    const ratio = Math.min(2, devicePixelRatio || 1);
    this.element.width = Math.round(width * ratio);
    this.element.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /** `marks` with `x` and `y`; `kindOf` tells the colour. */
  draw(marks, kindOf) {
    if (marks.length === 0 && this.#drawn === 0) return;
    this.#drawn = marks.length;
    const { context } = this;
    context.clearRect(0, 0, this.element.width, this.element.height);
    if (marks.length === 0) return;
    const byKind = Object.fromEntries(KINDS.map((kind) => [kind, []]));
    for (const mark of marks) byKind[kindOf(mark)].push(mark);
    for (const kind of KINDS) {
      context.fillStyle = colour(COLOURS[kind]);
      for (const { id, x, y } of byKind[kind]) {
        const scatter = ((id * 7919) % 23) - 11; // a stream is a band, not a line
        context.fillRect(x - 4, y - 3 + scatter, 8, 6);
      }
    }
  }
}
