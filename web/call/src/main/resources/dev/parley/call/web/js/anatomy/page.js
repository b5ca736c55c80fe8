/** The page of the anatomy: a saved recording, the sample, or the call that runs in another tab of this browser. */

import { text } from '../text/anatomy.js';
import { locale } from '../text/language.js';
import { h, notice } from '../shared/dom.js';
import { footer, header, say, serverInfo } from '../shared/shell.js';
import { Anatomy } from './anatomy.js';
import { Follower } from './follow.js';
import { merge } from './model/merge.js';
import { BadFile, FILE_BYTES, readFile } from './model/read.js';
import { saveButton } from './saving.js';

const SAMPLE = '/call/sample/anatomy.json';
const words = text.anatomy.file;
const DATE = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

const query = new URLSearchParams(location.search);
let recording = null;
let sample = false;

const picker = h('input', { type: 'file', accept: '.json,application/json', hidden: true, 'data-anatomy': 'file', onchange: () => {
  const [file] = picker.files;
  if (file) take(file, picker.dataset.as === 'other');
  picker.value = '';
} });
const follower = new Follower({
  onCalls: () => {
    followButton.hidden = false;
    if (query.has('follow') && recording === null) follower.start();
  },
  onLost: () => { about.textContent = words.lost; },
  onRecording: (followed, first) => {
    recording = followed;
    if (first) begin(true);
    else anatomy.update();
    about.textContent = words.following;
  },
});

const about = h('p', { class: 'quiet small', 'data-anatomy': 'about' });
const problems = h('div', { 'data-anatomy': 'problems' });
const add = h('button', { type: 'button', class: 'small', 'data-action': 'anatomy-add', onclick: () => choose(true) }, words.add);
const save = saveButton(() => recording, fault);
const tools = [h('button', { type: 'button', class: 'small', 'data-action': 'anatomy-open', onclick: () => choose(false) }, words.open), add, save];
const anatomy = new Anatomy({ recording: () => recording, fault, tools });
const followButton = h('button', { type: 'button', class: 'primary', hidden: true, 'data-action': 'anatomy-follow', onclick: () => follower.start() }, words.follow);
const empty = h('section', { class: 'anatomy-empty card', 'data-anatomy': 'empty' },
  h('h2', {}, words.empty), h('p', { class: 'quiet' }, words.emptyLead),
  h('div', { class: 'row' }, followButton,
    h('button', { type: 'button', 'data-action': 'anatomy-open', onclick: () => choose(false) }, words.open),
    h('button', { type: 'button', 'data-action': 'anatomy-sample', onclick: () => fetchFile(SAMPLE, true) }, words.sample),
    h('a', { class: 'button', href: '/' }, words.start)),
  h('p', { class: 'small quiet' }, words.drop));
const frame = h('div', { class: 'anatomy-page stack' }, h('div', { class: 'spread' }, h('h1', { tabindex: '-1' }, text.anatomy.title), about), problems, empty, picker);

document.title = `${text.anatomy.title} · ${text.product}`;
document.getElementById('header').replaceWith(header({ here: 'anatomy' }));
document.getElementById('main').replaceChildren(frame);
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) take(file, false);
});
const asked = query.get('file');
if (asked) fetchFile(asked === 'sample' ? SAMPLE : asked, asked === 'sample');
serverInfo().then((info) => document.getElementById('footer').replaceWith(footer(info)), fault);

function choose(other) {
  picker.dataset.as = other ? 'other' : 'new';
  picker.click();
}

async function take(file, other) {
  try {
    if (file.size > FILE_BYTES) throw new BadFile('too-large');
    show(await file.text(), other);
  } catch (error) {
    refuse(error);
  }
}

/** Only files of this server: the policy of the page lets nothing else through. */
async function fetchFile(address, isSample) {
  try {
    const url = new URL(address, location.href);
    const answer = url.origin === location.origin ? await fetch(url) : null;
    if (!answer?.ok) throw new BadFile('unreachable');
    show(await answer.text(), false);
    sample = isSample;
    describe();
  } catch (error) {
    refuse(error instanceof TypeError ? new BadFile('unreachable') : error);
  }
}

function show(content, other) {
  const began = performance.now();
  const read = readFile(content);
  follower.stop();
  if (other) {
    const merged = merge(recording, read);
    if (!merged) {
      refuse(null);
      return;
    }
    recording = merged.recording;
  } else {
    recording = read;
    sample = false;
  }
  begin(true);
  document.documentElement.dataset.openedMillis = (performance.now() - began).toFixed(1);
}

function begin(focus) {
  problems.replaceChildren();
  if (!anatomy.element.isConnected) {
    empty.remove();
    frame.append(anatomy.element);
  }
  anatomy.reset();
  add.hidden = recording.live;
  describe();
  if (focus) frame.querySelector('h1').focus();
}

function describe() {
  if (recording.live) return;
  const parts = [words.about({ name: recording.self.name, other: recording.people.map(({ name }) => name).join(', '), when: DATE.format(recording.began), agent: recording.agent })];
  if (sample) parts.unshift(words.isSample);
  if (recording.addresses !== 'real') parts.push(words.masked);
  if (recording.merged) parts.push(words.merged(recording.merged.name, recording.merged.how, recording.merged.uncertainMillis));
  about.textContent = parts.join(' ');
}

/** What is wrong with a file; what was shown stays. `null`: it does not fit the one that is shown. */
function refuse(error) {
  if (error !== null && !(error instanceof BadFile)) fault(error);
  const where = error instanceof BadFile ? words.where(error) : '';
  const body = error === null ? words.unmergeable : `${words.problems[error.problem] ?? words.problems['no-json']} ${recording ? words.kept : ''}`.trim();
  problems.replaceChildren(notice({ title: where ? `${words.bad}: ${where}.` : words.bad, body, kind: 'bad', id: 'bad-file' }));
  say(words.bad, { urgent: true });
}

function fault(error) {
  console.error('parley:', error);
}
