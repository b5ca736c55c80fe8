/** One person's picture with its caption. The caption always says in words what the picture cannot. */

import { text } from '../text/room.js';
import { h, icon, setAttribute, setIcon, setText } from '../shared/dom.js';
import { pathWords } from '../call/path.js';

const EXPLAIN_MILLIS = 4000;
const OFFER_ACTION_MILLIS = 10_000;

/** The words of a tile for a peer's state. Pure, so that it can be tested without a page. */
export function tileWords({ name, state, waitsFor, waitedMillis, troubleSeconds, path, ways }) {
  const words = text.tile;
  const label = {
    waiting: words.waiting,
    connecting: words.connecting,
    connected: '',
    unstable: words.unstable,
    reconnecting: words.reconnecting(troubleSeconds),
    failed: words.failed,
    left: words.left,
  }[state];
  const caption = [label, state === 'connected' || state === 'unstable' ? pathWords(path, text.path) : ''].filter(Boolean).join(' · ');
  const waiting = state === 'waiting' || state === 'connecting' || state === 'reconnecting';
  if (state === 'failed') {
    return { caption, title: words.failedTitle(name), body: words.failedBody(ways.map((way) => words.ways[way])), actions: ['try-again', 'stop-waiting'] };
  }
  if (waiting && waitedMillis >= EXPLAIN_MILLIS && waitsFor) {
    return {
      caption,
      title: waitsFor === 'away' && state === 'reconnecting' ? words.lost(name) : '',
      body: waitsFor === 'away' && state === 'reconnecting' ? words.lostBody(troubleSeconds) : words.waitsFor[waitsFor](name),
      actions: waitedMillis >= OFFER_ACTION_MILLIS ? (waitsFor === 'away' ? ['stop-waiting'] : ['try-again']) : [],
    };
  }
  return { caption, title: '', body: '', actions: [] };
}

/** Starts a picture with its sound; resolves to false where the browser wants a press first. */
export async function playing(video) {
  try {
    await video.play();
    return true;
  } catch (error) {
    return error.name !== 'NotAllowedError';
  }
}

function captionOf(name) {
  const mic = icon('mic', true);
  const micWord = h('span', { class: 'for-readers' });
  const state = h('span', { class: 'tile-state numbers', 'data-part': 'state' });
  const nameElement = h('span', { class: 'tile-name' }, name);
  const element = h('div', { class: 'caption' }, mic, micWord, nameElement, state);
  return { element, name: nameElement, state, showMic };

  function showMic(device, speaking = false) {
    setIcon(mic, speaking ? 'sound' : device === 'on' ? 'mic' : 'mic-off');
    setText(micWord, speaking ? text.call.speaking : { on: text.call.micOn, off: text.call.micOff, none: text.call.micNone }[device]);
    mic.classList.toggle('is-off', device !== 'on');
  }
}

/** The tile of somebody else. */
export class PeerTile {
  #peer;
  #call;
  #waitSince = null;
  #shown = '';

  constructor(peer, call) {
    this.#peer = peer;
    this.#call = call;
    this.video = h('video', { autoplay: true, playsinline: true, 'data-part': 'video' });
    this.video.srcObject = peer.stream;
    this.video.addEventListener('loadeddata', () => call.firstMedia(peer), { once: true });
    this.caption = captionOf(peer.name);
    this.letter = h('span', { class: 'letter', 'aria-hidden': 'true' }, [...peer.name][0]?.toUpperCase() ?? '');
    this.noPicture = h('p', { class: 'tile-note' });
    this.title = h('p', { class: 'tile-title' });
    this.body = h('p', {});
    this.actions = h('div', { class: 'row' });
    this.box = h('div', { class: 'tile-box', hidden: true }, this.title, this.body, this.actions);
    this.element = h('div', { class: 'tile', role: 'group', 'aria-label': text.tile.of(peer.name), 'data-peer': peer.id },
      this.video, h('div', { class: 'tile-blank' }, this.letter, this.noPicture), this.box, this.caption.element);
    this.update();
  }

  /** Sound needs a gesture in some browsers; resolves to whether it plays. */
  play() {
    return playing(this.video);
  }

  update() {
    const peer = this.#peer;
    const { state } = peer;
    const now = performance.now();
    const waits = state === 'waiting' || state === 'connecting' || state === 'reconnecting';
    if (!waits) this.#waitSince = null;
    else this.#waitSince ??= state === 'reconnecting' ? now - peer.troubleSeconds * 1000 : peer.since;
    const words = tileWords({
      name: peer.name,
      state,
      waitsFor: peer.waitsFor,
      waitedMillis: waits ? now - this.#waitSince : 0,
      troubleSeconds: peer.troubleSeconds,
      path: peer.path,
      ways: this.#call.ways,
    });
    setAttribute(this.element, 'data-state', state);
    setAttribute(this.element, 'data-path', peer.path ? (peer.path.relayed ? 'relayed' : 'direct') : null);
    setAttribute(this.element, 'data-via', peer.path?.via ?? null);
    this.caption.showMic(peer.devices.audio, peer.speaking);
    this.element.classList.toggle('is-speaking', peer.speaking);
    setText(this.caption.state, words.caption);
    const picture = peer.devices.video === 'on' && peer.stream.getVideoTracks().length > 0;
    this.element.classList.toggle('has-picture', picture);
    const known = state === 'connected' || state === 'unstable';
    setText(this.noPicture, known && !picture ? (peer.devices.video === 'off' ? text.call.theirCameraOff(peer.name) : text.call.theirCameraNone(peer.name)) : '');
    setText(this.title, words.title);
    setText(this.body, words.body);
    this.title.hidden = words.title === '';
    this.box.hidden = words.body === '';
    const shown = words.actions.join();
    if (shown === this.#shown) return;
    this.#shown = shown;
    const hadFocus = this.actions.contains(document.activeElement);
    this.actions.replaceChildren(...words.actions.map((action) =>
      action === 'try-again'
        ? h('button', { type: 'button', class: 'primary', 'data-action': action, onclick: () => peer.callAgain() }, text.tile.tryAgain)
        : h('button', { type: 'button', 'data-action': action, onclick: () => this.#call.forget(peer) }, text.tile.stopWaiting)));
    if (hadFocus) document.getElementById('stage-title')?.focus();
  }
}

/** One's own tile, mirrored. */
export class SelfTile {
  #media;

  constructor(media) {
    this.#media = media;
    this.video = h('video', { autoplay: true, playsinline: true, muted: true, class: 'mirrored', 'aria-hidden': 'true' });
    this.video.muted = true;
    this.video.srcObject = media.stream;
    this.caption = captionOf(text.call.you);
    this.element = h('div', { class: 'tile tile-self', role: 'group', 'aria-label': text.tile.yours, 'data-tile': 'self' },
      this.video, h('div', { class: 'tile-blank' }, icon('person')), this.caption.element);
    this.update();
  }

  update() {
    const video = this.#media.stateOf('video');
    this.caption.showMic(this.#media.stateOf('audio'));
    this.element.classList.toggle('has-picture', video === 'on');
    setText(this.caption.state, video === 'on' ? '' : video === 'off' ? text.call.cameraIsOff : text.call.cameraIsNone);
  }
}
