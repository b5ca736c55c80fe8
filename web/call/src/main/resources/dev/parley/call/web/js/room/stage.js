/** The stage of a call: everybody's tile, shared screens large, one's own picture, and who is speaking. */

import { text } from '../text/room.js';
import { h, icon, setAttribute, setText } from '../shared/dom.js';
import { invitation } from '../shared/shell.js';
import { pathOfRoom } from '../shared/rooms.js';
import { ScreenTile } from './screen-tile.js';
import { PeerTile, SelfTile } from './tile.js';

export class Stage {
  #call;
  #media;
  #tiles = new Map();
  #screens = new Map();

  /** `options`: `origin` for the invitation. */
  constructor(call, media, { origin }) {
    this.#call = call;
    this.#media = media;
    this.title = h('h1', { id: 'stage-title', class: 'for-readers', tabindex: '-1' }, text.call.stage(call.room));
    this.notices = h('div', { class: 'stage-notices stack-tight', 'data-notices': 'call' });
    this.self = new SelfTile(media);
    const invite = invitation(origin);
    invite.update(pathOfRoom(call.room));
    this.aloneTitle = h('h2', {}, text.call.alone);
    this.alone = h('div', { class: 'alone card', 'data-part': 'alone' }, this.aloneTitle, h('p', { class: 'quiet' }, text.call.aloneBody), invite.element);
    this.people = h('div', { class: 'others' }, this.self.element);
    this.sharing = h('div', { class: 'sharing-line', 'data-part': 'sharing', hidden: true },
      icon('screen', true), h('p', {}, text.screen.yours),
      h('button', { type: 'button', 'data-action': 'stop-sharing', onclick: () => this.#stopSharing() }, text.screen.stop));
    this.sound = h('button', { type: 'button', class: 'primary sound', hidden: true, 'data-action': 'play', onclick: () => this.#playAll() }, icon('sound'), text.call.playBlocked);
    this.element = h('section', { class: 'stage', 'aria-labelledby': 'stage-title' }, this.title, this.notices, this.sharing, this.alone, this.people, this.sound);
  }

  focus() {
    this.title.focus();
  }

  update() {
    this.#keep(this.#tiles, [...this.#call.peers.values()], (peer) => new PeerTile(peer, this.#call));
    this.#keep(this.#screens, [...this.#call.peers.values()].filter((peer) => peer.devices.screen === 'on'), (peer) => new ScreenTile(peer));
    // The newest screen is the one people talk about.
    const newest = [...this.#screens.values()].at(-1);
    for (const screen of this.#screens.values()) screen.element.classList.toggle('is-big', screen === newest);
    if (this.#tiles.size) setText(this.aloneTitle, text.call.aloneAgain);
    this.alone.hidden = this.#call.peers.size > 0;
    this.self.update();
    if (!this.#call.screen.active && this.sharing.contains(document.activeElement)) this.focus();
    this.sharing.hidden = !this.#call.screen.active;
    setAttribute(this.element, 'data-count', this.#call.peers.size);
    this.people.style.setProperty('--small-tiles', String(Math.max(1, this.#tiles.size + this.#screens.size))); // with oneself, without the big one
    setAttribute(this.element, 'data-screen', this.#screens.size > 0);
  }

  /** Looks who speaks; meant to be called some times a second. */
  listen() {
    for (const [id, tile] of this.#tiles) if (this.#call.peers.get(id)?.listen()) tile.update();
  }

  /** Everything plays on the chosen speaker. */
  useSpeaker() {
    for (const tile of this.#all()) this.#useSpeaker(tile);
  }

  /** The picture worth watching from afar: a screen, else who speaks, else anybody with a picture. */
  get mainVideo() {
    const withPicture = [...this.#tiles.entries()].filter(([, tile]) => tile.element.classList.contains('has-picture'));
    const speaker = withPicture.find(([id]) => this.#call.peers.get(id)?.speaking);
    return [...this.#screens.values()].at(-1)?.video ?? (speaker ?? withPicture[0])?.[1].video ?? null;
  }

  #all() {
    return [...this.#screens.values(), ...this.#tiles.values()];
  }

  /** One tile for each of these peers, no other; the ones that stay are not touched. */
  #keep(tiles, peers, make) {
    for (const [id, tile] of tiles) {
      if (peers.some((peer) => peer.id === id)) continue;
      if (tile.element.contains(document.activeElement)) this.focus();
      tile.element.remove();
      tiles.delete(id);
    }
    for (const peer of peers) {
      let tile = tiles.get(peer.id);
      if (!tile) {
        tile = make(peer);
        tiles.set(peer.id, tile);
        this.self.element.before(tile.element);
        this.#useSpeaker(tile);
        tile.play().then((plays) => { if (!plays) this.sound.hidden = false; });
      }
      tile.update();
    }
  }

  #useSpeaker({ video }) {
    const { speaker } = this.#media;
    if (speaker && video.setSinkId) video.setSinkId(speaker).catch((error) => this.#call.record(null, 'speaker-refused', { reason: error.message }));
  }

  #stopSharing() {
    this.focus();
    this.#call.shareScreen(false);
  }

  async #playAll() {
    const results = await Promise.all(this.#all().map((tile) => tile.play()));
    if (!results.every(Boolean)) return;
    this.focus();
    this.sound.hidden = true;
  }
}
