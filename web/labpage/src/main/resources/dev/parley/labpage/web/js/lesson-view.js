/** The lesson: one step at a time (look, guess, watch, what happened), and the list of all. */

import { h, setAttribute, setText } from '../../call/js/shared/dom.js';
import { say } from '../../call/js/shared/shell.js';
import { settings } from '../../call/js/shared/settings.js';
import { LESSONS } from './lessons.en.js';
import { momentsOf } from './lesson-steps.js';
import { text } from './messages.en.js';

const words = text.lessons;
const wide = matchMedia('(min-width: 1000px)');

export class LessonView {
  #lab;
  #scene;
  #at = 0;
  #moments = [];
  #answers = new Map();
  #shown = '';

  constructor(lab, scene) {
    this.#lab = lab;
    this.#scene = scene;
    this.title = h('h2', { class: 'lesson-title' });
    this.body = h('div', { class: 'lesson-step' });
    this.list = h('ol', { class: 'lesson-list' }, LESSONS.map((lesson, i) => this.#item(lesson, i)));
    this.scenes = h('ul', { class: 'lesson-list' });
    this.more = h('details', { class: 'lesson-more' }, h('summary', {}, words.also), this.scenes);
    this.all = h('details', { class: 'lesson-all' }, h('summary', {}, words.all), this.list, this.more);
    this.card = h('section', { class: 'lesson-card', tabindex: '-1', 'aria-label': text.views.lesson }, this.title, this.body);
    this.bar = h('button', { type: 'button', class: 'lesson-bar', 'data-action': 'lesson-bar', hidden: true, onclick: () => this.#show() });
    this.element = h('aside', { class: 'lab-lessons', 'aria-label': words.title }, this.card, this.all);
    const open = () => { this.all.open = wide.matches; };
    wide.addEventListener('change', open);
    open();
    scene.addEventListener('change', (event) => this.#open(event.step));
  }

  /** From 1 on; 0 outside of lessons. */
  get stepNumber() {
    return this.#scene.lesson ? this.#at + 1 : 0;
  }

  get #steps() {
    return this.#scene.lesson?.steps ?? [];
  }

  #open(step) {
    const { lesson, catalogue } = this.#scene;
    setText(this.title, this.#scene.title);
    this.#fillScenes(catalogue);
    for (const item of this.list.children) {
      const current = item.dataset.lesson === lesson?.id;
      setAttribute(item.firstElementChild, 'aria-current', current ? 'page' : null);
      this.#markDone(item);
    }
    this.#moments = lesson ? momentsOf(this.#lab.run, lesson.steps) : [];
    this.#answers.clear();
    this.#at = Math.max(0, Math.min((step ?? 1) - 1, this.#steps.length - 1));
    this.#shown = '';
    this.update();
  }

  /** Each step is shown as long as the person has not gone on; watching ends where it should. */
  update() {
    const step = this.#steps[this.#at];
    const { player } = this.#lab;
    if (!this.#lab.run) return;
    const reached = step?.until ? player.count >= (this.#moments[this.#at] ?? 0) : true;
    const watching = step?.until && player.isPlaying && !reached;
    const shown = `${this.#scene.lesson?.id ?? this.#scene.title} ${this.#at} ${reached} ${watching} ${this.#answers.get(this.#at) ?? ''}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.bar.hidden = !step;
    if (step) this.bar.replaceChildren(h('span', {}, `${words.step(this.#at + 1, this.#steps.length)} · ${watching ? words.watching : words.kinds[step.kind]}`), h('span', { 'aria-hidden': 'true' }, '↑'));
    const focus = this.body.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    this.body.replaceChildren(...(step ? this.#stepParts(step, reached, watching) : this.#sceneParts()));
    if (focus) (this.body.querySelector(`[data-action="${focus}"]`) ?? this.body.querySelector('.primary') ?? this.body.querySelector('button'))?.focus();
  }

  /** On a phone the lesson is above what it is about. */
  #show() {
    this.card.scrollIntoView({ block: 'start' });
    this.card.focus({ preventScroll: true });
  }

  /** The next step; one that waits for something goes there first. */
  next() {
    const step = this.#steps[this.#at];
    if (!step) return;
    const moment = this.#moments[this.#at];
    if (step.until && moment !== null && this.#lab.player.count < moment) {
      this.#lab.player.play({ until: moment });
      if (!wide.matches) document.querySelector('.lab-stage')?.scrollIntoView({ block: 'start' });
      return;
    }
    if (this.#at + 1 < this.#steps.length) this.go(this.#at + 1);
    else this.#nextLesson();
  }

  go(at) {
    this.#at = at;
    const step = this.#steps[at];
    if (!step.until) {
      const { player } = this.#lab;
      const moment = this.#moments[at] ?? 0;
      if (player.count !== moment || player.isPlaying) player.goTo(moment);
    }
    if (step.select) this.#select(step.select);
    if (at === this.#steps.length - 1) this.#done(this.#scene.lesson.id);
    this.#shown = '';
    this.update();
    this.#lab.settle();
    say(plain(step.text));
  }

  #select(wanted) {
    const { run, player } = this.#lab;
    if (wanted.node) this.#lab.select({ kind: 'node', node: wanted.node });
    if (wanted.last) {
      for (let i = player.count - 1; i >= 0; i -= 1) {
        if (!run.events[i].packet) continue;
        this.#lab.select({ kind: 'packet', packet: run.events[i].packet });
        break;
      }
    }
    if (wanted.show) this.onShow?.(wanted.show);
  }

  #stepParts(step, reached, watching) {
    const parts = [
      h('p', { class: 'lesson-progress small quiet' }, words.step(this.#at + 1, this.#steps.length), ' · ', h('strong', { class: `lesson-kind kind-${step.kind}` }, words.kinds[step.kind])),
      h('div', { class: 'lesson-dots', 'aria-hidden': 'true' }, this.#steps.map((_, i) => h('span', { class: i < this.#at ? 'dot is-past' : i === this.#at ? 'dot is-now' : 'dot' }))),
      ...paragraphs(step.text)];
    if (step.kind === 'predict') parts.push(this.#choices(step));
    if (step.until) parts.push(...(reached && step.after ? paragraphs(step.after) : []));
    parts.push(this.#buttons(step, reached, watching));
    return parts;
  }

  #choices(step) {
    const answer = this.#answers.get(this.#at);
    const given = answer !== undefined;
    return h('div', { class: 'choices', role: 'group', 'aria-label': words.kinds.predict },
      step.choices.map((choice, i) => h('button', {
        type: 'button', class: 'choice', 'data-action': `choice-${i}`, 'data-answer': given && (i === step.right ? 'right' : i === answer ? 'wrong' : 'other'), 'aria-pressed': given ? String(i === answer) : 'false',
        onclick: () => this.#answer(step, i),
      }, h('span', { class: 'choice-sign', 'aria-hidden': 'true' }, given && i === step.right ? '✓' : given && i === answer ? '✕' : '○'), h('span', {}, ...inline(choice)))),
      given ? h('p', { class: 'choice-words' }, h('strong', {}, answer === step.right ? words.right : words.wrong), ' ', ...inline(step.because ?? '')) : null);
  }

  #answer(step, i) {
    if (this.#answers.has(this.#at)) return;
    this.#answers.set(this.#at, i);
    this.update();
    say(`${i === step.right ? words.right : words.wrong} ${plain(step.because ?? '')}`);
  }

  #buttons(step, reached, watching) {
    const last = this.#at === this.#steps.length - 1;
    const label = step.until && !reached ? (watching ? words.watching : words.watch) : last ? words.nextLesson : words.next;
    return h('div', { class: 'lesson-buttons' },
      this.#at > 0 ? h('button', { type: 'button', class: 'plain', 'data-action': 'lesson-back', onclick: () => this.go(this.#at - 1) }, words.previous) : null,
      h('button', { type: 'button', class: step.kind === 'predict' && !this.#answers.has(this.#at) ? '' : 'primary', 'data-action': 'lesson-next', disabled: watching || null, onclick: () => this.next() }, label));
  }

  #sceneParts() {
    const { catalogue, scenario, net } = this.#scene;
    const known = catalogue.scenarios.find(({ name }) => name === scenario);
    return [h('p', {}, known?.summary ?? (net ? words.own : ''))];
  }

  #nextLesson() {
    const at = LESSONS.findIndex(({ id }) => id === this.#scene.lesson.id);
    this.#go(LESSONS[(at + 1) % LESSONS.length].id);
  }

  #item(lesson, i) {
    return h('li', { 'data-lesson': lesson.id }, h('a', { href: `/lab/${lesson.id}`, onclick: (event) => this.#follow(event, () => this.#go(lesson.id)) },
      h('span', { class: 'lesson-number numbers', 'aria-hidden': 'true' }, String(i + 1)), h('span', {}, lesson.title), h('span', { class: 'lesson-done small', hidden: true }, `✓ ${words.done}`)));
  }

  #fillScenes(catalogue) {
    const own = new Set(LESSONS.map(({ run }) => run.scenario));
    const rest = catalogue.scenarios.filter(({ name }) => !own.has(name));
    this.more.hidden = rest.length === 0;
    this.scenes.replaceChildren(...rest.map((scenario) => h('li', {}, h('a', { href: `/lab#scenario=${scenario.name}`, title: scenario.summary, 'aria-current': scenario.name === this.#scene.scenario ? 'page' : null, onclick: (event) => this.#follow(event, () => this.onOpen({ scenario: scenario.name })) }, h('span', {}, scenario.title)))));
  }

  /** A plain click stays in the page; with a key it opens where the browser says. */
  #follow(event, go) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go();
  }

  #go(id) {
    this.onOpen({ lesson: LESSONS.find((lesson) => lesson.id === id) });
  }

  /** Set by the page: opens a lesson or a scenario. */
  onOpen = () => {};
  /** Set by the page: shows a tab of the details. */
  onShow = null;

  #done(id) {
    settings.set(`lab.done.${id}`, 'yes');
    for (const item of this.list.children) this.#markDone(item);
  }

  #markDone(item) {
    item.querySelector('.lesson-done').hidden = settings.get(`lab.done.${item.dataset.lesson}`) !== 'yes';
  }
}

function paragraphs(words) {
  return [words].flat().map((one) => h('p', {}, ...inline(one)));
}

/** Text with `code` and *stress*. */
function inline(words) {
  return words.split(/(`[^`]+`|\*[^*]+\*)/).filter(Boolean).map((part) => {
    if (part.startsWith('`')) return h('code', {}, part.slice(1, -1));
    return part.startsWith('*') ? h('strong', {}, part.slice(1, -1)) : part;
  });
}

function plain(words) {
  return [words].flat().join(' ').replace(/[`*]/g, '');
}
