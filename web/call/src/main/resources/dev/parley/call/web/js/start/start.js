/** The start page: a name for the room, one button, and the link the other person opens. */

import { text } from '../text/start.js';
import { h, icon } from '../shared/dom.js';
import { footer, header, invitation, invitingOrigin, serverInfo } from '../shared/shell.js';
import { pathOfRoom, roomName } from '../shared/rooms.js';
import { threeWords } from '../shared/words.js';

const QR_DELAY_MILLIS = 400;

const info = await serverInfo();
const origin = invitingOrigin(info);
const input = h('input', {
  id: 'room', name: 'room', value: threeWords(), autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
  maxlength: 64, required: true, 'aria-describedby': 'room-error', oninput: later,
});
const error = h('p', { id: 'room-error', class: 'field-error', role: 'alert' });
const invite = invitation(origin);
let timer = 0;

document.getElementById('header').replaceWith(header({ here: 'call' }));
document.getElementById('footer').replaceWith(footer(info));
document.getElementById('main').replaceChildren(
  h(
    'div',
    { class: 'start' },
    h(
      'section',
      { class: 'start-words' },
      h('h1', {}, text.start.title),
      h('p', { class: 'lead' }, text.start.lead),
      h(
        'form',
        { class: 'stack start-form', novalidate: true, onsubmit: start },
        h('div', {},
          h('label', { for: 'room' }, text.start.room),
          h('div', { class: 'row nowrap' },
            input,
            h('button', { type: 'button', class: 'only-icon', 'aria-label': text.start.anotherName, title: text.start.anotherName, 'data-action': 'another-name', onclick: anotherName }, icon('again'))),
          error),
        h('button', { type: 'submit', class: 'primary wide', 'data-action': 'start' }, icon('camera'), text.start.start),
      ),
    ),
    h('section', { class: 'card', 'aria-labelledby': 'invite-title' }, h('h2', { id: 'invite-title' }, text.start.linkTitle), invite.element),
  ),
);
invite.update(pathOfRoom(input.value));
document.documentElement.dataset.view = 'start';
if (location.hash === '#bad-room') { // from a link to a room that cannot be
  error.textContent = text.start.badLink;
  history.replaceState(null, '', location.pathname + location.search);
}
window.parley = Object.freeze({ state: () => ({ view: 'start', room: roomName(input.value), link: origin.origin + pathOfRoom(roomName(input.value) ?? '') }) });

function anotherName() {
  input.value = threeWords();
  later();
}

/** The QR code follows the typing with a small delay, so that not every key press asks the server. */
function later() {
  const room = roomName(input.value);
  error.textContent = '';
  input.removeAttribute('aria-invalid');
  clearTimeout(timer);
  if (room) timer = setTimeout(() => invite.update(pathOfRoom(room)), QR_DELAY_MILLIS);
}

function start(event) {
  event.preventDefault();
  const room = roomName(input.value);
  if (!room) {
    error.textContent = text.start.badName;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
    return;
  }
  location.assign(pathOfRoom(room) + location.search);
}
