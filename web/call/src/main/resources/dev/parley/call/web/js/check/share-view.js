/** What to hand on: as text, as JSON, as a link that carries the result in itself. */

import { text } from '../text/check.js';
import { h, icon, setText } from '../shared/dom.js';
import { copy } from '../shared/shell.js';
import { adviceOf, browserLines, findingOf, serverLines, titleOf } from './describe.js';
import { FORMAT, masked, packed } from './report.js';
import { headlineWords } from './headline-view.js';

/** `report()` gives the whole of it, unmasked. */
export function shareView(report) {
  const addresses = h('input', { type: 'checkbox', id: 'addresses' });
  const chosen = () => addresses.checked ? report() : masked(report());
  const button = (action, label, make) => {
    const words = h('span', {}, label);
    const element = h('button', { type: 'button', 'data-action': action, onclick: async () => {
      await copy(await make(chosen()), element, words);
      setTimeout(() => setText(words, label), 2600);
    } }, icon('copy'), words);
    return element;
  };
  return h('section', { class: 'card share', 'aria-labelledby': 'share-title' },
    h('h2', { id: 'share-title' }, text.share.title),
    h('p', { class: 'quiet' }, text.share.intro),
    h('label', { class: 'check', for: 'addresses' }, addresses, text.share.addresses),
    h('div', { class: 'row' },
      button('copy-text', text.share.text, asText),
      button('copy-json', text.share.json, (result) => JSON.stringify(result, null, 1)),
      button('copy-result-link', text.share.link, async (result) => `${location.origin}${location.pathname}#r=${await packed(result)}`)),
    h('p', { class: 'small quiet' }, text.share.linkNote));
}

/** A run as plain data, without keys. */
export function reportOf(run, headline) {
  return {
    format: FORMAT,
    at: run.at.toISOString(),
    page: location.origin,
    userAgent: navigator.userAgent,
    selfSigned: run.session?.given.selfSigned ?? false,
    from: run.session?.given.from ?? null,
    headline,
    seen: run.session?.seen ?? [],
    rows: run.rows.map(({ id, kind, url, place, own, custom, verdict, browser, server, carried }) => ({ id, kind, url, place, own, custom, verdict, browser, server, carried })),
  };
}

function asText(report) {
  const { title, body } = headlineWords(report.headline, report.rows);
  const lines = [text.report.title, `${text.report.at}: ${report.at}`, `${text.report.page}: ${report.page}`, `${text.report.browser}: ${report.userAgent}`, '', title, body];
  for (const row of report.rows) {
    lines.push('', `[${text.state[row.verdict.state]}] ${titleOf(row)}: ${findingOf(row)}`);
    const advice = adviceOf(row, report);
    if (advice) lines.push(`  ${advice}`);
    for (const line of browserLines(row)) lines.push(`  ${text.witness.browser}: ${line}`);
    for (const line of serverLines(row, report.seen) ?? []) lines.push(`  ${text.witness.server}: ${line}`);
  }
  return lines.join('\n');
}
