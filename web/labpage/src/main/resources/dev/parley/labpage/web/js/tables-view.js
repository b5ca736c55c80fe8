/** The tables of all gateways, small and always in view: they fill and expire while packets move. */

import { h, setAttribute, setText } from '../../call/js/shared/dom.js';
import { endpoint } from './parts.js';
import { split } from './forms.js';
import { groupRows, removedRows, secondsLeft, shareLeft } from './rows.js';
import { siteOf } from './net.js';
import { text } from './messages.en.js';

const words = text.table;
const MOST_ROWS = { small: 12, full: 32 };

/** One table, kept up to date with as few changes to the page as can be. */
export class TableView {
  #lab;
  #node;
  #shown = '';
  #clocks = [];

  constructor(lab, node, { heading = 'h3', full = false } = {}) {
    this.#lab = lab;
    this.#node = node;
    this.most = full ? MOST_ROWS.full : MOST_ROWS.small;
    this.full = full;
    this.count = h('span', { class: 'small quiet numbers' });
    this.title = h('button', { type: 'button', class: 'table-title', onclick: () => lab.select({ kind: 'node', node }, { open: true }) }, node);
    this.body = h('ul', { class: 'nat-rows', 'aria-label': words.title(node) });
    this.empty = h('p', { class: 'quiet small table-empty' }, words.empty);
    this.rest = h('p', { class: 'quiet small table-empty', hidden: true });
    this.scroll = h('div', { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': words.title(node) }, this.body, this.empty, this.rest);
    this.element = h('section', { class: `table-card${full ? ' table-full' : ''}`, 'data-table': node }, h(heading, { class: 'table-head' }, full ? words.title(node) : this.title, this.count), this.scroll);
  }

  update() {
    const { world, run, player, flights, selected } = this.#lab;
    const rows = world.rowsOf(this.#node);
    const fresh = (index) => flights.isFresh(index, player.position);
    let since = player.count;
    while (since > 0 && (fresh(since - 1))) since -= 1;
    const gone = removedRows(run, this.#node, Math.min(since, Math.max(0, player.count - 1)), player.count);
    const groups = groupRows(rows, gone);
    const markOf = (row) => (row.goneAt !== undefined ? 'gone' : fresh(row.added) ? 'new' : fresh(row.used) ? 'used' : '');
    const chosen = selected?.kind === 'row' && selected.node === this.#node ? selected.row : 0;
    const shown = JSON.stringify([chosen, groups.slice(0, this.most).map(({ row, remotes }) => [row.id, markOf(row), remotes.map((remote) => [remote.id, markOf(remote)])])]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#clocks = [];
      const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.row : null;
      this.body.replaceChildren(...groups.slice(0, this.most).flatMap((group) => this.#rows(group, markOf, chosen)));
      if (focused) this.body.querySelector(`[data-row="${focused}"]`)?.focus();
      this.#tell(groups, rows.length);
    }
    for (const clock of this.#clocks) {
      setText(clock.words, words.seconds(secondsLeft(clock.row, player.now)));
      clock.bar.style.inlineSize = `${(100 * shareLeft(clock.row, player.now)).toFixed(1)}%`;
    }
  }

  #tell(groups, count) {
    this.body.hidden = groups.length === 0;
    this.empty.hidden = groups.length > 0;
    setText(this.count, words.rows(count));
    this.rest.hidden = groups.length <= this.most;
    setText(this.rest, words.more(groups.length - this.most));
    setAttribute(this.element, 'data-empty', groups.length === 0);
  }

  /** A mapping, and under it a line for each remote end that may use it. */
  #rows({ row, remotes }, markOf, chosen) {
    const mark = markOf(row);
    const head = h('div', { class: 'nat-head', 'data-mark': mark || null }, this.#button(row, mark, chosen,
      h('span', { class: 'for-readers' }, `${words.inside} `), endpoint(row.kind === 'BLOCK' ? split(row.inside)[0] : row.inside), ...outsideParts(row)));
    const lines = remotes.length > 0 ? remotes : row.kind === 'BLOCK' ? [] : [row];
    return [h('li', { class: 'nat-row' }, head, lines.length === 0 ? null : h('ul', { class: 'nat-remotes', 'aria-label': words.remotes }, lines.map((one) => this.#remote(one, one === row, markOf(one), chosen))))];
  }

  #remote(row, isMapping, mark, chosen) {
    const who = row.remote ? endpoint(row.remote) : h('span', { class: 'quiet' }, this.#letsEverybodyIn() ? words.everybody : words.nobody);
    return h('li', { class: 'nat-remote', 'data-mark': isMapping ? null : mark || null },
      h('span', { class: 'nat-arrow', 'aria-hidden': 'true' }, '↳'),
      isMapping ? who : this.#button(row, mark, chosen, who),
      this.#left(row, mark));
  }

  #letsEverybodyIn() {
    return (siteOf(this.#lab.run.topology, this.#node)?.gateway.nat.filtering ?? 'endpoint-independent') === 'endpoint-independent';
  }

  #button(row, mark, chosen, ...content) {
    return h('button', {
      type: 'button', class: 'row-button', 'data-row': row.id, 'data-chosen': row.id === chosen || null, title: words.choose(row.id),
      onclick: () => this.#lab.select({ kind: 'row', node: this.#node, row: row.id }, { open: true }),
    }, ...content, mark ? h('span', { class: `mark mark-${mark}` }, words.marks[mark]) : null);
  }

  #left(row, mark) {
    if (mark === 'gone') return h('span', { class: 'small gone-words' }, words.goneFor[row.reason] ?? row.reason);
    const bar = h('span', { class: 'left-bar' });
    const label = h('span', { class: 'numbers' });
    this.#clocks.push({ row, words: label, bar });
    return h('span', { class: 'left' }, label, h('span', { class: 'left-track', 'aria-hidden': 'true' }, bar));
  }
}

/** The tables of all gateways side by side. */
export class TablesView {
  #lab;
  #views = [];

  constructor(lab) {
    this.#lab = lab;
    this.none = h('p', { class: 'quiet', hidden: true }, words.none);
    this.element = h('div', { class: 'tables', role: 'group', 'aria-label': text.views.tables }, this.none);
  }

  load(run, gateways) {
    this.#views = gateways.map((node) => new TableView(this.#lab, node));
    this.none.hidden = gateways.length > 0;
    this.element.replaceChildren(this.none, ...this.#views.map(({ element }) => element));
    this.element.style.setProperty('--tables', String(Math.max(1, gateways.length)));
  }

  update() {
    if (this.element.offsetParent === null) return;
    for (const view of this.#views) view.update();
  }
}

/** What an inside endpoint is outside. */
function outsideParts(row) {
  if (row.kind === 'BLOCK') {
    const [, first] = split(row.inside);
    const [address, last] = split(row.outside);
    return [h('span', { class: 'nat-becomes', 'aria-hidden': 'true' }, '⇄'), endpoint(address), h('span', { class: 'mono' }, ` ${words.block(first, last)}`)];
  }
  if (!row.outside) return [h('span', { class: 'quiet' }, ` ${words.untranslated}`)];
  return [h('span', { class: 'nat-becomes', 'aria-hidden': 'true' }, '⇄'), h('span', { class: 'for-readers' }, ` ${words.outside} `), endpoint(row.outside)];
}
