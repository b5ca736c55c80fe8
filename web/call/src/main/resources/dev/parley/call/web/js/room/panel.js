/** The side panel of a call: Chat, People, Anatomy. Beside the stage on wide pages, a sheet on a phone. */

import { text } from '../text/room.js';
import { locale } from '../text/language.js';
import { h, icon, setAttribute, setText, styleSheet } from '../shared/dom.js';
import { LINE_CHARACTERS } from '../call/chat.js';
import { attachButton } from '../files/giving.js';
import { FileRows } from '../files/file-rows.js';
import { invitation } from '../shared/shell.js';
import { pathOfRoom } from '../shared/rooms.js';

const LINES_SHOWN = 300;
const TABS = ['chat', 'people', 'anatomy', 'latency'];
const WIDE = '(min-width: 1000px)';
const TIME = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });

export class Panel {
  #call;
  #origin;
  #wide = matchMedia(WIDE);
  #parts = {};
  #opener = null;
  #messages = [];
  #anatomy = null;
  #ladder = null;
  #atEnd = true;

  /** `options`: `origin` for the invitation, `onToggle()`, `give(files, peer | null)`. */
  constructor(call, { origin, onToggle, give }) {
    this.#call = call;
    this.#origin = origin;
    this.onToggle = onToggle;
    this.give = give;
    this.tab = 'chat';
    this.unread = 0;
    this.#build();
    this.#wide.addEventListener('change', () => this.#relay());
    call.addEventListener('line', ({ detail }) => this.#line(detail.line));
  }

  get isOpen() {
    return this.element.open;
  }

  shows(tab) {
    return this.isOpen && this.tab === tab;
  }

  /** Opens on a tab, or closes when that tab is already seen. */
  toggle(tab, opener = null) {
    if (this.shows(tab)) this.close();
    else this.open(tab, opener);
  }

  open(tab, opener = null, { focus = true } = {}) {
    this.#opener = opener ?? document.activeElement;
    this.select(tab);
    if (!this.isOpen) {
      if (this.#wide.matches) this.element.setAttribute('open', '');
      else this.element.showModal();
    }
    if (focus) this.#focus();
    this.onToggle();
  }

  close() {
    if (!this.isOpen) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.close();
    if (hadFocus && this.#opener?.isConnected) this.#opener.focus();
    this.onToggle();
  }

  select(tab) {
    this.tab = tab;
    for (const name of TABS) {
      const chosen = name === tab;
      setAttribute(this.#parts[name].tab, 'aria-selected', chosen ? 'true' : 'false');
      setAttribute(this.#parts[name].tab, 'tabindex', chosen ? '0' : '-1');
      this.#parts[name].panel.hidden = !chosen;
    }
    if (tab === 'chat') {
      this.unread = 0;
      this.#atEnd = true;
      this.#keepEnd();
    }
    if (tab === 'anatomy') this.#loadAnatomy();
    if (tab === 'latency') this.#loadLadder();
    this.update();
    this.onToggle();
  }

  /** Keeps a message of the page readable after its moment has passed. */
  note(words) {
    this.#messages.push(`${TIME.format(new Date())} ${words}`);
    if (this.#messages.length > 50) this.#messages.shift();
    this.notes.replaceChildren(...this.#messages.map((message) => h('li', {}, message)));
    this.noNotes.hidden = true;
  }

  update() {
    if (this.shows('people')) this.#updatePeople();
    if (this.shows('anatomy')) this.#anatomy?.update();
    if (this.shows('latency')) this.#ladder?.update();
    const waiting = this.#call.chat.unsent;
    if (waiting > 0) for (const [id, parts] of this.lines) this.#status(id, parts);
  }

  #build() {
    const tabs = h('div', { class: 'tabs', role: 'tablist', 'aria-label': text.call.tabs, onkeydown: (event) => this.#arrows(event) });
    this.element = h('dialog', { class: 'panel', id: 'panel', 'aria-label': text.call.panel },
      h('div', { class: 'panel-head' }, tabs,
        h('button', { type: 'button', class: 'plain only-icon', 'aria-label': text.shell.close, 'data-action': 'close-panel', onclick: () => this.close() }, icon('close'))));
    for (const name of TABS) {
      const tab = h('button', { type: 'button', role: 'tab', id: `tab-${name}`, class: 'tab', 'aria-controls': `panel-${name}`, onclick: () => this.select(name) }, text.call[name]);
      const panel = h('div', { role: 'tabpanel', id: `panel-${name}`, class: `panel-body panel-${name}`, 'aria-labelledby': `tab-${name}` });
      this.#parts[name] = { tab, panel };
      tabs.append(tab);
      this.element.append(panel);
    }
    // Escape closes a modal panel by itself; focus then goes to the button that stands for it.
    this.element.addEventListener('close', () => {
      if (document.activeElement === document.body && this.#opener?.isConnected) this.#opener.focus();
      this.onToggle();
    });
    this.#buildChat(this.#parts.chat.panel);
    this.#buildPeople(this.#parts.people.panel);
    this.#parts.anatomy.panel.tabIndex = 0;
    this.#parts.latency.panel.tabIndex = 0;
    this.select('chat');
  }

  #buildChat(panel) {
    this.lines = new Map();
    this.emptyChat = h('p', { class: 'quiet small' }, text.chat.empty);
    this.log = h('div', { class: 'log', role: 'log', 'aria-label': text.chat.log, tabindex: '0', 'data-chat': 'log' }, this.emptyChat);
    this.log.addEventListener('scroll', () => {
      this.#atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    });
    new ResizeObserver(() => this.#keepEnd()).observe(this.log); // opened, turned, a keyboard on the screen
    this.input = h('textarea', { id: 'chat-input', rows: 1, maxlength: LINE_CHARACTERS, placeholder: text.chat.placeholder, 'aria-label': text.chat.input, onkeydown: (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    } });
    panel.append(this.log, h('form', { class: 'chat-form', onsubmit: (event) => {
      event.preventDefault();
      this.#send();
    } }, attachButton(this.#call, this.give), this.input, h('button', { type: 'submit', class: 'primary only-icon', 'aria-label': text.chat.send, 'data-action': 'send' }, icon('send'))));
    for (const line of this.#call.chat.lines) this.#line(line);
    this.files = new FileRows(this.#call.files, {
      append: (element, mine) => this.#append(element, mine),
      onOffer: () => this.#missed(),
    });
  }

  #buildPeople(panel) {
    this.count = h('p', { class: 'quiet small numbers' });
    this.list = h('ul', { class: 'people', 'aria-label': text.people.title });
    this.server = h('p', {});
    this.notes = h('ul', { class: 'notes small' });
    this.noNotes = h('p', { class: 'quiet small' }, text.people.noMessages);
    const invite = invitation(this.#origin);
    invite.update(pathOfRoom(this.#call.room));
    panel.append(
      this.count, this.list,
      h('h2', {}, text.people.invite), invite.element,
      h('h2', {}, text.people.server), this.server,
      h('h2', {}, text.people.messages), this.noNotes, this.notes);
  }

  #updatePeople() {
    const { call } = { call: this.#call };
    setText(this.count, text.people.count(call.peers.size + 1, call.capacity));
    const rows = [{ id: 'self', name: text.people.you(call.name), state: '' }, ...[...call.peers.values()].map((peer) => ({ id: peer.id, name: peer.name, state: text.state[peer.state] }))];
    const shown = JSON.stringify(rows);
    if (shown !== this.list.dataset.shown) {
      this.list.dataset.shown = shown;
      this.list.replaceChildren(...rows.map((row) => h('li', { 'data-person': row.id }, icon('person', true), h('span', {}, row.name), h('span', { class: 'quiet small' }, row.state))));
    }
    const state = call.signaling.state;
    setText(this.server, state === 'joined' ? text.people.serverJoined : state === 'connecting' ? text.people.serverConnecting : text.people.serverLost);
  }

  #send() {
    const words = this.input.value.trim();
    if (words === '') return;
    this.#call.chat.write(words);
    this.input.value = '';
    this.input.focus();
  }

  #line(line) {
    if (line === null) {
      this.update();
      return;
    }
    const known = this.lines.get(line.id);
    if (known) {
      this.#status(line.id, known);
      return;
    }
    const time = h('time', { class: 'quiet', datetime: new Date(line.at).toISOString() }, TIME.format(line.at));
    const status = h('span', { class: 'quiet', 'data-part': 'status' });
    const element = line.remark
      ? h('p', { class: 'remark small quiet' }, line.text, ' · ', time)
      : h('div', { class: line.mine ? 'line line-mine' : 'line', 'data-line': line.id },
          h('p', { class: 'line-head small' }, h('strong', {}, line.mine ? text.chat.you : line.name), ' ', time),
          h('p', { class: 'line-text' }, line.text),
          line.mine ? h('p', { class: 'line-status small' }, status) : null);
    const parts = { line, status, element };
    if (line.mine) {
      this.lines.set(line.id, parts);
      this.#status(line.id, parts);
    } else if (!line.remark) {
      this.#missed();
    }
    this.#append(element, line.mine);
  }

  #append(element, mine) {
    this.emptyChat.remove();
    this.log.append(element);
    while (this.log.childElementCount > LINES_SHOWN) this.log.firstElementChild.remove();
    if (mine) this.#atEnd = true;
    this.#keepEnd();
  }

  /** Something came that is not seen now. */
  #missed() {
    if (this.shows('chat')) return;
    this.unread += 1;
    this.onToggle();
  }

  /** Whoever reads the newest line goes on reading it; whoever looked back is left there. */
  #keepEnd() {
    if (this.#atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  #status(id, { line, status, element }) {
    setText(status, line.status === 'delivered' ? text.chat.sent : this.#call.peers.size === 0 ? text.chat.pendingAlone : text.chat.pending);
    setAttribute(element, 'data-status', line.status);
    if (line.status === 'delivered') this.lines.delete(id);
  }

  async #loadAnatomy() {
    if (this.#anatomy) return;
    const panel = this.#parts.anatomy.panel;
    panel.replaceChildren(h('p', { class: 'quiet' }, text.call.loading));
    const [{ anatomyOf }] = await Promise.all([import('../anatomy/of-call.js'), ...['anatomy', 'anatomy-views'].map((name) => styleSheet(`/call/css/${name}.css`))]);
    if (this.#anatomy) return;
    this.#anatomy = anatomyOf(this.#call);
    panel.replaceChildren(this.#anatomy.element);
    this.#anatomy.update();
  }

  async #loadLadder() {
    if (this.#ladder) return;
    const panel = this.#parts.latency.panel;
    panel.replaceChildren(h('p', { class: 'quiet' }, text.call.loading));
    const [{ LadderCard }, ladder] = await Promise.all([import('../ladder/call-card.js'), this.#call.ladder.load(), styleSheet('/call/css/ladder.css')]);
    if (this.#ladder) return;
    this.#ladder = new LadderCard(this.#call, ladder);
    panel.replaceChildren(this.#ladder.element);
  }

  #focus() {
    if (this.tab === 'chat') this.input.focus();
    else this.#parts[this.tab].tab.focus();
  }

  /** The page became wide or narrow: the same panel changes from sheet to side panel or back. */
  #relay() {
    if (!this.isOpen) return;
    this.element.close();
    if (this.#wide.matches) this.element.setAttribute('open', '');
    else this.element.showModal();
    this.onToggle();
  }

  #arrows(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length];
    this.select(next);
    this.#parts[next].tab.focus();
  }
}
