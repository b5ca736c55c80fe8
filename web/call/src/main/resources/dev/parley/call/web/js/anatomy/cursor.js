/** The one moment that all views show, in the recording's own milliseconds; null while nobody chose one. */

export class Cursor extends EventTarget {
  t = null;

  move(t) {
    if (t === this.t) return;
    this.t = t;
    this.dispatchEvent(new Event('move'));
  }
}
