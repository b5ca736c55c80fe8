/** Somebody's shared screen, as large as the stage allows. */

import { text } from '../text/room.js';
import { h, icon, setAttribute, setText } from '../shared/dom.js';
import { playing } from './tile.js';

export class ScreenTile {
  #peer;

  constructor(peer) {
    this.#peer = peer;
    this.video = h('video', { autoplay: true, playsinline: true, 'data-part': 'screen' });
    this.video.srcObject = peer.screen;
    this.video.addEventListener('loadeddata', () => this.update());
    this.note = h('p', { class: 'tile-note' }, text.screen.coming(peer.name));
    this.state = h('span', { class: 'tile-state numbers' });
    this.full = h('button', { type: 'button', class: 'tile-tool only-icon', 'aria-label': text.screen.full, title: text.screen.full, 'data-action': 'full-screen', hidden: !document.fullscreenEnabled, onclick: () => this.#full() }, icon('full'));
    this.element = h('div', { class: 'tile tile-screen', role: 'group', 'aria-label': text.screen.of(peer.name), 'data-screen-of': peer.id },
      this.video, h('div', { class: 'tile-blank' }, icon('screen'), this.note), this.full,
      h('div', { class: 'caption' }, icon('screen', true), h('span', { class: 'tile-name' }, text.screen.of(peer.name)), this.state));
    this.update();
  }

  play() {
    return playing(this.video);
  }

  update() {
    const { state } = this.#peer;
    setAttribute(this.element, 'data-state', state);
    this.element.classList.toggle('has-picture', this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);
    setText(this.state, state === 'reconnecting' ? text.tile.reconnecting(this.#peer.troubleSeconds) : '');
  }

  #full() {
    const done = document.fullscreenElement === this.element ? document.exitFullscreen() : this.element.requestFullscreen();
    done.catch(() => {}); // refused by the browser or the person: the tile stays as it is
  }
}
