/** The call on the page: stage with tiles, bar, side panel, the thin line about the server. */

import { text as fileText } from '../text/files.js';
import { text } from '../text/room.js';
import { h, icon, notice, setAttribute, setIcon, setText } from '../shared/dom.js';
import { deviceChoice, deviceNotices } from './device-choice.js';
import { Panel } from './panel.js';
import { keysSheet, openSheet } from '../shared/sheets.js';
import { ScreenShare } from '../call/screen.js';
import { takeDrops } from '../files/giving.js';
import { keysEnabled } from '../shared/settings.js';
import { copy, say, typing } from '../shared/shell.js';
import { pathOfRoom } from '../shared/rooms.js';
import { Stage } from './stage.js';

const WIDE = '(min-width: 1000px)';
const GONE_AFTER_MILLIS = 1000;

export class CallView {
  #call;
  #media;
  #origin;
  #talking = false;
  #goneSince = null;
  #skewSeen = false;
  #noticesShown = '';
  #timer;
  #listeners = new AbortController();

  /** `options`: `origin` for links to others, `onLeave()`. */
  constructor({ call, media, origin, onLeave }) {
    this.#call = call;
    this.#media = media;
    this.#origin = origin;
    this.onLeave = onLeave;
    this.#build();
    const { signal } = this.#listeners;
    call.addEventListener('change', () => this.update(), { signal });
    call.addEventListener('notice', ({ detail }) => this.#say(detail), { signal });
    document.addEventListener('keydown', (event) => this.#key(event), { signal });
    document.addEventListener('keyup', (event) => this.#keyUp(event), { signal });
    window.addEventListener('blur', () => this.#endTalk(), { signal });
    window.addEventListener('beforeunload', (event) => {
      if (call.files.busy) event.preventDefault(); // a file that is under way would be lost
    }, { signal });
    media.onLost = (kind) => {
      say(text.live.lostDevice(kind), { urgent: kind === 'audio' });
      this.panel.note(text.live.lostDevice(kind));
    };
    media.onChange = () => {
      call.devicesChanged();
      this.choice?.update();
    };
    this.#timer = setInterval(() => {
      this.#updateServer();
      this.stage.listen();
    }, 250);
    if (matchMedia('(min-width: 1200px)').matches) this.panel.open('chat', this.chat.element, { focus: false });
    this.update();
  }

  focus() {
    this.stage.focus();
  }

  close() {
    clearInterval(this.#timer);
    this.#listeners.abort();
    this.#media.onLost = () => {};
  }

  update() {
    this.stage.update();
    this.#updateBar();
    this.#updateServer();
    this.#updateNotices();
    this.panel.update();
  }

  #build() {
    this.stage = new Stage(this.#call, this.#media, { origin: this.#origin });
    this.serverLine = h('div', { class: 'server-line', 'data-notice': 'server', hidden: true });
    this.serverWords = h('p', {});
    this.serverNext = h('span', { class: 'numbers' });
    this.serverLine.append(icon('again', true), this.serverWords, h('button', { type: 'button', class: 'plain', 'data-action': 'try-now', onclick: () => this.#call.signaling.hurry() }, text.server.tryNow));
    this.mute = this.#button('mic', 'mute', () => this.#toggle('audio'));
    this.camera = this.#button('camera', 'camera', () => this.#toggle('video'));
    this.share = ScreenShare.supported ? this.#button('screen', 'share', () => this.#call.shareScreen(!this.#call.screen.active)) : null;
    this.chat = this.#button('chat', 'chat', () => this.panel.toggle('chat', this.chat.element), { panel: true });
    this.people = this.#button('people', 'people', () => this.panel.toggle('people', this.people.element), { panel: true, wide: true });
    this.anatomy = this.#button('anatomy', 'anatomy', () => this.panel.toggle('anatomy', this.anatomy.element), { panel: true, wide: true });
    this.more = this.#button('more', 'more', () => this.#openMore());
    setAttribute(this.more.element, 'aria-haspopup', 'dialog');
    this.leave = this.#button('leave', 'leave', () => this.onLeave());
    this.leave.element.classList.add('danger');
    this.badge = h('span', { class: 'badge numbers', 'aria-hidden': 'true', hidden: true });
    this.chat.element.append(this.badge);
    this.bar = h('div', { class: 'bar', role: 'toolbar', 'aria-label': text.call.controls },
      [this.mute, this.camera, this.share, this.chat, this.people, this.anatomy, this.more, this.leave].filter(Boolean).map((button) => button.element));
    const give = (files, peer) => this.#give(files, peer);
    this.panel = new Panel(this.#call, { origin: this.#origin, onToggle: () => this.#updateBar(), give });
    this.element = h('div', { class: 'call' }, this.serverLine, h('div', { class: 'call-middle' }, this.stage.element, this.panel.element), this.bar);
    takeDrops(this.element, this.#call, give, this.#listeners.signal);
  }

  #button(drawing, action, onclick, { panel = false, wide = false } = {}) {
    const svg = icon(drawing);
    const label = h('span', { class: 'bar-word' }, text.call[action]);
    const element = h('button', { type: 'button', class: wide ? 'bar-button only-wide' : 'bar-button', 'data-action': action, onclick, 'aria-controls': panel ? 'panel' : null }, svg, label);
    return { element, svg, label };
  }

  #updateBar() {
    if (!this.panel) return;
    const audio = this.#media.stateOf('audio');
    const video = this.#media.stateOf('video');
    this.#device(this.mute, audio, 'mic', { on: [text.call.mute, text.call.muteName], off: [text.call.unmute, text.call.unmuteName], none: [text.call.micNoneWord, text.call.micNoneName] }[audio]);
    this.#device(this.camera, video, 'camera', video === 'on' ? [text.call.cameraOff, text.call.cameraOffName] : [text.call.cameraOn, text.call.cameraOnName]);
    if (this.share) this.#updateShare(this.#call.screen.active);
    for (const name of ['chat', 'people', 'anatomy']) setAttribute(this[name].element, 'aria-expanded', this.panel.shows(name) ? 'true' : 'false');
    const { unread } = this.panel;
    setAttribute(this.chat.element, 'aria-label', text.call.chatName(unread));
    setText(this.badge, unread > 99 ? '99+' : String(unread));
    this.badge.hidden = unread === 0;
    setAttribute(this.leave.element, 'aria-label', text.call.leaveName);
  }

  #device({ element, svg, label }, state, drawing, [word, name]) {
    setIcon(svg, state === 'on' ? drawing : `${drawing}-off`);
    setText(label, word);
    setAttribute(element, 'aria-label', name);
    setAttribute(element, 'title', name);
    element.classList.toggle('is-off', state === 'off');
    element.classList.toggle('is-none', state === 'none');
  }

  #updateShare(active) {
    const [word, name] = active ? [text.screen.stopWord, text.screen.stop] : [text.call.share, text.screen.start];
    setIcon(this.share.svg, active ? 'screen-off' : 'screen');
    setText(this.share.label, word);
    setAttribute(this.share.element, 'aria-label', name);
    setAttribute(this.share.element, 'title', name);
    this.share.element.classList.toggle('is-on', active);
  }

  /** The line about the server waits a second, so that a short blink is not worth a word. */
  #updateServer() {
    const { signaling } = this.#call;
    const gone = !signaling.joined && this.#call.inRoom;
    if (!gone) {
      if (!this.serverLine.hidden) say(text.server.back);
      this.#goneSince = null;
      if (this.serverLine.contains(document.activeElement)) this.stage.focus();
      this.serverLine.hidden = true;
      return;
    }
    const now = performance.now();
    this.#goneSince ??= now;
    if (now - this.#goneSince < GONE_AFTER_MILLIS) return;
    if (this.serverLine.hidden) {
      const words = `${text.server.goneTitle} ${this.#call.peers.size ? text.server.goneCall : text.server.goneAlone}`;
      this.serverWords.replaceChildren(h('strong', {}, text.server.goneTitle), ` ${this.#call.peers.size ? text.server.goneCall : text.server.goneAlone} `, this.serverNext);
      this.serverLine.hidden = false;
      say(words);
      this.panel.note(words);
    }
    const seconds = signaling.nextTryAt === null ? 0 : Math.max(0, Math.ceil((signaling.nextTryAt - now) / 1000));
    setText(this.serverNext, text.server.nextTry(seconds));
  }

  #updateNotices() {
    const skew = this.#skewSeen ? 0 : this.#call.clockSkewMillis;
    const [fresh] = this.#media.fresh;
    const state = JSON.stringify([this.#media.problems, skew, fresh?.device.deviceId]);
    if (state === this.#noticesShown) return;
    this.#noticesShown = state;
    const shown = deviceNotices(this.#media, {
      again: (kinds) => this.#media.start(kinds),
      choose: () => this.#openDevices(),
      dismiss: (kinds) => {
        for (const kind of kinds) this.#media.problems[kind] = null;
        this.stage.focus();
        this.#updateNotices();
      },
    });
    if (skew) {
      const words = text.server.clock(Math.max(1, Math.round(Math.abs(skew) / 60_000)), skew < 0);
      shown.push(notice({ ...words, id: 'clock', actions: [{ label: text.server.dismiss, action: 'dismiss', onclick: () => {
        this.#skewSeen = true;
        this.#updateNotices();
        this.stage.focus();
      } }] }));
    }
    if (fresh) shown.push(this.#offerDevice(fresh));
    this.stage.notices.replaceChildren(...shown);
  }

  /** A device that was plugged in is offered, never switched to by itself. */
  #offerDevice({ list, device }) {
    const over = () => {
      this.stage.focus();
      this.#media.forgetFresh();
      this.#updateNotices();
    };
    const words = text.device.fresh(list, device.label);
    say(words.title);
    return notice({ ...words, id: 'device-new', actions: [
      { label: text.device.use, action: 'use-device', primary: true, onclick: () => {
        over();
        this.#media.choose(list, device.deviceId).then(() => this.stage.useSpeaker(), (error) => this.#call.fault(error));
      } },
      { label: text.server.dismiss, action: 'dismiss', onclick: over },
    ] });
  }

  async #toggle(kind) {
    if (!this.#media.tracks[kind]) {
      if (!this.#media.usable) {
        this.#media.problems[kind] = { problem: 'insecure', details: null };
        this.panel.note(text.device.insecure.title);
        say(text.device.insecure.title, { urgent: true });
        this.#updateNotices();
        return;
      }
      if (!this.#media.kinds.includes(kind)) this.#media.kinds.push(kind);
      this.#media.enabled[kind] = true;
      await this.#media.start([kind]);
      this.stage.self.video.play().catch(() => {});
      return;
    }
    const on = !this.#media.enabled[kind];
    this.#call.setEnabled(kind, on);
    say(kind === 'audio' ? (on ? text.live.unmuted : text.live.muted) : on ? text.live.cameraOn : text.live.cameraOff);
  }

  #say({ kind, peer, others }) {
    const words = {
      joined: () => text.live.joinedSelf(this.#call.room, others),
      resumed: () => '',
      'peer-joined': () => text.live.joined(peer.name),
      connected: () => text.live.connected(peer.name),
      reconnecting: () => text.live.reconnecting(peer.name),
      back: () => text.live.back(peer.name),
      failed: () => text.live.failed(peer.name),
      'peer-left': () => text.live.left(peer.name),
      'screen-started': () => text.live.screenStarted(peer.name),
      'screen-ended': () => text.live.screenEnded(peer.name),
      'own-screen-started': () => text.live.ownScreenStarted,
      'own-screen-ended': () => text.live.ownScreenEnded,
      'screen-refused': () => text.live.screenRefused,
    }[kind]();
    if (!words) return;
    say(words, { urgent: kind === 'failed' || kind === 'screen-refused' });
    this.panel.note(words);
  }

  /** Offers files and shows them in the chat, where their rows are. */
  #give(files, peer) {
    if (this.#call.files.offer(files, peer) === 0) this.#call.chat.remark(fileText.files.nobody);
    if (!this.panel.shows('chat')) this.panel.open('chat', this.chat.element);
  }

  #openMore() {
    const item = (drawing, label, action, run) => h('button', { type: 'button', class: 'plain menu-item', 'data-action': action, onclick: () => {
      sheet.close();
      run();
    } }, icon(drawing), label);
    const copyLabel = h('span', {}, text.link.copy);
    const copyButton = h('button', { type: 'button', class: 'plain menu-item', 'data-action': 'copy-link', onclick: () => copy(this.#origin.origin + pathOfRoom(this.#call.room), copyButton, copyLabel) }, icon('copy'), copyLabel);
    const sheet = openSheet(text.call.more, h('div', { class: 'menu' },
      item('people', text.call.people, 'people', () => this.panel.open('people', this.more.element)),
      item('anatomy', text.call.anatomy, 'anatomy', () => this.panel.open('anatomy', this.more.element)),
      this.#pictureInPicture(item),
      item('devices', text.call.devices, 'devices', () => this.#openDevices()),
      copyButton,
      item('keys', text.call.keys, 'keys', () => keysSheet(text.keys))));
  }

  /** Where the browser has it and there is a picture to take out of the page. */
  #pictureInPicture(item) {
    const video = this.stage.mainVideo;
    if (!document.pictureInPictureEnabled || !video?.requestPictureInPicture) return null;
    if (document.pictureInPictureElement) return item('pip', text.call.pictureBack, 'picture-back', () => document.exitPictureInPicture().catch((error) => this.#call.fault(error)));
    return item('pip', text.call.picture, 'picture-in-picture', () => video.requestPictureInPicture().catch((error) => {
      this.#call.record(null, 'picture-refused', { reason: error.message });
      say(text.call.pictureRefused, { urgent: true });
    }));
  }

  #openDevices() {
    this.choice = deviceChoice(this.#media, 'call');
    this.choice.update();
    openSheet(text.call.devices, this.choice.element, { onClose: () => {
      this.choice = null;
      this.stage.useSpeaker();
    } });
  }

  #key(event) {
    if (event.key === 'Escape' && this.panel.isOpen && matchMedia(WIDE).matches && !document.querySelector('dialog:modal') && this.panel.element.contains(event.target)) {
      this.panel.close();
      return;
    }
    if (typing(event) || !keysEnabled() || event.repeat) return;
    const modal = document.querySelector('dialog:modal');
    if (modal && modal !== this.panel.element) return;
    const run = {
      m: () => this.#toggle('audio'),
      v: () => this.#toggle('video'),
      s: () => this.share?.element.click(),
      c: () => this.panel.toggle('chat', this.chat.element),
      a: () => this.panel.toggle('anatomy', this.anatomy.element),
      t: () => this.#beginTalk(),
    }[event.key.toLowerCase()];
    if (!run) return;
    event.preventDefault();
    run();
  }

  #keyUp(event) {
    if (event.key.toLowerCase() === 't') this.#endTalk();
  }

  #beginTalk() {
    if (this.#media.stateOf('audio') !== 'off') return;
    this.#talking = true;
    this.#call.setEnabled('audio', true);
  }

  #endTalk() {
    if (!this.#talking) return;
    this.#talking = false;
    this.#call.setEnabled('audio', false);
  }
}
