/** What the views share: parts that are rebuilt only when their content changed, and small words. */

import { text } from '../../text/anatomy.js';
import { h } from '../../shared/dom.js';

/** Parts of a view by key. `put` replaces one when its `mark` changed, so that focus, folds and selections last. */
export class Parts {
  #shown = new Map();

  constructor(element) {
    this.element = element;
  }

  /** Returns whether it was built anew. */
  put(key, mark, build) {
    const content = typeof mark === 'string' ? mark : JSON.stringify(mark);
    const before = this.#shown.get(key);
    if (before?.content === content) return false;
    const element = build();
    if (before) before.element.replaceWith(element);
    else this.element.append(element);
    this.#shown.set(key, { content, element });
    return true;
  }

  clear() {
    this.#shown.clear();
    this.element.replaceChildren();
  }
}

/** A few exclusive choices as a row of buttons; `set(value)` marks one. */
export function segments(label, choices, value, onChoose) {
  const buttons = Object.entries(choices).map(([key, words]) => h('button', { type: 'button', class: 'segment', 'data-choice': key, 'aria-pressed': key === value ? 'true' : 'false', onclick: () => {
    set(key);
    onChoose(key);
  } }, words));
  const set = (chosen) => buttons.forEach((button) => button.setAttribute('aria-pressed', button.dataset.choice === chosen ? 'true' : 'false'));
  return { element: h('div', { class: 'segments', role: 'group', 'aria-label': label }, buttons), set };
}

/** A list of facts: `[[name, value]]`, without those that are null. */
export function facts(pairs) {
  return h('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '').flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

/** `host`, `srflx` ... in its colour. */
export function kindTag(type) {
  return h('span', { class: `kind kind-${/^(host|srflx|prflx|relay)$/.test(type) ? type : 'other'}` }, type);
}

export const words = text.anatomy;
