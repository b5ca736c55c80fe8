/** The middle of the page: map, packets and tables, what the moment says, and the sheets that open from the header. */

import { h, notice, setAttribute, setText } from '../../call/js/shared/dom.js';
import { say } from '../../call/js/shared/shell.js';
import { keysSheet, openSheet } from '../../call/js/shared/sheets.js';
import { BadRun } from './run.js';
import { Refused } from './api.js';
import { kindSign } from './parts.js';
import { text } from './messages.en.js';
import * as api from './api.js';

const WIDE = '(min-width: 1000px)';

export class Stage {
  #lab;
  #scene;
  #views;
  #tabs = {};
  #wide = matchMedia(WIDE);

  constructor(lab, scene, { map, ladder, tables, lesson }) {
    this.#lab = lab;
    this.#scene = scene;
    this.#views = { lesson, map, ladder, tables };
    this.notice = h('div', { class: 'stage-notice' });
    this.caption = h('p', { class: 'caption', 'data-part': 'caption' });
    this.press = h('button', { type: 'button', class: 'primary press-play', 'data-action': 'press-play', onclick: () => lab.playPause() }, text.time.pressPlay);
    this.changed = h('p', { class: 'stage-changed small', hidden: true });
    const list = h('div', { class: 'tabs stage-tabs', role: 'tablist', 'aria-label': text.lab, onkeydown: (event) => this.#arrows(event) });
    for (const name of ['ladder', 'map', 'tables']) {
      this.#tabs[name] = h('button', { type: 'button', role: 'tab', class: 'tab', id: `stage-${name}`, 'aria-controls': `panel-${name}`, 'data-stage-tab': name, onclick: () => this.show(name) }, text.views[name]);
      list.append(this.#tabs[name]);
    }
    const panel = (name, ...content) => h('div', { class: `stage-panel stage-panel-${name}`, role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `stage-${name}` }, ...content);
    this.element = h('section', { class: 'lab-stage', 'aria-label': text.lab },
      this.notice, h('div', { class: 'stage-head' }, list, this.caption), this.changed,
      panel('map', map.element, this.press), panel('ladder', ladder.element), panel('tables', tables.element));
    this.#wide.addEventListener('change', () => this.show(this.#wide.matches ? 'map' : 'ladder'));
    this.show(this.#wide.matches ? 'map' : 'ladder');
    scene.addEventListener('change', () => this.#sceneChanged());
  }

  isPresenting = false;

  /** On a wide page the tables stay below the map; else one view at a time. */
  show(name) {
    this.view = name;
    for (const [key, tab] of Object.entries(this.#tabs)) {
      setAttribute(tab, 'aria-selected', key === name ? 'true' : 'false');
      setAttribute(tab, 'tabindex', key === name ? '0' : '-1');
    }
    this.element.dataset.view = name;
    this.#lab.dispatchEvent(new Event('change'));
  }

  update() {
    const { caption, player, run } = this.#lab;
    if (!run) return;
    this.press.hidden = player.count > 0 || player.isPlaying;
    const words = caption?.words ?? '';
    if (this.caption.dataset.words === words) return;
    this.caption.dataset.words = words;
    const packet = caption?.event.packet ? run.packet(caption.event.packet) : null;
    this.caption.replaceChildren(...(packet ? [kindSign(packet), h('span', { class: 'small quiet numbers' }, `p${packet.id}`)] : []), h('span', {}, words));
    setAttribute(this.caption, 'data-type', caption?.event.type ?? null);
  }

  /** Something could not be run; what is shown stays. */
  problem(error, again) {
    const words = error instanceof Refused ? text.problem.refused(error.message) : error instanceof BadRun ? text.problem.badRun(error.message) : text.problem.noServer;
    this.notice.replaceChildren(notice({ ...words, kind: 'bad', id: 'problem', actions: again ? [{ label: text.problem.again, action: 'again', onclick: () => { this.notice.replaceChildren(); again(); } }] : [] }));
    say(words.title, { urgent: true });
  }

  /** The sheets are loaded when somebody wants them. */
  async build() {
    const { openBuilder } = await import('./builder.js');
    openBuilder(this.#lab, this.#scene, (error) => this.problem(error));
  }

  async change() {
    const { openChanges } = await import('./changes.js');
    openChanges(this.#lab, this.#scene, (error) => this.problem(error));
  }

  follow() {
    const packet = this.#lab.chosenPacket;
    if (packet) this.#lab.select({ kind: 'packet', packet });
  }

  /** Large and without the rest, for a room full of people. */
  present() {
    this.isPresenting = !this.isPresenting;
    setAttribute(document.documentElement, 'data-present', this.isPresenting);
    say(this.isPresenting ? text.shell.present : text.shell.presentEnd);
  }

  more() {
    const words = text.shell;
    const item = (name, label, onclick) => h('button', { type: 'button', class: 'wide', 'data-action': name, onclick }, label);
    const { run } = this.#lab;
    const sheet = openSheet(words.more, h('div', { class: 'stack-tight' },
      h('p', { class: 'small quiet numbers' }, words.facts(run.seed, run.events.length, run.packetIds.length)),
      item('copy-link', words.copyLink, () => this.#copyLink()),
      item('pcapng', words.download, () => this.#download()),
      item('json', words.downloadJson, () => save(new Blob([JSON.stringify(this.#lab.run.document)], { type: 'application/json' }), `${this.#lab.run.scenario}.json`)),
      item('present', this.isPresenting ? words.presentEnd : words.present, () => { sheet.close(); this.present(); }),
      item('keys', words.help, () => { sheet.close(); keysSheet(text.keys); })));
  }

  async #copyLink() {
    this.#lab.settle();
    try {
      await navigator.clipboard.writeText(location.href);
      say(text.shell.copied);
      setText(document.querySelector('[data-action="copy-link"]'), text.shell.copied);
    } catch {
      setText(document.querySelector('[data-action="copy-link"]'), text.shell.copyFailed);
    }
  }

  async #download() {
    try {
      save(await api.pcapng(this.#scene.request), `${this.#lab.run.scenario}.pcapng`);
    } catch (error) {
      this.problem(error);
    }
  }

  #sceneChanged() {
    const { run } = this.#lab;
    const { changes } = this.#scene;
    this.notice.replaceChildren();
    this.changed.hidden = changes.length === 0;
    this.changed.replaceChildren(text.changes.applied(changes.length), ' ', h('button', { type: 'button', class: 'link', onclick: () => this.#scene.change([], this.#lab.player.count).catch((error) => this.problem(error)) }, text.changes.undo));
    const { ending } = run;
    if (ending?.reason === 'FAULT') {
      this.notice.replaceChildren(notice({ ...text.problem.fault(ending.words ?? ''), kind: 'bad', id: 'fault', actions: [{ label: text.problem.save, action: 'save', onclick: () => save(new Blob([JSON.stringify(run.document)], { type: 'application/json' }), 'fault.json') }] }));
    } else if (ending) {
      this.notice.replaceChildren(notice({ title: ending.reason === 'EVENTS' ? text.problem.stopped.events(run.events.length) : text.problem.stopped.time, kind: 'warn', id: 'stopped' }));
    }
  }

  #arrows(event) {
    const names = Object.keys(this.#tabs);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = names[(names.indexOf(this.view) + step + names.length) % names.length];
    this.show(next);
    this.#tabs[next].focus();
  }
}

function save(blob, name) {
  const link = h('a', { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
