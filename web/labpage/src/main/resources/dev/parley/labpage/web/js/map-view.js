/**
 * The map: what stands still as elements with names, what moves as drawings on top. Motion comes from the log (see
 * flights.js); above a few hundred packets a canvas takes over from the drawings.
 */

import { h, setAttribute, setText } from '../../call/js/shared/dom.js';
import { cloudPath, glyph, svgElement } from './glyphs.js';
import { CORE, layoutOf } from './layout.js';
import { kindOfAddress, split } from './forms.js';
import { LETTERS, kindOf } from './kinds.js';
import { PacketCanvas } from './packet-canvas.js';
import { text } from './messages.en.js';

const MOST_DRAWN = 150;
const MOST_LABELED = 3;
const NOTES_BACK = 40;
const CROWD = 8;
const CORNER = 24;
const LABEL_ROOM = { x: 215, y: 62 };
const LETTER_PIXELS = 8.5;
const WORD_PIXELS = 42;
const words = text.map;

export class MapView {
  #lab;
  #places = null;
  #run = null;
  #nodes = new Map();
  #marks = new Map();
  #crosses = new Map();
  #shape = '';
  #said = '';
  #bubbles = [];

  constructor(lab) {
    this.#lab = lab;
    this.ground = svgElement('svg', { class: 'map-ground', 'aria-hidden': 'true' });
    this.things = h('div', { class: 'map-things' });
    this.moving = svgElement('svg', { class: 'map-moving', 'aria-hidden': 'true' });
    this.canvas = new PacketCanvas();
    this.count = h('p', { class: 'map-count small quiet numbers' });
    this.element = h('div', { class: 'map', role: 'group', 'aria-label': words.title }, this.ground, this.things, this.canvas.element, this.moving, this.count);
    this.moving.addEventListener('click', (event) => {
      const id = Number(event.target.closest?.('[data-packet]')?.dataset.packet);
      if (id) lab.select({ kind: 'packet', packet: id });
    });
    new ResizeObserver(() => this.#place()).observe(this.element);
  }

  load(run) {
    this.#run = run;
    this.#said = '';
    this.things.replaceChildren();
    this.#nodes.clear();
    for (const map of [this.#marks, this.#crosses]) {
      for (const { element } of map.values()) element.remove();
      map.clear();
    }
    this.#place();
  }

  #place() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!this.#run || width < 40 || height < 40) return;
    this.#places = layoutOf(this.#run.topology, { width, height });
    for (const svg of [this.ground, this.moving]) setAttribute(svg, 'viewBox', `0 0 ${width} ${height}`);
    this.canvas.resize(width, height);
    this.#drawGround();
    this.#said = '';
    const shape = `${this.#places.upright}`;
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.things.replaceChildren();
      this.#nodes.clear();
    }
    for (const [name, place] of Object.entries(this.#places.nodes)) {
      const element = this.#nodes.get(name) ?? this.#makeNode(name, place);
      setAttribute(element, 'data-beside', place.beside ?? null);
      element.style.insetInlineStart = `${place.x.toFixed(1)}px`;
      element.style.insetBlockStart = `${place.y.toFixed(1)}px`;
    }
    this.update();
  }

  #drawGround() {
    const { zones, links, nodes } = this.#places;
    const core = nodes[CORE];
    const parts = zones.map((zone) => {
      const kind = kindOfAddress(zone.label);
      const { end } = zone;
      return svgElement('g', { class: `zone zone-${kind}` },
        svgElement('rect', { x: zone.x, y: zone.y, width: zone.width, height: zone.height, rx: 14 }),
        Object.assign(svgElement('text', { x: end ? zone.x + zone.width - 12 : zone.x + 12, y: zone.below ? zone.y + zone.height - 9 : zone.y + 19, 'text-anchor': end ? 'end' : 'start' }), { textContent: `${words.zone[kind]} ${zone.label}` }));
    });
    const lines = links.map(({ a, b }) => svgElement('line', { class: 'wire', 'data-link': `${a} ${b}`, x1: nodes[a].x, y1: nodes[a].y, x2: nodes[b].x, y2: nodes[b].y }));
    const size = this.#places.upright ? [150, 92] : [136, 96];
    this.ground.replaceChildren(...parts, ...lines, svgElement('path', { class: 'cloud', d: cloudPath(core.x, core.y, ...size) }));
  }

  #makeNode(name, place) {
    const addresses = this.#run.node.get(name)?.addresses ?? [];
    const address = place.kind === 'core' ? null : place.address ?? addresses[0];
    const kind = words.kinds[place.glyph] ?? words.kinds[place.kind];
    const element = h('button', {
      type: 'button', class: `node node-${place.kind}`, 'data-node': name, 'aria-label': words.node(place.kind === 'core' ? words.internet : name, kind, address),
      onclick: () => this.#lab.select({ kind: 'node', node: name }),
    },
    place.kind === 'core' ? null : h('span', { class: 'node-disc' }, glyph(place.glyph)),
    h('span', { class: 'node-name' }, place.kind === 'core' ? words.internet : name),
    address ? h('span', { class: `node-address mono address-${kindOfAddress(address)}` }, place.short ? address.slice(address.lastIndexOf('.')) : address) : null);
    this.#nodes.set(name, element);
    this.things.append(element);
    return element;
  }

  /** Draws the moment. */
  update() {
    const { flights, player, world, selected, reducedMotion } = this.#lab;
    if (!this.#places || !flights) return;
    const { position } = player;
    const marks = flights.at(position, world).map((mark) => this.#locate(mark, reducedMotion));
    const many = marks.length > MOST_DRAWN;
    const crosses = flights.crosses(position, world.count);
    this.canvas.draw(many ? marks : [], (mark) => this.#kind(mark.id));
    this.#draw(many ? marks.filter((mark) => this.#isSelected(mark)) : marks, many || crosses.length > 0);
    this.#drawCrosses(crosses);
    const flying = marks.filter((mark) => mark.to !== null).length;
    setText(this.count, flying > 1 ? words.inFlight(flying) : '');
    const here = player.count > 0 ? this.#run.events[player.count - 1].node : null;
    for (const [name, element] of this.#nodes) {
      setAttribute(element, 'data-chosen', selected?.kind !== 'packet' && selected?.node === name);
      setAttribute(element, 'data-active', !player.isPlaying && name === here);
    }
    this.#drawBubbles();
    const drawn = [...this.#marks.keys()];
    if (!many && drawn.length > 1) this.#fanOut();
  }

  #locate(mark, jump) {
    const { nodes } = this.#places;
    const from = nodes[mark.node] ?? nodes[CORE];
    const to = mark.to === null ? from : nodes[mark.to] ?? from;
    const share = jump && mark.share < 1 ? 0 : mark.share;
    // What stands somewhere is drawn at its corner, or it would hide the thing.
    const corner = share === 0 ? CORNER : 0;
    return { ...mark, x: from.x + (to.x - from.x) * share + corner, y: from.y + (to.y - from.y) * share - corner };
  }

  #kind(id) {
    const packet = this.#run.packet(id);
    return packet ? kindOf(packet) : 'data';
  }

  #isSelected(mark) {
    const { selected } = this.#lab;
    return selected?.kind === 'packet' && selected.packet === mark.id;
  }

  #draw(marks, onlySelected) {
    const labeled = this.#labeled(marks, onlySelected);
    const seen = new Set();
    for (const mark of marks) {
      seen.add(mark.id);
      const parts = this.#marks.get(mark.id) ?? this.#makeMark(mark);
      parts.mark = mark;
      const label = labeled.includes(mark);
      parts.element.setAttribute('transform', `translate(${mark.x.toFixed(1)} ${mark.y.toFixed(1)})`);
      setAttribute(parts.element, 'class', `packet packet-${this.#kind(mark.id)}${this.#isSelected(mark) ? ' is-chosen' : ''}${label ? ' has-label' : ''}`);
      if (label) this.#label(parts, mark);
    }
    for (const [id, { element }] of this.#marks) {
      if (seen.has(id)) continue;
      element.remove();
      this.#marks.delete(id);
    }
  }

  /** Few packets tell all their addresses, where they hide no others; of many only the one that matters does. */
  #labeled(marks, onlySelected) {
    const chosen = marks.filter((mark) => this.#isSelected(mark));
    if (onlySelected || chosen.length > 0) return chosen;
    if (marks.length > MOST_LABELED) return [];
    const first = (mark) => (mark.id === this.#lab.chosenPacket ? -1 : 0);
    const free = [];
    for (const mark of marks.toSorted((a, b) => first(a) - first(b) || b.since - a.since)) {
      if (free.every((other) => Math.abs(other.x - mark.x) > LABEL_ROOM.x || Math.abs(other.y - mark.y) > LABEL_ROOM.y)) free.push(mark);
    }
    return this.#places.upright ? free.slice(0, 1) : free;
  }

  #makeMark(mark) {
    const kind = this.#kind(mark.id);
    const label = svgElement('g', { class: 'packet-label' });
    const element = svgElement('g', { 'data-packet': mark.id },
      svgElement('circle', { class: 'packet-ring', r: 19 }),
      svgElement('rect', { class: 'packet-body', x: -15, y: -11, width: 30, height: 22, rx: 5 }),
      svgElement('path', { class: 'packet-flap', d: 'M-14 -9 0 2 14 -9' }),
      Object.assign(svgElement('text', { class: 'packet-letter', x: 0, y: 9, 'text-anchor': 'middle' }), { textContent: LETTERS[kind] }),
      label);
    const parts = { element, label, shown: '' };
    this.#marks.set(mark.id, parts);
    this.moving.append(element);
    return parts;
  }

  /** The two addresses of a packet above it; the part that was changed last is marked. */
  #label(parts, mark) {
    const changed = this.#lab.freshChanges(mark.id);
    const { clientWidth: width } = this.element;
    const half = (Math.max(mark.source.length, mark.destination.length) * LETTER_PIXELS + WORD_PIXELS + 16) / 2;
    const shift = Math.max(half + 6 - mark.x, Math.min(0, width - half - 6 - mark.x));
    const below = mark.y < 74;
    const shown = `${mark.source}|${mark.destination}|${changed}`;
    parts.label.setAttribute('transform', `translate(${shift.toFixed(1)} ${below ? 36 : -45})`);
    if (shown === parts.shown) return;
    parts.shown = shown;
    const line = (y, word, endpoint, ip, port) => {
      const [address, number] = split(endpoint);
      const group = svgElement('text', { x: -half + 8, y });
      const part = (value, marked, kind) => Object.assign(svgElement('tspan', { class: `${kind ? `address-${kind}` : ''}${marked ? ' is-changed' : ''}` }), { textContent: value });
      group.append(Object.assign(svgElement('tspan', { class: 'packet-word' }), { textContent: `${word} ` }), part(address, changed.includes(ip), kindOfAddress(address)), ...(number ? [part(`:${number}`, changed.includes(port))] : []));
      return group;
    };
    parts.label.replaceChildren(
      svgElement('rect', { class: 'packet-card', x: -half, y: -20, width: 2 * half, height: 42, rx: 7 }),
      line(-3, words.from, mark.source, 'source', 'sourcePort'),
      line(15, words.to, mark.destination, 'destination', 'destinationPort'));
  }

  /** Packets at one place stand side by side. */
  #fanOut() {
    const groups = new Map();
    for (const parts of this.#marks.values()) {
      const key = `${Math.round(parts.mark.x / 16)} ${Math.round(parts.mark.y / 12)}`;
      const group = groups.get(key);
      if (group) group.push(parts);
      else groups.set(key, [parts]);
    }
    for (const group of groups.values()) {
      if (group.length < 2) continue;
      group.forEach((parts, i) => {
        const shift = (i - (group.length - 1) / 2) * Math.min(26, 120 / group.length);
        parts.element.setAttribute('transform', `translate(${parts.mark.x.toFixed(1)} ${(parts.mark.y + shift).toFixed(1)})`);
      });
    }
  }

  #drawCrosses(crosses) {
    const seen = new Set();
    const { nodes } = this.#places;
    for (const { index, event, age, link } of crosses) {
      seen.add(index);
      const from = nodes[link?.node ?? event.node] ?? nodes[CORE];
      const to = link ? nodes[link.to] ?? from : from;
      const x = (from.x + to.x) / 2;
      const y = (from.y + to.y) / 2;
      const parts = this.#crosses.get(index) ?? this.#makeCross(index, event, x);
      parts.element.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      parts.element.style.opacity = String(Math.min(1, 2.4 * (1 - age) + (this.#lab.player.isPlaying ? 0 : 1)));
    }
    for (const [index, { element }] of this.#crosses) {
      if (seen.has(index)) continue;
      element.remove();
      this.#crosses.delete(index);
    }
  }

  /** What was said a moment ago, at whoever said it; the last words of each. */
  #drawBubbles() {
    const { player, flights } = this.#lab;
    const said = new Map();
    const room = this.#nodes.size > CROWD ? 0 : this.#marks.size > 1 ? 1 : 2; // elsewhere they would hide too much
    for (let i = player.count - 1; i >= 0 && i > player.count - NOTES_BACK && said.size < room; i -= 1) {
      const event = this.#run.events[i];
      if (event.type === 'Noted' && !said.has(event.node) && (flights.isFresh(i, player.position) || i === player.count - 1)) said.set(event.node, event);
    }
    const shown = [...said.values()].map(({ node, words }) => `${node} ${words}`).join('|');
    if (shown === this.#said) return;
    this.#said = shown;
    for (const bubble of this.#bubbles) bubble.remove();
    this.#bubbles = [...said.values()].map((event) => this.#makeBubble(event));
  }

  #makeBubble({ node, words }) {
    const { x, y } = this.#places.nodes[node] ?? this.#places.nodes[CORE];
    const bubble = h('p', { class: 'bubble', 'aria-hidden': 'true' }, words); // the caption says it to all
    this.element.append(bubble);
    const { clientWidth, clientHeight } = this.element;
    const { offsetWidth, offsetHeight } = bubble;
    const above = y - 36 - offsetHeight;
    bubble.style.insetInlineStart = `${Math.max(6, Math.min(clientWidth - offsetWidth - 6, x - offsetWidth / 2)).toFixed(1)}px`;
    bubble.style.insetBlockStart = `${(above >= 4 ? above : Math.min(clientHeight - offsetHeight - 4, y + 34)).toFixed(1)}px`;
    return bubble;
  }

  #makeCross(index, event, x) {
    const reason = text.reasons[event.reason]?.short ?? event.reason;
    const half = reason.length * 3.9 + 12;
    const shift = Math.max(half + 6 - x, Math.min(0, this.element.clientWidth - half - 6 - x));
    const element = svgElement('g', { class: 'cross', 'data-packet': event.packet },
      svgElement('circle', { r: 15 }),
      svgElement('path', { d: 'M-7 -7 7 7M7 -7-7 7' }),
      svgElement('g', { transform: `translate(${shift.toFixed(1)} 33)` },
        svgElement('rect', { x: -half, y: -15, width: 2 * half, height: 24, rx: 6 }),
        Object.assign(svgElement('text', { y: 2, 'text-anchor': 'middle' }), { textContent: reason })));
    const parts = { element };
    this.#crosses.set(index, parts);
    this.moving.append(element);
    return parts;
  }
}
