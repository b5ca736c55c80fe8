/** Files in the chat: one row each, with what it does in words, and what can be done about it. */

import { text } from '../text/files.js';
import { locale } from '../text/language.js';
import { own } from '../shared/own.js';
import { h, icon, setAttribute, setText } from '../shared/dom.js';
import { say } from '../shared/shell.js';

const words = text.files;
const TIME = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const UPDATE_MILLIS = 250;

/** What a row says of a transfer. Pure. */
export function stateWords(transfer) {
  const { status, outgoing, person, size, bytes, reason } = transfer;
  const progress = words.moving(bytes, size);
  switch (status) {
    case 'offered':
      return outgoing ? words.offeredOut(size, person) : words.offeredIn(size);
    case 'moving': {
      const { rate, secondsLeft } = transfer.speed;
      return [progress, rate ? words.rate(rate) : null, rate ? words.left(secondsLeft) : null].filter(Boolean).join(' · ');
    }
    case 'stalled':
      return `${progress} · ${words.stalled}`;
    case 'paused':
      return `${progress} · ${words.paused}`;
    case 'paused-there':
      return `${progress} · ${words.pausedThere(person)}`;
    case 'checking':
      return words.checking;
    case 'done':
      return outgoing ? words.doneOut(size, person) : words.doneIn(size, Math.max(1, Math.round(transfer.millis / 1000)));
    case 'declined':
      return outgoing ? words.declinedOut(person) : words.declinedIn;
    case 'cancelled':
      return words.cancelled;
    default:
      return (own(words.failed, reason) ?? words.failed.other)(person);
  }
}

/** The names of what can be done about a transfer now, the likeliest first. Pure. */
export function actionsOf({ phase, outgoing, pausedHere, result, ended }, canChoose) {
  if (phase === 'offered') return outgoing ? ['cancel'] : ['receive', ...(canChoose ? ['saveAs'] : []), 'decline'];
  if (!ended) return [pausedHere ? 'resume' : 'pause', 'cancel'];
  return phase === 'done' && !outgoing && result ? ['save'] : [];
}

export class FileRows {
  #desk;
  #rows = new Map();
  #append;
  #onOffer;

  /** `append(element)` puts a new row where it belongs; `onOffer()` hears of a file that somebody offers. */
  constructor(desk, { append, onOffer }) {
    this.#desk = desk;
    this.#append = append;
    this.#onOffer = onOffer;
    for (const transfer of desk.transfers.list) this.#update(transfer);
    desk.addEventListener('transfer', ({ detail }) => this.#update(detail));
  }

  #update(transfer) {
    let row = this.#rows.get(transfer.key);
    if (!row) {
      row = new FileRow(transfer, this.#desk);
      this.#rows.set(transfer.key, row);
      this.#append(row.element, transfer.outgoing);
      this.#forget();
      if (!transfer.outgoing) {
        this.#onOffer();
        say(words.live.offer(transfer.person, transfer.name, transfer.size));
      }
    }
    row.changed();
  }

  /** Rows that the chat no longer shows and whose files are at their end: somebody may offer without end. */
  #forget() {
    for (const [key, { element, transfer }] of this.#rows) if (transfer.ended && element.parentNode === null) this.#rows.delete(key);
  }
}

class FileRow {
  #transfer;
  #desk;
  #timer = 0;
  #phase = 'offered';
  #shown = '';
  #url = null;

  constructor(transfer, desk) {
    this.#transfer = transfer;
    this.#desk = desk;
    this.bar = h('progress', { max: Math.max(1, transfer.size), 'aria-label': words.progress(transfer.name) });
    this.state = h('p', { class: 'small numbers', 'data-part': 'file-state' });
    this.buttons = h('div', { class: 'row file-actions' });
    const now = new Date();
    this.element = h('div', { class: transfer.outgoing ? 'line line-mine file-row' : 'line file-row', 'data-file': transfer.id },
      h('p', { class: 'line-head small' }, h('strong', {}, transfer.outgoing ? words.sent(transfer.person) : transfer.person), ' ', h('time', { class: 'quiet', datetime: now.toISOString() }, TIME.format(now))),
      h('p', { class: 'file-name' }, icon('file', true), h('span', {}, transfer.name)),
      this.bar, this.state, this.buttons);
    this.update();
  }

  /** At most some times a second, but an end at once. */
  changed() {
    if (this.#transfer.status !== 'moving') {
      clearTimeout(this.#timer);
      this.#timer = 0;
      this.update();
    } else if (this.#timer === 0) {
      this.#timer = setTimeout(() => {
        this.#timer = 0;
        this.update();
      }, UPDATE_MILLIS);
    }
  }

  get transfer() {
    return this.#transfer;
  }

  update() {
    const transfer = this.#transfer;
    setAttribute(this.element, 'data-status', transfer.status);
    setText(this.state, stateWords(transfer));
    setAttribute(this.state, 'title', transfer.phase === 'done' ? words.digest(transfer.sha256) : null);
    this.bar.value = transfer.size === 0 && transfer.phase === 'done' ? 1 : transfer.bytes;
    this.bar.hidden = transfer.phase === 'offered' || transfer.ended;
    const actions = actionsOf(transfer, this.#desk.canChoose);
    if (actions.join() !== this.#shown) this.#show(actions);
    if (transfer.phase !== this.#phase) this.#entered(transfer.phase);
  }

  #show(actions) {
    this.#shown = actions.join();
    const hadFocus = this.buttons.contains(document.activeElement);
    this.buttons.replaceChildren(...actions.map((action, i) => (action === 'save' ? this.#saveLink() : this.#button(action, i === 0 && action === 'receive'))));
    if (hadFocus) (this.buttons.firstElementChild ?? document.getElementById('chat-input'))?.focus();
  }

  #button(action, primary) {
    const label = words[action];
    return h('button', { type: 'button', class: primary ? 'primary' : null, 'data-action': `file-${action}`, 'aria-label': words.of(label, this.#transfer.name), onclick: () => this.#press(action) }, label);
  }

  #saveLink() {
    this.#url ??= URL.createObjectURL(this.#transfer.result);
    return h('a', { class: 'button', href: this.#url, download: this.#transfer.name, 'data-action': 'file-save', 'aria-label': words.of(words.saveAgain, this.#transfer.name) }, icon('download', true), words.saveAgain);
  }

  #press(action) {
    const transfer = this.#transfer;
    if (action === 'receive') this.#accept(false);
    else if (action === 'saveAs') this.#accept(true);
    else if (action === 'decline') transfer.decline();
    else if (action === 'cancel') transfer.cancel();
    else transfer.pause(action === 'pause');
    this.update();
  }

  #accept(choose) {
    this.#desk.accept(this.#transfer, choose).then((problem) => {
      if (!problem) return;
      setText(this.state, words.tooLarge(problem.limit));
      say(words.tooLarge(problem.limit), { urgent: true });
    }, () => {
      setText(this.state, words.failed.unwritable());
      say(words.failed.unwritable(), { urgent: true });
    });
  }

  #entered(phase) {
    this.#phase = phase;
    const { outgoing, name, person, result } = this.#transfer;
    if (phase === 'done') {
      say(outgoing ? words.live.delivered(name, person) : words.live.arrived(name));
      if (result) this.buttons.querySelector('a')?.click(); // what was accepted goes where downloads go
    } else if (phase === 'failed') {
      say(words.live.failed(name), { urgent: true });
    }
  }
}
