/** The panel of details: a packet, a table, and why. Beside the map, or a sheet on a phone. */

import { h, icon, setAttribute } from '../../call/js/shared/dom.js';
import { packetView } from './packet-view.js';
import { whyView } from './why-view.js';
import { TableView } from './tables-view.js';
import { behaviourOf } from './behaviour.js';
import { text } from './messages.en.js';

const TABS = ['packet', 'table', 'why'];
const WIDE = '(min-width: 1000px)';
const words = text.inspector;

export class Inspector {
  #lab;
  #wide = matchMedia(WIDE);
  #tabs = {};
  #shown = '';
  #table = null;
  #opener = null;

  constructor(lab) {
    this.#lab = lab;
    this.tab = 'packet';
    const list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': words.title, onkeydown: (event) => this.#arrows(event) });
    this.body = h('div', { role: 'tabpanel', id: 'inspector-body', class: 'inspector-body', tabindex: '0' });
    for (const name of TABS) {
      this.#tabs[name] = h('button', { type: 'button', role: 'tab', class: 'tab', id: `inspector-${name}`, 'aria-controls': 'inspector-body', onclick: () => this.show(name) }, words[name]);
      list.append(this.#tabs[name]);
    }
    this.element = h('dialog', { class: 'inspector', 'aria-label': words.title },
      h('div', { class: 'panel-head' }, list, h('button', { type: 'button', class: 'plain only-icon inspector-close', 'data-action': 'close-details', 'aria-label': words.close, onclick: () => this.element.close() }, icon('close'))),
      this.body);
    this.element.addEventListener('close', () => {
      if (document.activeElement === document.body && this.#opener?.isConnected) this.#opener.focus();
    });
    this.#wide.addEventListener('change', () => this.#relay());
    this.#relay();
    this.#mark();
  }

  load() {
    this.#shown = '';
    this.#table = null;
    this.update();
  }

  show(tab, { open = true } = {}) {
    this.tab = tab;
    this.#mark();
    this.update();
    if (open && !this.element.open) {
      this.#opener = document.activeElement;
      this.element.showModal();
    }
  }

  update() {
    const { run, selected, player } = this.#lab;
    if (!run || !this.element.open) return;
    const packet = this.#lab.chosenPacket;
    const node = this.#lab.chosenGateway;
    const shown = `${this.tab} ${this.tab === 'table' ? node : packet} ${this.tab === 'packet' ? player.count : ''} ${selected?.row ?? ''}`;
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#render(packet, node);
    }
    this.#table?.update();
  }

  #render(packet, node) {
    const scroll = this.body.scrollTop;
    const same = this.body.dataset.about === `${this.tab} ${this.tab === 'table' ? node : packet}`;
    const focus = this.body.contains(document.activeElement) && document.activeElement !== this.body
      ? [...this.body.querySelectorAll('button')].indexOf(document.activeElement) : -1;
    this.#table = null;
    this.body.replaceChildren(this.#content(packet, node));
    this.body.dataset.about = `${this.tab} ${this.tab === 'table' ? node : packet}`;
    this.body.scrollTop = same ? scroll : 0;
    if (focus >= 0) (this.body.querySelectorAll('button')[focus] ?? this.body).focus();
  }

  #content(packet, node) {
    if (this.tab === 'table') {
      if (!node) return h('p', { class: 'quiet' }, text.table.none);
      this.#table = new TableView(this.#lab, node, { full: true });
      return h('div', { class: 'stack', 'data-view': 'table' }, this.#gateways(node), this.#table.element, behaviourOf(this.#lab.run.topology, node));
    }
    if (!packet) return h('p', { class: 'quiet' }, this.tab === 'why' ? text.why.ask : text.packet.none);
    return this.tab === 'why' ? whyView(this.#lab, packet) : packetView(this.#lab, packet);
  }

  #gateways(node) {
    const { gateways } = this.#lab;
    if (gateways.length < 2) return null;
    return h('div', { class: 'segments', role: 'group', 'aria-label': text.views.tables }, gateways.map((name) => h('button', {
      type: 'button', class: 'segment', 'aria-pressed': name === node ? 'true' : 'false', onclick: () => this.#lab.select({ kind: 'node', node: name }),
    }, name)));
  }

  #mark() {
    for (const name of TABS) {
      setAttribute(this.#tabs[name], 'aria-selected', name === this.tab ? 'true' : 'false');
      setAttribute(this.#tabs[name], 'tabindex', name === this.tab ? '0' : '-1');
    }
    setAttribute(this.body, 'aria-labelledby', `inspector-${this.tab}`);
  }

  /** The page became wide or narrow: the panel stands always, or is a sheet. */
  #relay() {
    if (this.element.open) this.element.close();
    if (this.#wide.matches) this.element.setAttribute('open', '');
    this.#shown = '';
    this.update();
  }

  #arrows(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length];
    this.show(next);
    this.#tabs[next].focus();
  }
}
