/** The page of the check: begins by itself, or shows a result that a link carries. */

import { text } from '../text/check.js';
import { locale } from '../text/language.js';
import { h, icon } from '../shared/dom.js';
import { footer, header, say, serverInfo } from '../shared/shell.js';
import { customView } from './custom-view.js';
import { headline } from './headline.js';
import { HeadlineView } from './headline-view.js';
import { PathView } from './path-view.js';
import { unpacked } from './report.js';
import { RowView } from './row-view.js';
import { Run } from './run.js';
import { reportOf, shareView } from './share-view.js';

const PACKED = '#r=';

const main = document.getElementById('main');
document.getElementById('header').replaceWith(header({ here: 'check' }));
serverInfo().then((info) => document.getElementById('footer').replaceWith(footer(info)));

let run = null;
let report = null;
let chosen = null;
let saidFor = null;
let views = new Map();
const title = h('h1', { tabindex: '-1' }, text.page.title);
const top = new HeadlineView();
const path = new PathView();
const pathTitle = h('h2', { class: 'small', 'data-path': 'title' });
const list = h('ul', { class: 'rows', 'aria-label': text.page.rows });
const notes = h('div', {});
const buttons = h('div', { class: 'row' }, h('button', { type: 'button', 'data-action': 'check-again', onclick: () => begin() }, icon('again'), text.page.again));

main.replaceChildren(h('div', { class: 'check-page' },
  h('div', { class: 'check-head' }, title, h('p', { class: 'quiet' }, text.page.lead)),
  top.element,
  h('div', { class: 'check-list' }, notes, list, buttons),
  h('aside', { class: 'check-side', 'aria-label': text.page.path }, h('figure', { class: 'card path-card' }, pathTitle, path.element, path.caption)),
  h('div', { class: 'check-more' }, shareView(() => report ?? reportOf(run, headline(run.rows))), customView((server) => run.tryCustom(server)))));
document.title = `${text.shell.nav.check} · ${text.product}`;
document.documentElement.dataset.view = 'check';
window.parley = Object.freeze({
  state: () => {
    const rows = report?.rows ?? run?.rows ?? [];
    return { view: report ? 'result' : 'check', over: report !== null || (run?.over ?? false), headline: report?.headline ?? headline(rows), rows: rows.map(({ id, kind, url, verdict }) => ({ id, kind, url, ...verdict })) };
  },
});
addEventListener('hashchange', () => open());
addEventListener('pagehide', () => run?.stop());
open();

/** What the address asks for. */
async function open() {
  if (!location.hash.startsWith(PACKED)) {
    if (!run) begin();
    return;
  }
  const result = await unpacked(location.hash.slice(PACKED.length));
  try {
    if (result) show(result);
    else begin(text.share.badLink);
  } catch (error) {
    console.warn(`parley: ${error.message}`); // a link can say what no check ever said
    begin(text.share.badLink);
  }
}

function begin(note = null) {
  run?.stop();
  report = null;
  chosen = null;
  reset(note);
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  run = new Run((changed) => changed === run && update());
  run.start();
}

function show(result) {
  run?.stop();
  run = null;
  report = result;
  chosen = null;
  reset(text.share.shown(new Date(result.at).toLocaleString(locale)));
  buttons.firstElementChild.lastChild.textContent = text.share.fresh;
  draw(result.rows, result.headline, result);
}

function reset(note) {
  views = new Map();
  list.replaceChildren();
  buttons.firstElementChild.lastChild.textContent = text.page.again;
  notes.replaceChildren(...(note ? [h('p', { class: 'notice' }, note)] : []));
}

function update() {
  const { rows, session, refused, over } = run;
  if (refused !== null && notes.childElementCount === 0) notes.append(h('p', { class: 'notice notice-warn' }, text.page.noServer));
  const now = headline(rows);
  draw(rows, now, { seen: session?.seen ?? [], selfSigned: session?.given.selfSigned ?? false });
  if (over && saidFor !== run) {
    saidFor = run;
    say(text.live.done(top.title.textContent));
  }
}

function draw(rows, now, { seen, selfSigned }) {
  top.show(now, rows);
  for (const [index, row] of rows.entries()) {
    let view = views.get(row.id);
    if (!view) {
      view = new RowView(row, { onOpen: (id) => choose(id), action: row.kind === 'devices' && run ? { label: text.devices.press, run: () => run.tryDevices() } : null });
      views.set(row.id, view);
      const item = h('li', {}, view.element);
      list.insertBefore(item, list.children[index] ?? null);
    }
    view.update(row, { seen, selfSigned });
  }
  const drawn = rows.find(({ id }) => id === (chosen ?? now.culprit)) ?? rows.find(({ kind, verdict }) => kind === 'turn-udp' && verdict) ?? rows[0];
  if (drawn.url) {
    pathTitle.textContent = views.get(drawn.id).title.textContent;
    path.show(drawn);
  }
}

/** The drawing follows the fold that was opened last. */
function choose(id) {
  chosen = id;
  if (run) update();
  else draw(report.rows, report.headline, report);
}
