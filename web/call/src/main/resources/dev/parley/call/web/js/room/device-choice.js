/** The three selects for microphone, camera and speaker, in the preview and in the call; and what to say of faults. */

import { text } from '../text/room.js';
import { h, icon, notice } from '../shared/dom.js';
import { playSound } from '../call/devices.js';
import { settings } from '../shared/settings.js';

const LISTS = [
  ['audioinput', 'microphone', 'audio'],
  ['videoinput', 'camera', 'video'],
  ['audiooutput', 'speaker', null],
];

/** Builds the selects for what `media` may use. `update()` follows devices that come and go. */
export function deviceChoice(media, prefix) {
  const fields = LISTS.filter(([, , kind]) => kind === null || media.kinds.includes(kind)).map(([list, word, kind]) => {
    const select = h('select', { id: `${prefix}-${word}`, 'data-device': word, onchange: () => media.choose(list, select.value) });
    const label = h('label', { for: select.id }, text.preview[word]);
    return { list, kind, word, select, element: h('div', {}, label, select), shown: '' };
  });
  const sound = h('button', { type: 'button', 'data-action': 'play-sound', onclick: () => playSound(media.speaker) }, icon('sound'), text.preview.playSound);
  const element = h('div', { class: 'stack' }, fields.map((field) => field.element), sound);
  return { element, update };

  function update() {
    for (const field of fields) {
      const devices = media.lists[field.list];
      const current = field.kind ? media.tracks[field.kind]?.getSettings().deviceId ?? 'none' : settings.get('device.audiooutput') || devices[0]?.deviceId;
      const options = devices.map((device, i) => [device.deviceId, device.label || text.preview.nameless(field.kind ?? 'audio', i + 1)]);
      if (field.kind) options.push(['none', text.preview.none]);
      const shown = JSON.stringify([options, current]);
      field.element.hidden = field.kind === null && devices.length === 0;
      if (shown === field.shown || field.select.matches(':focus:open')) continue;
      field.shown = shown;
      field.select.replaceChildren(...options.map(([value, label]) => h('option', { value, selected: value === current }, label)));
      field.select.value = current ?? 'none';
    }
  }
}

/**
 * Notices for what is wrong with devices now. `actions`: `{again(kinds), joinWithout(kind), choose(), dismiss(kinds)}`; what is
 * absent is not offered. `dismiss(kinds)` takes a notice away.
 */
export function deviceNotices(media, actions) {
  const { audio, video } = media.problems;
  if (audio && video && audio.problem === video.problem) {
    const both = { denied: text.device.deniedBoth, missing: text.device.missingBoth, closed: text.device.closed, insecure: text.device.insecure }[audio.problem];
    if (both) return [deviceNotice(both, audio, media.kinds, 'both', actions)];
  }
  return ['audio', 'video'].flatMap((kind) => {
    const problem = media.problems[kind];
    if (!problem) return [];
    const otherWorks = media.tracks[kind === 'audio' ? 'video' : 'audio'] !== null;
    const said = text.device[problem.problem];
    const words = typeof said === 'function' ? said(kind, otherWorks) : said;
    return [deviceNotice(words, problem, [kind], kind, actions)];
  });
}

function deviceNotice(words, { problem, details }, kinds, kind, { again, joinWithout, choose, dismiss }) {
  const buttons = [];
  if (again && problem !== 'insecure') buttons.push({ label: problem === 'closed' ? text.device.askAgain : text.device.tryAgain, action: 'device-again', onclick: () => again(kinds) });
  if (choose && (problem === 'impossible' || problem === 'lost')) buttons.push({ label: text.device.choose, action: 'choose-device', onclick: choose });
  if (joinWithout) buttons.push({ label: text.device.joinWithout(kind), action: 'join-without', onclick: () => joinWithout(kind) });
  if (dismiss) buttons.push({ label: text.server.dismiss, action: 'dismiss', onclick: () => dismiss(kinds) });
  return notice({ ...words, actions: buttons, details, id: `device-${problem}`, heading: 'h2' });
}
