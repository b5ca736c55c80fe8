/** Before the call: see and hear yourself, choose devices, say your name, join; also the doors a room can have. */

import { text } from '../text/room.js';
import { h, icon, notice, setAttribute, setIcon, setText } from '../shared/dom.js';
import { deviceChoice, deviceNotices } from './device-choice.js';
import { loudness } from '../call/devices.js';
import { secureOrigin } from '../shared/rooms.js';

export class PreviewView {
  #media;
  #call;
  #info;
  #options;
  #meter = null;
  #meteredTrack = null;
  #noticesShown = '';
  #asked = false;
  #known = false; // whether the browser will ask; until then no button is shown that would vanish under the pointer
  #secretShown = false;

  /** `options`: `onJoin({name, secret})`, `name`. */
  constructor({ media, call, info }, options) {
    this.#media = media;
    this.#call = call;
    this.#info = info;
    this.#options = options;
    this.#build();
    this.update();
  }

  focus() {
    this.title.focus();
  }

  close() {
    this.#meter?.stop();
    this.#meter = null;
  }

  /** Starts at once where the browser will not ask; otherwise waits for the press. */
  async begin() {
    if (!this.#media.usable || this.#media.kinds.length === 0) return;
    try {
      await this.#media.refresh();
      if (await this.#media.granted()) await this.#start();
    } finally {
      this.#known = true;
      this.update();
    }
  }

  update() {
    const media = this.#media;
    const { audio, video } = media.tracks;
    if (this.video.srcObject !== media.stream && video) this.video.srcObject = media.stream;
    this.video.hidden = !video || !media.enabled.video;
    const mayAsk = media.usable && media.kinds.length > 0 && !audio && !video && !media.pending && !this.#asked;
    const canAsk = mayAsk && this.#known;
    this.ask.hidden = !canAsk;
    this.why.hidden = !canAsk;
    const words = media.pending ? text.preview.pending : mayAsk ? '' : video ? (media.enabled.video ? '' : text.preview.cameraOff) : text.preview.noPicture;
    setText(this.status, words);
    this.status.hidden = words === '';
    this.#toggle(this.mic, 'audio');
    this.#toggle(this.camera, 'video');
    this.choice.update();
    this.devices.hidden = !media.usable || media.kinds.length === 0 || mayAsk;
    this.#metering(audio);
    this.#showNotices();
    const joining = this.#call.signaling.state === 'connecting' || this.#call.signaling.state === 'lost';
    setText(this.joinLabel, joining ? text.preview.joining : audio || video || mayAsk || media.pending ? text.preview.join : text.preview.joinWithout);
    setAttribute(this.join, 'aria-busy', joining ? 'true' : null);
  }

  /** Shows the field for the passphrase, after the server asked for it or told that it will. */
  askSecret(wrong) {
    this.#secretShown = true;
    this.secretBox.hidden = false;
    setText(this.secretError, wrong ? text.door.secretWrong : '');
    setAttribute(this.secret, 'aria-invalid', wrong ? 'true' : null);
    if (wrong !== null) this.secret.focus();
  }

  /** Says why the server did not let us in. */
  refuse(error) {
    if (error.code === 'wrong-secret') {
      this.askSecret(this.secret.value !== '');
      return;
    }
    const [title, body] = text.door.refused[error.code] ?? text.door.refused.other;
    this.refusal.replaceChildren(notice({ title, body, kind: 'bad', details: `${error.code}: ${error.message ?? ''}`, id: error.code }));
  }

  #build() {
    const { media, room } = { media: this.#media, room: this.#call.room };
    this.title = h('h1', { tabindex: '-1', id: 'preview-title' }, text.preview.title(room));
    this.video = h('video', { autoplay: true, playsinline: true, muted: true, class: 'mirrored', 'aria-label': text.preview.video });
    this.video.muted = true;
    const askWords = media.kinds.length === 2 ? text.preview.ask : media.kinds[0] === 'audio' ? text.preview.askAudio : text.preview.askVideo;
    this.ask = h('button', { type: 'button', class: 'primary', 'data-action': 'ask', onclick: () => this.#start() }, icon(media.kinds.includes('video') ? 'camera' : 'mic'), askWords);
    this.why = h('p', { class: 'small' }, text.preview.askWhy);
    this.status = h('p', { role: 'status' });
    this.mic = this.#toggleButton('audio');
    this.camera = this.#toggleButton('video');
    this.bar = h('div', { class: 'level-bar' });
    this.level = h('div', { class: 'level is-absent', role: 'img', 'aria-label': text.preview.level }, this.bar);
    this.levelHint = h('p', { class: 'small quiet is-absent' }, text.preview.quietLevel);
    this.notices = h('div', { class: 'stack', 'data-notices': 'devices', 'aria-live': 'polite' });
    this.refusal = h('div', { 'aria-live': 'polite' });
    this.choice = deviceChoice(media, 'preview');
    this.devices = h('details', { class: 'devices' }, h('summary', {}, text.preview.devices), this.choice.element);
    this.devices.open = matchMedia('(min-width: 900px)').matches;
    this.name = h('input', { id: 'name', autocomplete: 'nickname', maxlength: 40, placeholder: text.preview.namePlaceholder, value: this.#options.name });
    this.secret = h('input', { id: 'secret', type: 'password', autocomplete: 'off', 'aria-describedby': 'secret-error secret-help' });
    this.secretError = h('p', { id: 'secret-error', class: 'field-error', role: 'alert' });
    this.secretBox = h('div', { hidden: true, 'data-door': 'secret' },
      h('p', { class: 'door-title' }, text.door.secretTitle),
      h('label', { for: 'secret' }, text.door.secret), this.secret, this.secretError,
      h('p', { id: 'secret-help', class: 'small quiet' }, text.door.secretBody));
    this.joinLabel = h('span', {}, text.preview.join);
    this.join = h('button', { type: 'submit', class: 'primary wide', 'data-action': 'join' }, this.joinLabel);
    this.element = h(
      'div',
      { class: 'preview' },
      h('div', { class: 'preview-head' }, this.title, h('p', { class: 'quiet' }, text.preview.lead)),
      h('div', { class: 'preview-picture' },
        h('div', { class: 'frame' }, this.video, h('div', { class: 'frame-words' }, this.status, this.ask, this.why),
          h('div', { class: 'frame-tools' }, this.mic.element, this.camera.element)),
        this.level, this.levelHint),
      h('form', { class: 'stack preview-form', onsubmit: (event) => this.#submit(event) },
        this.notices,
        this.refusal,
        h('div', {}, h('label', { for: 'name' }, text.preview.name), this.name),
        this.secretBox,
        this.join,
        this.devices),
    );
    if (this.#info.roomSecret) this.askSecret(null);
  }

  #toggleButton(kind) {
    const svg = icon(kind === 'audio' ? 'mic' : 'camera');
    const element = h('button', { type: 'button', class: 'round', 'data-action': kind === 'audio' ? 'mute' : 'camera', onclick: () => {
      this.#media.setEnabled(kind, !this.#media.enabled[kind]);
      this.update();
    } }, svg);
    return { element, svg };
  }

  #toggle({ element, svg }, kind) {
    const on = this.#media.enabled[kind];
    element.hidden = !this.#media.tracks[kind];
    const name = kind === 'audio' ? (on ? text.call.muteName : text.call.unmuteName) : on ? text.call.cameraOffName : text.call.cameraOnName;
    setAttribute(element, 'aria-label', name);
    setAttribute(element, 'title', name);
    element.classList.toggle('is-off', !on);
    setIcon(svg, `${kind === 'audio' ? 'mic' : 'camera'}${on ? '' : '-off'}`);
  }

  #metering(track) {
    if (track === this.#meteredTrack) return;
    this.#meter?.stop();
    this.#meteredTrack = track;
    this.#meter = track ? loudness(track, (value) => { this.bar.style.transform = `scaleX(${value.toFixed(3)})`; }) : null;
    this.level.classList.toggle('is-absent', !track);
    this.levelHint.classList.toggle('is-absent', !track);
  }

  async #start(kinds = undefined) {
    this.#asked = true;
    await this.#media.start(kinds);
    this.update();
  }

  #showNotices() {
    const media = this.#media;
    const state = JSON.stringify([media.problems, media.pending]);
    if (state === this.#noticesShown) return;
    this.#noticesShown = state;
    const shown = deviceNotices(media, {
      again: (kinds) => this.#start(kinds),
      joinWithout: () => this.#go(),
    });
    if (!window.isSecureContext || !media.usable) {
      const address = secureOrigin(location, this.#info.links);
      const actions = address ? [{ label: text.device.openSecure(address), href: address + location.pathname + location.search, action: 'open-secure' }] : [];
      if (media.kinds.length > 0 && !window.isSecureContext) shown.push(notice({ ...text.device.insecure, actions, id: 'insecure' }));
    }
    this.notices.replaceChildren(...shown);
  }

  #submit(event) {
    event.preventDefault();
    this.#go();
  }

  #go() {
    if (this.#secretShown && this.secret.value === '') {
      this.askSecret(false);
      return;
    }
    this.refusal.replaceChildren();
    this.#options.onJoin({ name: this.name.value.trim() || text.preview.namePlaceholder, secret: this.secret.value });
    this.update();
  }
}

/** The room is full: wait, or go elsewhere. */
export function fullView(call, { onWait, onBack }) {
  const title = h('h1', { tabindex: '-1' });
  const body = h('p', { class: 'quiet' }, text.door.fullBody);
  const state = h('p', { role: 'status', 'data-door': 'waiting' });
  const wait = h('button', { type: 'button', class: 'primary', 'data-action': 'wait', onclick: onWait }, text.door.wait);
  const stop = h('button', { type: 'button', 'data-action': 'stop-waiting', onclick: onBack }, text.door.stopWaiting);
  const another = h('a', { class: 'button', href: '/', 'data-action': 'another-room' }, text.door.another);
  const element = h('div', { class: 'door', 'data-door': 'full' }, icon('people'), title, body, state, h('div', { class: 'row' }, wait, stop, another));
  update();
  return { element, update, focus: () => title.focus(), close: () => {} };

  function update() {
    const waits = call.signaling.state !== 'refused';
    setText(title, text.door.fullTitle(call.refusal?.capacity ?? call.queue?.capacity ?? call.capacity));
    setText(state, waits ? text.door.waiting(call.queue?.position ?? 1) : '');
    body.hidden = waits;
    wait.hidden = waits;
    stop.hidden = !waits;
  }
}

/** After leaving, or when the call went on elsewhere. */
export function leftView(room, replaced) {
  const title = h('h1', { tabindex: '-1' }, replaced ? text.door.replacedTitle : text.door.leftTitle);
  const element = h(
    'div',
    { class: 'door', 'data-door': replaced ? 'replaced' : 'left' },
    icon('leave'),
    title,
    replaced ? h('p', { class: 'quiet' }, text.door.replacedBody) : null,
    h('div', { class: 'row' },
      h('button', { type: 'button', class: 'primary', 'data-action': 'rejoin', onclick: () => location.reload() }, text.door.rejoin),
      h('a', { class: 'button', href: '/', 'data-action': 'home' }, text.door.home)),
  );
  return { element, update: () => {}, focus: () => title.focus(), close: () => {} };
}
