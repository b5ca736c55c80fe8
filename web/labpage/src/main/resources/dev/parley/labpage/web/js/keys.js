/** Keys of the page. Single letters work outside of fields only, and can be turned off. */

import { typing } from '../../call/js/shared/shell.js';
import { keysEnabled } from '../../call/js/shared/settings.js';
import { keysSheet } from '../../call/js/shared/sheets.js';
import { SPEEDS } from './player.js';
import { text } from './messages.en.js';

export function bindKeys(lab, { inspector, ladder, stage, lessons }) {
  const { player } = lab;
  const faster = (by) => {
    if (player.isEven) return;
    player.setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(player.speed) + by))]);
  };
  const moves = {
    ArrowRight: (event) => (event.shiftKey ? lab.stepPacket(1) : lab.step(1)),
    ArrowLeft: (event) => (event.shiftKey ? lab.stepPacket(-1) : lab.step(-1)),
    Home: () => { player.goTo(0); lab.settle(); },
    End: () => { player.goTo(Infinity); lab.settle(); },
  };
  const letters = {
    ' ': () => lab.playPause(),
    r: () => player.toggle(-1),
    '[': () => faster(-1),
    ']': () => faster(1),
    f: () => stage.follow(),
    w: () => inspector.show('why'),
    b: () => lab.toggleBookmark(),
    n: () => lab.nextBookmark(),
    '/': () => { stage.show('ladder'); ladder.focusFind(); },
    l: () => lessons.next(),
    p: () => stage.present(),
    '?': () => keysSheet(text.keys),
  };
  document.addEventListener('keydown', (event) => {
    if (!lab.run || event.defaultPrevented || document.querySelector('dialog:modal')) return;
    const range = event.target.matches?.('input[type="range"]');
    if (!range && typing(event)) return;
    const scrolls = event.target.closest?.('.ladder-list, .table-scroll, .inspector-body, [role="tablist"]');
    const move = scrolls && !event.shiftKey ? null : moves[event.key];
    if (move) {
      event.preventDefault();
      move(event);
      return;
    }
    if (event.key === 'Escape' && stage.isPresenting) {
      stage.present();
      return;
    }
    const pressed = event.key === ' ' && event.target.closest?.('button, a, summary, [role="tab"]');
    const letter = letters[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!letter || pressed || !keysEnabled()) return;
    event.preventDefault();
    letter();
  });
}
