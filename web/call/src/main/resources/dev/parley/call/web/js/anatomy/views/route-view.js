/** The way from host to host as a drawing: across where there is room, downwards where there is little. */

import { h, svg } from '../../shared/dom.js';
import { isPublic } from '../model/mapping.js';
import { words } from './parts.js';

const GLYPHS = {
  host: 'M-15 -11h30v19h-30z M-5 14h10 M0 8v6',
  router: 'M-16 2h32v10h-32z M-9 2v-12 M9 2v-12 M-9 7h2 M-3 7h2',
  relay: 'M-13 -14h26v9h-26z M-13 -3h26v9h-26z M-13 8h26v9h-26z M-8 -9.500h1 M-8 1.500h1 M-8 12.500h1',
  internet: 'M-18 8a8 8 0 0 1 2 -15a11 11 0 0 1 20 -4a9 9 0 0 1 13 8a6 6 0 0 1 -1 11z',
  network: 'M-16 0h32 M-10 0v-8 M0 0v8 M10 0v-8 M-14 -14h8v6h-8z M-4 8h8v6h-8z M6 -14h8v6h-8z',
};

/** The drawing as a figure; the same in words for those who do not see it. */
export function routeFigure(route, { roundTripMillis = null } = {}) {
  const places = route.map((place) => ({ ...place, title: words.places[place.kind](place.side), where: whereOf(place) }));
  const spoken = words.routeOf(places.map(({ title, where }) => (where ? `${title} ${where}` : title)));
  return h('figure', { class: 'route', 'data-anatomy': 'route', 'data-places': route.map(({ kind }) => kind).join(' ') },
    across(places, spoken, roundTripMillis), down(places, spoken));
}

function across(places, spoken, roundTripMillis) {
  const step = 940 / (places.length - 1);
  const x = (i) => 90 + (i * (1120 - 180)) / (places.length - 1);
  const drawn = svg('svg', { class: 'route-across', viewBox: '0 0 1120 184', role: 'img', 'aria-label': spoken });
  for (let i = 0; i + 1 < places.length; i += 1) {
    drawn.append(svg('path', { class: 'route-line', d: `M${x(i) + 34} 66H${x(i + 1) - 34}` }));
    drawn.append(svg('path', { class: 'route-flow', d: `M${x(i) + 34} 66H${x(i + 1) - 34}` }));
  }
  places.forEach((place, i) => drawn.append(...placeAt(place, x(i), 66, Math.min(step, 220))));
  if (roundTripMillis !== null) drawn.append(label('route-time', 560, 16, words.thereAndBack(Math.max(1, Math.round(roundTripMillis)))));
  return drawn;
}

function placeAt({ kind, title, where, port, address, side }, x, y) {
  const parts = [
    svg('circle', { class: `route-spot route-${kind}`, cx: x, cy: y, r: 32 }),
    svg('path', { class: `route-glyph route-${kind}`, d: GLYPHS[kind], transform: `translate(${x} ${y})` }),
    label('route-title', x, y + 56, title),
  ];
  if (where) parts.push(label('route-address', x, y + 78, where.length > 25 ? `${where.slice(0, 24)}…` : where));
  if (address) parts.push(label('route-kind', x, y + 99, isPublic(address) ? words.publicAddress : words.privateAddress));
  return side === null && !where && port === null ? parts.slice(0, 3) : parts;
}

function down(places, spoken) {
  const row = 76;
  const drawn = svg('svg', { class: 'route-down', viewBox: `0 0 320 ${places.length * row}`, role: 'img', 'aria-label': spoken });
  places.forEach(({ kind, title, where, address }, i) => {
    const y = 34 + i * row;
    if (i + 1 < places.length) drawn.append(svg('path', { class: 'route-line', d: `M36 ${y + 28}V${y + row - 28}` }), svg('path', { class: 'route-flow', d: `M36 ${y + 28}V${y + row - 28}` }));
    drawn.append(
      svg('circle', { class: `route-spot route-${kind}`, cx: 36, cy: y, r: 27 }),
      svg('path', { class: `route-glyph route-${kind}`, d: GLYPHS[kind], transform: `translate(36 ${y}) scale(.85)` }),
      svg('text', { class: 'route-title', x: 78, y: where ? y - 3 : y + 6 }, document.createTextNode(title)),
    );
    if (where) drawn.append(svg('text', { class: 'route-address', x: 78, y: y + 18 }, document.createTextNode(address ? `${where} · ${isPublic(address) ? words.publicAddress : words.privateAddress}` : where)));
  });
  return drawn;
}

function label(kind, x, y, words_) {
  return svg('text', { class: kind, x, y, 'text-anchor': 'middle' }, document.createTextNode(words_));
}

function whereOf({ kind, address, port }) {
  if (kind === 'internet' || kind === 'network') return '';
  if (!address) return words.untold;
  if (address.endsWith('.local')) return words.hidden;
  return port ? `${address.includes(':') ? `[${address}]` : address}:${port}` : address;
}
