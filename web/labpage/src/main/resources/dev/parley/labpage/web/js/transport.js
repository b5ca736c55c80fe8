/** The controls of time: play, step, speed, and the field that seeks. */

import { h, setAttribute, setText } from '../../call/js/shared/dom.js';
import { svgElement } from './glyphs.js';
import { SPEEDS } from './player.js';
import { moment, text } from './messages.en.js';

const words = text.time;
const FINE = 10_000;

const SHAPES = {
  play: 'M8 5v14l11-7z',
  pause: 'M7 5h4v14H7zM13 5h4v14h-4z',
  back: 'M16 5v14L5 12z',
  next: 'M6 5v14l8-7zM16 5h3v14h-3z',
  previous: 'M18 5v14l-8-7zM5 5h3v14H5z',
  start: 'M5 5h3v14H5zM19 5v14l-9-7z',
  end: 'M16 5h3v14h-3zM5 5v14l9-7z',
};

export class Transport {
  #lab;

  constructor(lab) {
    const { player } = lab;
    this.#lab = lab;
    this.play = this.#button('play', () => lab.playPause());
    this.back = this.#button('back', () => player.toggle(-1));
    this.speed = h('select', { id: 'speed', 'aria-label': words.speed, onchange: () => player.setSpeed(this.speed.value === 'even' ? 'even' : Number(this.speed.value)) },
      ...SPEEDS.map((speed) => h('option', { value: speed }, words.speeds[speed])), h('option', { value: 'even' }, words.speeds.even));
    this.speed.value = '1';
    this.seek = h('input', { type: 'range', class: 'seek', min: 0, max: FINE, step: 1, value: 0, 'aria-label': words.seek, oninput: () => {
      player.pause();
      player.seek((Number(this.seek.value) / FINE) * player.story.length);
    }, onchange: () => lab.settle() });
    this.now = h('output', { class: 'time-now numbers mono', for: 'speed' });
    this.count = h('span', { class: 'time-count small quiet numbers' });
    this.element = h('div', { class: 'transport', role: 'group', 'aria-label': words.title },
      h('div', { class: 'transport-buttons' },
        this.#button('start', () => player.goTo(0)), this.back, this.#button('previous', () => lab.step(-1)),
        this.play, this.#button('next', () => lab.step(1)), this.#button('end', () => player.goTo(Infinity))),
      h('div', { class: 'transport-time' }, this.now, this.count),
      this.seek, this.speed);
    this.play.classList.add('primary');
  }

  #button(name, onclick) {
    return h('button', { type: 'button', class: 'only-icon transport-button', 'data-action': name, 'aria-label': words[name], title: words[name], onclick }, shape(name));
  }

  update() {
    const { player, run } = this.#lab;
    const going = player.isPlaying;
    show(this.play, going && player.direction > 0 ? 'pause' : 'play');
    show(this.back, going && player.direction < 0 ? 'pause' : 'back');
    const { count } = player;
    const value = String(Math.round((player.position / player.story.length) * FINE));
    if (this.seek.value !== value) this.seek.value = value;
    setText(this.now, moment(player.now));
    setText(this.count, words.event(count, run.events.length));
    if (!going) setAttribute(this.seek, 'aria-valuetext', words.at(moment(player.now), count, run.events.length));
    const speed = player.isEven ? 'even' : String(player.speed);
    if (this.speed.value !== speed) this.speed.value = speed;
  }
}

function shape(name) {
  return svgElement('svg', { class: 'shape', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svgElement('path', { d: SHAPES[name] }));
}

function show(button, name) {
  const path = button.firstElementChild.firstElementChild;
  if (path.getAttribute('d') === SHAPES[name]) return;
  path.setAttribute('d', SHAPES[name]);
  button.setAttribute('aria-label', words[name]);
  button.title = words[name];
}
