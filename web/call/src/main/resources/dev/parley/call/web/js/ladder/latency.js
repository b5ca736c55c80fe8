/** The page of the ladder: measures at once with itself as the other end, with another person once there is one. */

import { text } from '../text/ladder.js';
import { Session } from '../check/session.js';
import { describePath, selectedPair } from '../call/path.js';
import { h, icon, setText } from '../shared/dom.js';
import { footer, header, invitation, invitingOrigin, serverInfo } from '../shared/shell.js';
import { DirectPath } from './direct.js';
import { LadderView } from './ladder-view.js';
import { beginPair } from './line.js';
import { Member } from './member.js';
import { WAYS } from './ways.js';

const TOKEN = /^#t=([0-9a-f]{32})$/;
const PATH_EVERY_MILLIS = 2000;

const main = document.getElementById('main');
document.getElementById('header').replaceWith(header({ here: 'latency' }));
const getInfo = serverInfo().then((info) => {
  document.getElementById('footer').replaceWith(footer(info));
  return info;
});

const guestToken = TOKEN.exec(location.hash)?.[1] ?? null;
const view = new LadderView();
const other = h('p', { 'data-ladder': 'other' });
const status = h('p', { class: 'small', role: 'status', 'data-ladder': 'status' });
const pauseWord = h('span', {}, text.action.pause);
const pauseButton = h('button', { type: 'button', 'data-action': 'pause', onclick: () => { current.member.going = !current.member.going; } }, pauseWord);
const again = h('button', { type: 'button', 'data-action': 'start-over', onclick: () => startOver() }, icon('again'), text.action.again);
const invite = h('button', { type: 'button', 'data-action': 'invite', hidden: guestToken !== null, onclick: () => inviteSomebody() }, icon('people'), text.action.invite);
const inviteBox = h('div', {});

/** What is measured now: `{kind: 'mirror' | 'person', member, close()}`; and somebody who is waited for. */
let current = { kind: 'none', member: { prober: null, going: true, hidden: false }, close() {} };
let awaited = null;
let path = { relayed: null, via: null };

main.replaceChildren(h('div', { class: 'latency-page' },
  h('div', { class: 'latency-head' }, h('h1', {}, text.page.title), h('p', { class: 'quiet' }, text.page.lead)),
  h('section', { class: 'card latency-controls', 'aria-label': text.page.controls }, other, status, h('div', { class: 'row' }, pauseButton, again, invite), inviteBox),
  view.element,
  h('section', { class: 'latency-why' }, h('h2', {}, text.page.why), h('p', {}, text.why.all),
    WAYS.map(({ id }) => h('details', {}, h('summary', {}, text.way[id]), h('p', { class: 'quiet' }, text.why[id]))), h('p', { class: 'quiet' }, text.why.hidden))));
document.title = `${text.shell.nav.latency} · ${text.product}`;
document.documentElement.dataset.view = 'latency';
window.parley = Object.freeze({
  state: () => ({
    view: 'latency', other: current.kind, running: current.member.prober?.running ?? false, path,
    ways: Object.fromEntries([...(current.member.prober?.tallies ?? [])].map(([id, { n, lost, p50, p99 }]) => [id, { n, lost, p50, p99 }])),
  }),
});
document.addEventListener('visibilitychange', update);
addEventListener('pagehide', () => {
  current.close();
  awaited?.close();
});
setInterval(lookAtPath, PATH_EVERY_MILLIS);
if (guestToken) await joinPerson(guestToken, { offers: false });
else await mirror();

/** Both ends in this page. */
async function mirror() {
  const pair = await beginPair();
  if (pair.refused) {
    setText(other, text.other.full);
    return;
  }
  const ends = [];
  const paths = [0, 1].map((index) => new DirectPath([], { offers: index === 0, send: (value) => queueMicrotask(() => paths[1 - index].hear(value).catch((error) => console.warn(`parley: ${error.message}`))) }));
  for (const [index, token] of pair.tokens.entries()) ends.push(new Member(token, { probes: index === 0, onState: () => meet() }));
  const meet = () => {
    if (!ends[0].heardOther && ends.every((end) => end.connected)) ends[0].meet();
    update();
  };
  for (const [index, end] of ends.entries()) {
    end.use(paths[index].channels);
    end.start();
  }
  use({ kind: 'mirror', member: ends[0], pc: null, close: () => [...ends, ...paths].forEach((part) => (part.stop ?? part.close).call(part)) });
}

/** This page and somebody else's; the one that made the link offers the direct path. */
async function joinPerson(token, { offers }) {
  const { session = null } = await Session.begin().catch(() => ({}));
  const iceServers = (session?.given.servers ?? []).map(({ url, username, credential }) => ({ urls: url, ...(url.startsWith('stun') ? {} : { username, credential }) }));
  let direct = null;
  let announced = false;
  const member = new Member(token, {
    onState: () => {
      // Each end says that it is there when its line opens; whoever hears it for the first time says so, too.
      if (member.connected && !announced) {
        announced = true;
        member.signal({ hello: 1 });
      }
      announced &&= member.connected;
      update();
    },
    onSignal: (value) => hear(value).catch((error) => console.warn(`parley: ${error.message}`)),
  });
  const open = () => {
    direct?.close();
    direct = new DirectPath(iceServers, { offers, send: (value) => member.signal({ direct: value }) });
    member.use(direct.channels);
    entry.pc = direct.pc;
  };
  const hear = async (value) => {
    if (value?.hello) {
      if (value.hello === 1) member.signal({ hello: 2 });
      if (offers || !direct) open();
      member.meet();
      if (current !== entry) use(entry);
    } else if (value?.direct && typeof value.direct === 'object') {
      if (!direct) open();
      await direct.hear(value.direct);
    }
  };
  const entry = { kind: guestToken ? 'guest' : 'person', member, pc: null, close: () => {
    member.stop();
    direct?.close();
  } };
  awaited = entry;
  member.start();
  if (guestToken) use(entry);
  update();
}

async function inviteSomebody() {
  invite.disabled = true;
  const [pair, info] = await Promise.all([beginPair(), getInfo]);
  invite.disabled = false;
  if (pair.refused) {
    setText(other, text.other.full);
    return;
  }
  awaited?.close();
  invite.hidden = true;
  const box = invitation(invitingOrigin(info));
  box.update(`/latency#t=${pair.tokens[1]}`);
  inviteBox.replaceChildren(box.element);
  await joinPerson(pair.tokens[0], { offers: true });
}

function use(entry) {
  current.close();
  current = entry;
  if (awaited === entry) awaited = null;
  path = { relayed: null, via: null };
  view.show(entry.member.prober.tallies);
  update();
}

function startOver() {
  current.member.restart();
  view.show(current.member.prober.tallies);
  update();
}

async function lookAtPath() {
  if (!current.pc) return;
  const pair = selectedPair(await current.pc.getStats());
  const found = pair ? describePath(pair) : null;
  path = { relayed: found?.relayed ?? null, via: found?.via ?? null };
  update();
}

function update() {
  const { member, kind } = current;
  const words = member.gone ? text.other.gone : { none: '', mirror: awaited ? text.other.waiting : text.other.mirror, person: text.other.person(path), guest: member.heardOther ? `${text.other.guest} ${text.other.person(path)}` : text.other.left }[kind];
  if (kind !== 'none') setText(other, words);
  setText(status, member.hidden ? text.status.hidden : !member.going ? text.status.paused : member.connected ? text.status.running : text.status.starting);
  setText(pauseWord, member.going ? text.action.pause : text.action.go);
}
