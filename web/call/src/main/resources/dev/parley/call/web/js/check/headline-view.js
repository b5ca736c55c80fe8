/** The headline: one sentence, what stands in the way, who can mend it, what to ask for. */

import { text } from '../text/check.js';
import { h, icon, setAttribute, setIcon, setText } from '../shared/dom.js';
import { findingOf, titleOf } from './describe.js';

const SIGNS = { ok: 'good', warn: 'warn', bad: 'bad', none: 'clock' };

export function headlineWords(headline, rows) {
  const { title, body } = text.headline[headline.key](headline);
  const culprit = rows.find(({ id }) => id === headline.culprit);
  const host = rows.find(({ own, place }) => own && place)?.place.host ?? location.hostname;
  return {
    title, body,
    inTheWay: culprit ? `${text.inTheWay(titleOf(culprit))}. ${findingOf(culprit)}` : '',
    also: headline.also.length ? text.alsoFails(headline.also.length) : '',
    who: headline.who ? text.who[headline.who] : '',
    ask: headline.ports.length ? text.ask(headline.ports, host) : '',
  };
}

export class HeadlineView {
  constructor() {
    this.sign = icon('clock');
    this.title = h('h2', { 'data-headline': 'title' });
    this.parts = Object.fromEntries(['body', 'inTheWay', 'also', 'who', 'ask'].map((part) => [part, h('p', { 'data-headline': part, class: part === 'body' ? null : 'small' })]));
    this.element = h('section', { class: 'headline', 'data-level': 'none' }, h('div', { class: 'headline-title' }, this.sign, this.title), ...Object.values(this.parts));
  }

  show(headline, rows) {
    const words = headlineWords(headline, rows);
    setAttribute(this.element, 'data-level', headline.level);
    setAttribute(this.element, 'data-key', headline.key);
    setAttribute(this.element, 'data-culprit', headline.culprit ?? null);
    setIcon(this.sign, SIGNS[headline.level]);
    setText(this.title, words.title);
    for (const [part, element] of Object.entries(this.parts)) {
      setText(element, words[part]);
      element.hidden = words[part] === '';
    }
  }
}
