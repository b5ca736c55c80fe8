/** The anatomy of a call: five ways to look at a recording, running or saved. In the call's panel and on its own page. */

import { text } from '../text/anatomy.js';
import { h, setAttribute } from '../shared/dom.js';
import { openSheet } from '../shared/sheets.js';
import { Cursor } from './cursor.js';
import { modelOf } from './model/model.js';
import { firstPeer } from './model/recording.js';
import { AddressesView } from './views/addresses-view.js';
import { DescriptionsView } from './views/descriptions-view.js';
import { LogView } from './views/log-view.js';
import { NumbersView } from './views/numbers-view.js';
import { SecurityView } from './views/security-view.js';
import { TimelineView } from './views/timeline-view.js';

const MAKERS = { timeline: TimelineView, descriptions: DescriptionsView, addresses: AddressesView, security: SecurityView, numbers: NumbersView, log: LogView };
const VIEWS = Object.keys(MAKERS);
const UPDATE_MILLIS = 900;
const NARROW = 720;
const words = text.anatomy;

export class Anatomy {
  #recordingOf;
  #fault;
  #views = new Map();
  #view = 'timeline';
  #peer = null;
  #peers = '';
  #updatedAt = -Infinity;
  #cursor = new Cursor();

  /** `recording()` gives the newest state or null; `fault(error)` hears what must not happen; `tools` stand beside the tabs. */
  constructor({ recording, fault, tools = [] }) {
    this.#recordingOf = recording;
    this.#fault = fault;
    this.tabs = VIEWS.map((view) => h('button', { type: 'button', class: 'tab', role: 'tab', id: `anatomy-tab-${view}`, 'aria-controls': 'anatomy-body', 'data-anatomy': view, onclick: () => this.choose(view) }, words.tabs[view]));
    this.person = h('select', { id: 'anatomy-person', onchange: () => {
      this.#peer = this.person.value;
      this.#cursor.move(null);
      this.update({ now: true });
    } });
    this.people = h('div', { class: 'whose', hidden: true }, h('label', { for: 'anatomy-person' }, words.whose), this.person);
    this.none = h('p', { class: 'quiet' }, words.none);
    this.body = h('div', { class: 'anatomy-body', id: 'anatomy-body', role: 'tabpanel', tabindex: '-1' });
    this.element = h('div', { class: 'anatomy stack' },
      h('div', { class: 'anatomy-head' }, h('div', { class: 'tabs anatomy-tabs', role: 'tablist', 'aria-label': words.views, onkeydown: (event) => this.#arrows(event) }, this.tabs), h('div', { class: 'row anatomy-tools' }, tools)),
      this.people, this.none, this.body);
    this.choose('timeline');
  }

  get view() {
    return this.#view;
  }

  choose(view) {
    this.#view = view;
    this.tabs.forEach((tab, i) => {
      const chosen = VIEWS[i] === view;
      setAttribute(tab, 'aria-selected', chosen ? 'true' : 'false');
      setAttribute(tab, 'tabindex', chosen ? '0' : '-1');
    });
    setAttribute(this.body, 'aria-labelledby', `anatomy-tab-${view}`);
    if (!this.#views.has(view)) this.#views.set(view, new MAKERS[view]({ cursor: this.#cursor, openSheet, narrow: () => this.element.clientWidth < NARROW }));
    this.body.replaceChildren(this.#views.get(view).element);
    this.update({ now: true });
  }

  /** Another recording: nothing of the old one stays. */
  reset() {
    this.#views.clear();
    this.#peer = null;
    this.#peers = '';
    this.#cursor = new Cursor();
    this.choose(this.#view);
  }

  /** Called on every change; works at most about once a second. */
  update({ now = false } = {}) {
    const time = performance.now();
    if (!now && time - this.#updatedAt < UPDATE_MILLIS) return;
    this.#updatedAt = time;
    try {
      this.#show();
    } catch (error) {
      this.#fault(error);
    }
  }

  #show() {
    const recording = this.#recordingOf();
    const nobody = !recording || (recording.people.length === 0 && recording.events.length === 0);
    this.none.hidden = !nobody && recording.people.length > 0;
    this.body.hidden = nobody;
    if (nobody) return;
    if (!recording.people.some(({ id }) => id === this.#peer)) this.#peer = firstPeer(recording);
    else if (recording.live && !recording.people.find(({ id }) => id === this.#peer).here && recording.people.some(({ here }) => here)) this.#peer = firstPeer(recording);
    this.#showPeople(recording);
    this.#views.get(this.#view).show(modelOf(recording, this.#peer));
  }

  #showPeople({ people, live }) {
    this.people.hidden = people.length < 2;
    const peers = JSON.stringify([people, this.#peer]);
    if (peers === this.#peers) return;
    this.#peers = peers;
    this.person.replaceChildren(...people.map(({ id, name, here }) => h('option', { value: id, selected: id === this.#peer }, live && !here ? words.gone(name) : name)));
  }

  #arrows(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = VIEWS[(VIEWS.indexOf(this.#view) + step + VIEWS.length) % VIEWS.length];
    this.choose(next);
    this.tabs[VIEWS.indexOf(next)].focus();
  }
}
