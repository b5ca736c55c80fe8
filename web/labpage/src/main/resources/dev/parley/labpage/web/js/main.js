/** Puts the page together: asks for the catalogue, finds out what the address means, runs it, and shows it. */

import { h, setAttribute, setText } from '../../call/js/shared/dom.js';
import { say } from '../../call/js/shared/shell.js';
import { Lab } from './lab.js';
import { MapView } from './map-view.js';
import { LadderView } from './ladder-view.js';
import { TablesView } from './tables-view.js';
import { Lanes } from './lanes.js';
import { Transport } from './transport.js';
import { Inspector } from './inspector.js';
import { LessonView } from './lesson-view.js';
import { Stage } from './stage.js';
import { Scene } from './scene.js';
import { header } from './frame.js';
import { bindKeys } from './keys.js';
import { laneOrder } from './net.js';
import { formatHash, parseAddress } from './address.js';
import { LESSONS } from './lessons.en.js';
import { text } from './messages.en.js';
import * as api from './api.js';

const READ_MILLIS = 100;

const lab = new Lab();
const scene = new Scene(lab);
const map = new MapView(lab);
const ladder = new LadderView(lab);
const tables = new TablesView(lab);
const lanes = new Lanes(lab);
const transport = new Transport(lab);
const inspector = new Inspector(lab);
const lessons = new LessonView(lab, scene);
const stage = new Stage(lab, scene, { map, ladder, tables, lesson: lessons });

document.getElementById('header').replaceWith(header(stage));
document.getElementById('main').replaceChildren(
  h('h1', { class: 'for-readers', tabindex: '-1' }, `${text.product} ${text.lab}`),
  h('div', { class: 'lab' }, h('div', { class: 'lab-scroll' }, lessons.element, stage.element), inspector.element, h('section', { class: 'lab-time', 'aria-label': text.time.title }, lessons.bar, transport.element, lanes.element)),
);

lab.addEventListener('run', () => {
  map.load(lab.run);
  lanes.load(lab.run, laneOrder(lab.run));
  ladder.load(lab.run);
  tables.load(lab.run, lab.gateways);
  inspector.load();
  setText(document.querySelector('[data-header="scene"]'), scene.title);
  document.title = `${scene.title} · ${text.product} ${text.lab}`;
});
// What is read needs no sixty updates a second; what moves does.
let readAt = 0;
lab.addEventListener('change', () => {
  for (const view of [map, lanes, transport]) view.update();
  const now = performance.now();
  if (lab.player.isPlaying && now - readAt < READ_MILLIS) return;
  readAt = now;
  for (const view of [ladder, tables, inspector, lessons, stage]) view.update();
});
lab.addEventListener('select', ({ options }) => {
  const { selected } = lab;
  if (selected?.kind === 'node' && lab.gateways.includes(selected.node)) inspector.show('table', { open: options.open === true });
  else if (selected && inspector.tab === 'table') inspector.show('packet', { open: options.open === true });
  else if (selected && selected.kind !== 'node') inspector.show(inspector.tab, { open: options.open === true });
});
lab.addEventListener('settle', remember);
scene.addEventListener('change', remember);
bindKeys(lab, { inspector, ladder, stage, lessons });
lessons.onOpen = (what) => scene.open(what).catch((error) => stage.problem(error, () => lessons.onOpen(what)));
lessons.onShow = (tab) => inspector.show(tab, { open: false });

/** The address holds the moment and the choice, so that both can be sent to others. */
function remember() {
  if (!lab.run || lab.player.isPlaying) return;
  const { player, selected, run } = lab;
  const hash = formatHash({ ...scene.address(), seed: run.seed, step: lessons.stepNumber, millis: player.now / 1e6, count: player.count, selected });
  const path = scene.lesson ? `/lab/${scene.lesson.id}` : '/lab';
  const next = path + hash;
  if (location.pathname + location.hash !== next) history.replaceState(null, '', next);
}

async function begin() {
  const address = parseAddress(location);
  try {
    scene.catalogue = await api.catalogue();
    const known = LESSONS.find(({ id }) => id === address.lesson);
    const lesson = known ?? (address.scenario || address.net ? null : LESSONS[0]);
    await scene.open({ lesson, scenario: address.scenario, net: address.net, seed: address.seed, moment: address });
  } catch (error) {
    stage.problem(error, begin);
  }
  setAttribute(document.documentElement, 'data-view', 'lab');
}

addEventListener('hashchange', () => {
  const address = parseAddress(location);
  scene.seek(address);
});
addEventListener('popstate', begin);
addEventListener('error', () => say(text.shell.fault, { urgent: true }));

window.parley = Object.freeze({
  state: () => ({
    scene: scene.title, lesson: scene.lesson?.id ?? null, step: lessons.stepNumber, seed: lab.run?.seed ?? null, events: lab.run?.events.length ?? 0, count: lab.run ? lab.player.count : 0,
    now: lab.run ? lab.player.now : 0, playing: lab.player.isPlaying, selected: lab.selected, packet: lab.run ? lab.chosenPacket : 0,
    rows: Object.fromEntries(lab.gateways.map((node) => [node, lab.world.rowsOf(node)])), sent: lab.world?.sent ?? 0, delivered: lab.world?.delivered ?? 0, dropped: lab.world?.dropped ?? 0,
  }),
  hashAt: (count) => lab.hashAt(count),
  goTo: (count) => lab.player.goTo(count),
  eventsOf: (id) => lab.run.eventsOf(id),
  event: (index) => lab.run.events[index],
});

begin();
