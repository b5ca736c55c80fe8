/** The page of a room: preview, doors, call; and the small read-only state other programs may look at. */

import { text } from '../text/room.js';
import { Call } from '../call/call.js';
import { Devices } from '../call/devices.js';
import { keysEnabled, settings } from '../shared/settings.js';
import { footer, header, invitingOrigin, say, serverInfo, typing } from '../shared/shell.js';
import { fullView, leftView, PreviewView } from './preview-view.js';
import { choicesOf, roomOfPath } from '../shared/rooms.js';
import { Recorder } from '../call/recorder.js';
import { answerFollowers } from '../call/followed.js';
import { eventsOf, stateOf, statsOf } from '../call/state.js';
import { h, notice, styleSheet } from '../shared/dom.js';

const KINDS = { none: [], audio: ['audio'], video: ['audio', 'video'] };

const room = roomOfPath(location.pathname);
const choices = choicesOf(location.search);
const main = document.getElementById('main');
let view = null;
let name = 'loading';

if (!room) {
  location.replace('/#bad-room');
} else {
  await begin();
}

async function begin() {
  const recorder = new Recorder();
  const media = new Devices(KINDS[choices.media].slice());
  const call = new Call({ room, choices, media, recorder });
  const getInfo = serverInfo();
  answerFollowers(call);
  const top = header();
  top.querySelector('[data-header="room"]').textContent = room;
  document.getElementById('header').replaceWith(top);
  document.title = `${room} · ${text.product}`;
  window.parley = Object.freeze({ state: () => stateOf(name, call), stats: () => statsOf(call), events: () => eventsOf(recorder) });
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  addEventListener('error', () => call.fault(new Error('uncaught')));
  document.addEventListener('keydown', (event) => {
    if (event.key !== '?' || typing(event) || !keysEnabled() || document.querySelector('dialog:modal')) return;
    event.preventDefault();
    import('../shared/sheets.js').then(({ keysSheet }) => keysSheet(text.keys), (error) => call.fault(error));
  });
  if (typeof RTCPeerConnection !== 'function') {
    show('unsupported', { element: h('div', { class: 'door' }, notice({ ...text.device.unsupported, kind: 'bad', heading: 'h1' })), focus: () => {}, close: () => {}, update: () => {} });
    return;
  }
  const info = await getInfo;
  document.getElementById('footer').replaceWith(footer(info));
  call.capacity = info.capacity ?? call.capacity;

  // The call's own modules come while the preview is looked at: the preview stands sooner.
  const parts = Promise.all([import('./call-view.js'), import('../files/desk.js'), styleSheet('/call/css/call.css'), styleSheet('/call/css/panel.css')]);
  parts.catch((error) => call.fault(error));
  const join = async (wishes) => {
    const [, { FileDesk }] = await parts;
    call.files ??= new FileDesk(call);
    if (wishes.name) settings.set('name', wishes.name);
    call.join({ ...wishes, name: wishes.name || text.preview.namePlaceholder });
  };
  const preview = () => {
    const shown = new PreviewView({ media, call, info }, { name: choices.name ?? knownName(), onJoin: (wishes) => join(wishes).catch((error) => call.fault(error)) });
    media.onChange = () => shown.update();
    show('preview', shown);
    return shown;
  };

  const enter = async () => {
    const [{ CallView }] = await parts;
    if (name === 'call' || !call.inRoom) return;
    show('call', new CallView({ call, media, origin: invitingOrigin(info), onLeave: () => {
      call.leave();
      show('left', leftView(room, false));
    } }));
  };
  call.addEventListener('change', () => {
    if (name !== 'call' && call.signaling.joined) {
      enter();
    } else if (name !== 'call') {
      view?.update();
    }
  });
  call.addEventListener('refused', ({ detail: { error } }) => {
    if (error.code === 'room-full') {
      say(text.live.roomFull);
      show('full', fullView(call, {
        onWait: () => {
          call.join({ name: call.name, secret: call.secret, wait: true });
          view.update();
        },
        onBack: () => {
          call.signaling.leave();
          preview().begin();
        },
      }));
    } else if (error.code === 'replaced') {
      show('replaced', leftView(room, true));
    } else if (name === 'preview') {
      view.refuse(error);
    } else {
      const shown = preview();
      shown.refuse(error);
      shown.begin();
    }
  });

  const shown = preview();
  if (choices.autojoin) {
    await media.start();
    await join({ name: choices.name ?? knownName(), secret: '' });
  } else {
    await shown.begin();
  }
}

/** The name used last time, unless it was nobody's. */
function knownName() {
  const known = settings.get('name');
  return known === text.preview.namePlaceholder ? '' : known;
}

function show(next, nextView) {
  const first = view === null;
  view?.close();
  view = nextView;
  name = next;
  document.documentElement.dataset.view = next;
  main.replaceChildren(nextView.element);
  if (!first) nextView.focus();
}
