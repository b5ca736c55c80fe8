/** Sharing this screen: asking for it, its tracks, and its end, which may come from the browser's own button. */

const VIDEO = { frameRate: { ideal: 15, max: 30 } };

/** A screen's sound is music and films: nothing of it may be taken for noise. */
const AUDIO = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export class ScreenShare {
  /** `onTrack(name, track)` hears of each track that came or went; `onEnd()` of an end that nobody here asked for. */
  constructor({ onTrack, onEnd }) {
    this.stream = typeof MediaStream === 'function' ? new MediaStream() : null;
    this.tracks = { screen: null, screenAudio: null };
    this.onTrack = onTrack;
    this.onEnd = onEnd;
    this.asking = false;
  }

  static get supported() {
    return typeof globalThis.navigator?.mediaDevices?.getDisplayMedia === 'function';
  }

  get active() {
    return this.tracks.screen !== null;
  }

  /** Starts or stops; resolves to what there is to say: `own-screen-started`, `own-screen-ended`, `screen-refused`, or null. */
  async change(wanted, refused) {
    const before = this.active;
    try {
      if (wanted) await this.start();
      else this.stop();
    } catch (error) {
      refused(`${error?.name}: ${error?.message}`);
      return 'screen-refused';
    }
    if (this.active === before) return null;
    return before ? 'own-screen-ended' : 'own-screen-started';
  }

  /** Resolves to whether it is shared now; closing the browser's question is an answer, not a fault. */
  async start() {
    if (this.active || this.asking) return this.active;
    this.asking = true;
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: VIDEO, audio: AUDIO });
      const [screen] = stream.getVideoTracks();
      screen.contentHint = 'detail';
      screen.onended = () => {
        this.stop();
        this.onEnd();
      };
      this.#put('screen', screen);
      this.#put('screenAudio', stream.getAudioTracks()[0] ?? null);
      return true;
    } catch (error) {
      if (error?.name === 'NotAllowedError' || error?.name === 'AbortError') return false;
      throw error;
    } finally {
      this.asking = false;
    }
  }

  stop() {
    for (const name of ['screen', 'screenAudio']) this.#put(name, null);
  }

  #put(name, track) {
    const before = this.tracks[name];
    if (before === track) return;
    if (before) {
      before.onended = null;
      before.stop();
      this.stream.removeTrack(before);
    }
    this.tracks[name] = track;
    if (track) this.stream.addTrack(track);
    this.onTrack(name, track);
  }
}
