/** The timeline: three lanes with the twelve milestones on one axis, and under them the ladder of messages. */

import { own } from '../../shared/own.js';
import { h, setAttribute, setText, svg } from '../../shared/dom.js';
import { axisOf } from '../model/axis.js';
import { PHASES } from '../model/milestones.js';
import { LadderView } from './ladder-view.js';
import { facts, Parts, segments, words } from './parts.js';

export class TimelineView {
  #cursor;
  #model = null;
  #axis = null;
  #range = 'setup';
  #chosen = null;

  constructor({ cursor, narrow, openSheet }) {
    this.#cursor = cursor;
    this.narrow = narrow;
    this.openSheet = openSheet;
    this.summary = h('p', { class: 'summary', 'data-anatomy': 'summary' });
    this.range = segments(words.range, words.ranges, this.#range, (range) => {
      this.#range = range;
      this.#lanes();
    });
    this.lanes = h('div', { class: 'lanes' });
    this.parts = new Parts(this.lanes);
    this.slider = h('input', { type: 'range', class: 'moment', min: 0, max: 1000, step: 1, 'aria-label': words.cursor, oninput: () => this.#slide() });
    this.slider.value = '0';
    this.rule = h('span', { class: 'lane-rule', 'aria-hidden': 'true', hidden: true });
    this.moment = h('output', { class: 'small quiet numbers' });
    this.scale = h('div', { class: 'lane-scale', 'aria-hidden': 'true' });
    this.details = h('section', { class: 'details', 'aria-live': 'off', 'data-anatomy': 'details' }, h('h3', {}, words.details), h('p', { class: 'quiet' }, words.chooseOne));
    this.ladder = new LadderView({ cursor, choose: (step) => this.#choose(step) });
    this.element = h('div', { class: 'stack' },
      h('div', { class: 'spread' }, this.summary, this.range.element),
      h('div', { class: 'lanes-frame' }, this.lanes, h('div', { class: 'lane-foot' }, h('span', { class: 'lane-foot-words' }, this.moment), h('div', { class: 'lane-axis' }, this.slider, this.scale)), h('div', { class: 'lane-overlay', 'aria-hidden': 'true' }, this.rule)),
      h('div', { class: 'two-panes' }, this.ladder.element, this.details));
    cursor.addEventListener('move', () => this.#moved());
  }

  show(model) {
    this.#model = model;
    this.#summary();
    this.#lanes();
    this.ladder.show(model);
    this.#moved();
  }

  #summary() {
    const { milestones } = this.#model;
    const done = milestones.filter(({ at }) => at !== null);
    const frame = milestones.find(({ key }) => key === 'frame');
    const slowest = milestones.find((milestone) => milestone.slowest);
    const wait = waitOf(milestones);
    const sentence = frame.at !== null && slowest
      ? words.summary(words.milestones.page, frame.at - (wait?.length ?? 0), words.milestones[slowest.key], slowest.gap)
      : words.summaryOpen(done.length);
    setText(this.summary, sentence);
  }

  #lanes() {
    const { milestones, events, start, end, name } = this.#model;
    this.#axis = axisOf(milestones, end - start, this.#range === 'whole');
    const axis = this.#axis;
    for (const phase of PHASES) {
      const own = milestones.filter((milestone) => milestone.phase === phase).sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || 0);
      const ticks = this.#range === 'whole' ? ticksOf(events.filter((event) => event.phase === phase), start, axis) : { path: '', count: 0 };
      this.parts.put(phase, [own, axis.end, axis.cut, ticks, name], () => h('section', { class: `lane phase-${phase}`, 'data-phase': phase },
        h('div', { class: 'lane-head' }, h('h2', {}, words.phases[phase][0]), h('p', { class: 'small quiet' }, words.phases[phase][1])),
        ticks.count ? h('div', { class: 'lane-events' }, svg('svg', { viewBox: '0 0 1000 10', preserveAspectRatio: 'none', role: 'img', 'aria-label': words.eventsInLane(ticks.count, words.phases[phase][0]) }, svg('path', { d: ticks.path, 'vector-effect': 'non-scaling-stroke' }))) : null,
        h('ol', { class: 'milestones' }, own.map((milestone) => this.#milestone(milestone, milestones, axis)))));
    }
    this.scale.replaceChildren(...axis.ticks.map(({ share, at }) => {
      const tick = h('span', { class: 'tick numbers' }, words.at(at));
      tick.style.insetInlineStart = percent(share);
      return tick;
    }));
    this.#moved();
  }

  #milestone({ key, at, gap, t, slowest }, all, axis) {
    const rail = h('span', { class: 'rail', 'aria-hidden': 'true' });
    const wait = waitOf(all);
    const waited = wait && wait.until === key ? words.waited(this.#model.name, wait.length) : null;
    if (at !== null) {
      const bar = h('span', { class: waited ? 'rail-bar is-wait' : 'rail-bar' });
      const from = axis.share(at - (gap ?? 0));
      bar.style.insetInlineStart = percent(from);
      bar.style.inlineSize = percent(axis.share(at) - from);
      const mark = h('span', { class: 'rail-mark' });
      mark.style.insetInlineStart = percent(axis.share(at));
      rail.append(bar, mark);
    }
    const inside = [
      h('span', { class: 'milestone-name' }, words.milestones[key], slowest ? h('strong', { class: 'slowest' }, words.slowest) : null),
      rail,
      h('span', { class: 'milestone-gap numbers small quiet' }, waited ?? (gap === null ? '' : words.gap(gap))),
      h('span', { class: 'milestone-at numbers' }, at === null ? words.missing : words.at(at)),
    ];
    const attributes = { class: 'milestone', 'data-milestone': key, 'data-at': at === null ? null : at.toFixed(1) };
    if (at === null) return h('li', { ...attributes, class: 'milestone is-missing' }, h('div', { class: 'milestone-row' }, inside));
    return h('li', { ...attributes, class: slowest ? 'milestone is-slowest' : 'milestone' }, h('button', { type: 'button', class: 'milestone-row', onclick: () => this.#cursor.move(t) }, inside));
  }

  #slide() {
    this.#cursor.move(this.#model.start + this.#axis.at(Number(this.slider.value) / 1000));
  }

  #moved() {
    if (!this.#model) return;
    const { t } = this.#cursor;
    const at = t === null ? null : t - this.#model.start;
    this.rule.hidden = at === null;
    setText(this.moment, at === null ? '' : words.cursorAt(at));
    setAttribute(this.slider, 'aria-valuetext', at === null ? words.cursorAt(0) : words.cursorAt(at));
    if (at === null) return;
    const share = this.#axis.share(at);
    this.rule.style.insetInlineStart = percent(share);
    if (document.activeElement !== this.slider) this.slider.value = String(Math.round(share * 1000));
    for (const item of this.lanes.querySelectorAll('[data-milestone]')) item.classList.toggle('is-past', item.dataset.at !== undefined && Number(item.dataset.at) <= at + 0.05);
  }

  #choose(step) {
    this.#chosen = step;
    const content = this.#detailsOf(step);
    if (this.narrow()) {
      this.openSheet(own(words.steps, step.label) ?? step.label, content);
      return;
    }
    this.details.replaceChildren(h('h3', {}, own(words.steps, step.label) ?? step.label), content);
  }

  #detailsOf(step) {
    const { start, name, self, steps } = this.#model;
    const before = steps[steps.indexOf(step) - 1];
    const person = (who) => ({ here: words.here, there: words.there(name), server: words.server })[who];
    const { characters, sdp, type, ...rest } = step.event.data ?? {};
    return h('div', { class: 'stack-tight' },
      words.meanings[step.label] ? h('p', {}, words.meanings[step.label]) : null,
      facts([
        [words.fields.time, words.at(step.t - start)],
        [words.fields.since, before ? words.gap(step.t - before.t) : null],
        [words.fields.from, words.fromTo(placesOf(step).map(person))],
        [words.fields.phase, words.phases[step.phase][0]],
        [words.fields.by, step.event.side === 'there' ? name : self.name],
        [words.fields.size, typeof characters === 'number' ? words.characters(characters) : null],
        ...Object.entries(rest).map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : String(value)]),
      ]));
  }
}

/** The wait for the other person: `{until, length}`, or null when it was short. */
function waitOf(milestones) {
  const reached = milestones.filter(({ at }) => at !== null).sort((a, b) => a.at - b.at);
  const joined = reached.findIndex(({ key }) => key === 'joined');
  const next = reached[joined + 1];
  return joined >= 0 && next && next.gap > 300 ? { until: next.key, length: next.gap } : null;
}

/** What a message passes: those the server hands on come from one browser and go to the other. */
function placesOf({ from, to, goesOn }) {
  const opposite = { here: 'there', there: 'here' };
  if (!goesOn) return [from, to];
  return from === 'server' ? [opposite[to], from, to] : [from, to, opposite[from]];
}

function ticksOf(events, start, axis) {
  const places = new Set(events.filter((event) => event.t >= start).map((event) => Math.round(axis.share(event.t - start) * 1000)));
  return { count: events.length, path: [...places].map((x) => `M${x} 0V10`).join('') };
}

function percent(share) {
  return `${(share * 100).toFixed(2)}%`;
}
