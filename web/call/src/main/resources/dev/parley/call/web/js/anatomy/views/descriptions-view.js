/** Both descriptions side by side, each line with its meaning and what the other side answered. */

import { own } from '../../shared/own.js';
import { text as sdp } from '../../text/sdp.js';
import { h } from '../../shared/dom.js';
import { shown } from '../model/sdp.js';
import { allRows, compareDescriptions } from '../model/sdp-compare.js';
import { facts, Parts, segments, words } from './parts.js';

export class DescriptionsView {
  #model = null;
  #filter = 'all';

  constructor() {
    this.filter = segments(words.filter, words.filters, this.#filter, (filter) => {
      this.#filter = filter;
      this.show(this.#model);
    });
    this.body = h('div', { class: 'stack' });
    this.parts = new Parts(this.body);
    this.element = h('div', { class: 'stack' }, this.filter.element, this.body);
  }

  show(model) {
    this.#model = model;
    const { descriptions, created, name } = model;
    const { local = null, remote = null } = descriptions ?? {};
    this.parts.put('all', [local?.sdp, remote?.sdp, created, this.#filter, name], () => this.#build(local, remote, created, name));
  }

  #build(local, remote, created, name) {
    if (!local && !remote) return h('p', { class: 'quiet' }, words.noDescription);
    const sections = compareDescriptions(local?.sdp ?? '', remote?.sdp ?? '', { createdSdp: created });
    const rows = allRows(sections);
    const unknown = rows.filter(({ line }) => line.kind === null).length;
    const lines = rows.reduce((count, row) => count + (row.local ? 1 : 0) + (row.remote ? 1 : 0), 0);
    const title = (words_, description) => (description ? `${words_} (${own(words.sdpOf, description.type) ?? description.type})` : `${words_}: ${words.noDescription}`);
    return h('div', { class: 'sdp', 'data-lines': lines, 'data-unknown': unknown },
      h('p', { class: 'small quiet' }, words.linesShown(lines, unknown)),
      h('div', { class: 'sdp-head' }, h('strong', {}, title(words.local, local)), h('strong', {}, title(words.remote(name), remote))),
      sections.map((section) => this.#section(section)));
  }

  #section(section) {
    const fits = ({ line }) => this.#filter === 'all' || line.about === this.#filter;
    const rows = section.rows.filter(fits);
    const folds = section.folds.map((fold) => ({ ...fold, rows: fold.rows.filter(fits) })).filter((fold) => fold.rows.length);
    if (rows.length + folds.length === 0) return null;
    const title = titleOf(section);
    return h('section', { class: 'sdp-section', 'data-mid': section.mid }, h('h2', {}, title), rows.map(rowOf), folds.map(foldOf));
  }
}

/** Lines that are read together come into the page when somebody opens them. */
function foldOf(fold) {
  const title = fold.kind === 'codec' ? words.folds.codec(fold.name, fold.payload, fold.rows.length) : words.folds[fold.kind](fold.rows.length);
  const body = h('div', { class: 'sdp-fold-body' });
  const element = h('details', { class: 'sdp-fold', 'data-fold': fold.key, ontoggle: () => {
    if (element.open && !body.firstChild) body.append(...fold.rows.map(rowOf));
  } }, h('summary', {}, h('span', {}, title)), body);
  return element;
}

function rowOf(row) {
  const { line, local, remote, answer } = row;
  const meaning = line.kind === null ? sdp.unknown : sdp.kinds[line.kind](line.values);
  const changed = local?.changed === true;
  const body = h('div', { class: 'sdp-more' });
  const side = (one, which) => h('code', { class: one ? `sdp-text sdp-${which}` : `sdp-text sdp-${which} is-empty`, 'data-line': one ? which : null }, one ? shown(one.text) : '');
  const element = h('details', { class: `sdp-row about-${line.about}${line.text.startsWith('m=') ? ' is-media' : ''}`, 'data-kind': line.kind ?? 'unknown', 'data-explained': line.kind === null ? 'false' : 'true', ontoggle: () => {
    if (element.open && !body.firstChild) body.append(...moreOf(row));
  } },
  h('summary', {},
    h('span', { class: 'sdp-sides' }, answer === 'same' ? h('code', { class: 'sdp-text sdp-both', 'data-line': 'both' }, shown(local.text)) : [side(local, 'local'), side(remote, 'remote')]),
    h('span', { class: 'sdp-meaning' }, h('span', { class: `tag tag-${answer}` }, words.answerTags[answer]), changed ? h('span', { class: 'tag tag-changed' }, words.changed) : null, ` ${meaning}`)),
  body);
  return element;
}

function moreOf({ line, local, remote, answer }) {
  const named = Object.entries(line.values).filter(([, value]) => value !== undefined && value !== '').map(([key, value]) => [own(sdp.values, key) ?? key, h('code', {}, value.trim())]);
  const other = answer === 'differs' && remote.kind ? sdp.kinds[remote.kind](remote.values) : null;
  return [
    named.length ? facts(named) : null,
    h('p', { class: 'small' }, words.answers[answer], other ? ` ${other}` : ''),
    local?.changed ? h('p', { class: 'small' }, words.changedFrom(local.before ? shown(local.before) : null)) : null,
    h('p', { class: 'small quiet' }, line.rfc ? `${words.definedIn(line.rfc)} · ${words.about[line.about]}` : words.about[line.about]),
  ].filter(Boolean);
}

function titleOf({ media, mid, index }) {
  const titles = words.sections;
  if (media === null) return titles.session;
  const known = own(titles, media);
  return typeof known === 'function' && media !== 'other' ? known(mid ?? index) : titles.other(media, mid ?? index);
}
