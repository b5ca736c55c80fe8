/** The way of one row drawn: device, network, server, the request above and the answer below, a cross where it broke. */

import { text } from '../text/check.js';
import { setText } from '../shared/dom.js';
import { s } from '../shared/svg.js';

const WIDTH = 384;
const BOXES = [{ x: 6, key: 'device' }, { x: 138, key: 'network' }, { x: 270, key: 'server' }];
const BOX = { width: 108, height: 56, y: 44 };
const LANE = { out: 32, back: 112 };

export class PathView {
  constructor() {
    this.element = s('svg', { viewBox: `0 0 ${WIDTH} 148`, class: 'path', role: 'img' });
    this.caption = document.createElement('p');
    this.caption.className = 'small';
    this.show({ verdict: { state: 'running', reason: 'running' } });
  }

  /** How far the request came and the answer went: 0 device, 1 network, 2 server. */
  static reach({ state, reason }) {
    if (state === 'ok') return { out: 2, back: 2, breakAt: null };
    if (['way-out', 'refused'].includes(reason)) return { out: 1, back: 0, breakAt: 'network-out' };
    if (reason === 'way-back') return { out: 2, back: 1, breakAt: 'network-back' };
    if (['silent-alone', 'unknown-name', 'fault'].includes(reason)) return { out: 1, back: 0, breakAt: 'network-out' };
    if (state === 'bad') return { out: 2, back: 2, breakAt: 'server' };
    return { out: 0, back: 0, breakAt: null };
  }

  show({ verdict }) {
    const shown = `${verdict.state} ${verdict.reason}`;
    if (this.shown === shown) return;
    this.shown = shown;
    const { out, back, breakAt } = PathView.reach(verdict);
    const bad = verdict.state === 'bad';
    const words = verdict.state === 'ok' ? 'ok' : bad ? (['way-out', 'refused', 'silent-alone', 'unknown-name', 'fault'].includes(verdict.reason) ? 'way-out' : verdict.reason === 'way-back' ? 'way-back' : 'other') : 'running';
    this.element.setAttribute('aria-label', text.path.describe[words]);
    setText(this.caption, text.path.describe[words]);
    const centre = BOX.width / 2;
    const parts = BOXES.map(({ x, key }) => s('g', {},
      s('rect', { x, y: BOX.y, width: BOX.width, height: BOX.height, rx: 8, class: breakAt?.startsWith(key) ? 'path-box path-broken' : 'path-box' }),
      s('text', { x: x + centre, y: BOX.y + BOX.height / 2, class: 'path-word' }, text.path[key])));
    const arrow = (lane, from, to, reached, label) => {
      const y = LANE[lane];
      const points = [BOXES[from].x + centre, y, BOXES[to].x + centre, y];
      const classes = `path-arrow ${reached ? '' : 'path-faint'}`;
      return s('g', { class: classes }, s('path', { d: `M${points[0]} ${y}H${points[2]}` }), s('path', { d: to > from ? `M${points[2] - 7} ${y - 5}l7 5l-7 5` : `M${points[2] + 7} ${y - 5}l-7 5l7 5` }), label ? s('text', { x: (BOXES[from].x + BOXES[1].x) / 2 + centre, y: lane === 'out' ? y - 10 : y + 22, class: 'path-label' }, label) : null);
    };
    parts.push(arrow('out', 0, 2, false, text.path.out), arrow('back', 2, 0, false, text.path.back));
    if (out > 0) parts.push(arrow('out', 0, out, true));
    if (back > 0) parts.push(arrow('back', 2, 2 - back, true));
    if (breakAt) {
      const [box, lane] = breakAt.split('-');
      const x = BOXES.find(({ key }) => key === box).x + centre;
      const y = lane ? LANE[lane] : LANE.out;
      parts.push(s('g', { class: 'path-cross' }, s('circle', { cx: x, cy: y, r: 11 }), s('path', { d: `M${x - 5} ${y - 5}l10 10m0 -10l-10 10` })));
    }
    this.element.replaceChildren(...parts);
  }
}
