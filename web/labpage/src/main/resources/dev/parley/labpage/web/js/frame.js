/** The header of the lab. */

import { h, icon } from '../../call/js/shared/dom.js';
import { themeButton } from '../../call/js/shared/shell.js';
import { keysSheet } from '../../call/js/shared/sheets.js';
import { text } from './messages.en.js';

const words = text.shell;

export function header(stage) {
  const button = (name, label, title, onclick) => h('button', { type: 'button', class: 'plain', 'data-action': name, title, onclick }, label);
  return h('header', { class: 'header lab-header' },
    h('a', { class: 'brand', href: '/lab' }, icon('brand'), h('span', { class: 'brand-words' }, text.product, ' ', h('span', { class: 'brand-lab' }, text.lab))),
    h('p', { class: 'header-room', 'data-header': 'scene' }),
    h('div', { class: 'header-end' },
      button('build', words.build, words.buildLong, () => stage.build()),
      button('change', words.change, words.changeLong, () => stage.change()),
      h('button', { type: 'button', class: 'plain only-icon', 'data-action': 'more', 'aria-label': words.more, title: words.more, onclick: () => stage.more() }, icon('more')),
      h('button', { type: 'button', class: 'plain only-icon wide-only', 'data-action': 'keys', 'aria-label': words.help, title: words.help, onclick: () => keysSheet(text.keys) }, icon('keys')),
      themeButton()));
}
