/**
 * Camera, microphone and speaker: asking, choosing, switching on and off, noticing their loss. Tracks live here
 * and are lent to the peers, so that a device can change without anything else noticing.
 */

import { settings } from '../shared/settings.js';

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** What went wrong, from the error's name alone: its text differs between browsers. */
export function problemOf(error, permission) {
  switch (error?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return permission === 'prompt' ? 'closed' : 'denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'NotFoundError':
      return 'missing';
    case 'OverconstrainedError':
      return 'impossible';
    default:
      return 'other';
  }
}

/**
 * Devices that were plugged in: in `now`, not in `before`. Where nothing was known before, the browser only began to
 * tell. Its own aliases (`default`) are no devices.
 */
export function appeared(before, now) {
  if (before.length === 0) return [];
  return now.filter(({ deviceId }) => !['default', 'communications'].includes(deviceId) && !before.some((device) => device.deviceId === deviceId));
}

export class Devices {
  /** `kinds`: which of `audio` and `video` this page may ask for. */
  constructor(kinds) {
    this.kinds = kinds;
    this.stream = typeof MediaStream === 'function' ? new MediaStream() : null;
    this.tracks = { audio: null, video: null };
    this.enabled = { audio: true, video: true };
    this.problems = { audio: null, video: null };
    this.pending = false;
    /** Devices that came while the page was open and that nobody has decided about: `{list, device}`. */
    this.fresh = [];
    this.lists = { audioinput: [], videoinput: [], audiooutput: [] };
    this.onChange = () => {};
    this.onTrack = () => {};
    this.onLost = () => {};
    navigator.mediaDevices?.addEventListener('devicechange', () => this.refresh());
  }

  get usable() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  get speaker() {
    return settings.get('device.audiooutput');
  }

  /** `granted`, `denied`, `prompt`, or `unknown` where the browser does not tell. */
  async permission(kind) {
    try {
      return (await navigator.permissions.query({ name: kind === 'audio' ? 'microphone' : 'camera' })).state;
    } catch {
      return 'unknown';
    }
  }

  /** Whether everything wanted may start without a question. */
  async granted() {
    if (!this.usable || this.kinds.length === 0) return false;
    const states = await Promise.all(this.kinds.map((kind) => this.permission(kind)));
    return states.every((state) => state === 'granted');
  }

  /** Asks for all wanted kinds at once; where that fails for want of one, for each alone. */
  async start(kinds = this.kinds) {
    if (!this.usable || kinds.length === 0) return;
    this.pending = true;
    for (const kind of kinds) this.problems[kind] = null;
    this.onChange();
    try {
      await this.#ask(kinds);
    } catch (error) {
      if (kinds.length > 1 && error?.name !== 'NotAllowedError') {
        for (const kind of kinds) await this.#askAlone(kind);
      } else {
        for (const kind of kinds) this.problems[kind] = await this.#problem(error, kind);
      }
    }
    this.pending = false;
    await this.refresh();
  }

  /** Changes to another device of a kind (`audioinput`, `videoinput`, `audiooutput`); empty = none. */
  async choose(list, deviceId) {
    settings.set(`device.${list}`, deviceId);
    this.fresh = this.fresh.filter((one) => one.list !== list);
    if (list === 'audiooutput') {
      this.onChange();
      return;
    }
    const kind = list === 'audioinput' ? 'audio' : 'video';
    if (deviceId === 'none') {
      this.problems[kind] = null;
      this.#put(kind, null);
      this.onChange();
      return;
    }
    this.problems[kind] = null;
    // Some systems give a camera to one caller at a time: the old one is let go of first.
    this.tracks[kind]?.stop();
    await this.#askAlone(kind);
    await this.refresh();
  }

  /** Nobody wants to be asked about the new devices any more. */
  forgetFresh() {
    this.fresh = [];
  }

  setEnabled(kind, enabled) {
    this.enabled[kind] = enabled;
    if (this.tracks[kind]) this.tracks[kind].enabled = enabled;
    this.onChange();
  }

  /** `on`, `off` or `none`. */
  stateOf(kind) {
    if (!this.tracks[kind]) return 'none';
    return this.enabled[kind] ? 'on' : 'off';
  }

  /** What was wrong before is known and lived with. */
  forgetProblems() {
    this.problems = { audio: null, video: null };
  }

  stop() {
    for (const kind of ['audio', 'video']) this.#put(kind, null);
  }

  async refresh() {
    try {
      const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
      for (const list of Object.keys(this.lists)) {
        const now = all.filter((device) => device.kind === list && device.deviceId);
        this.fresh = this.fresh.filter((one) => one.list !== list || now.some(({ deviceId }) => deviceId === one.device.deviceId));
        this.fresh.push(...appeared(this.lists[list], now).map((device) => ({ list, device })));
        this.lists[list] = now;
      }
    } catch {
      // The lists stay as they were.
    }
    this.onChange();
  }

  async #askAlone(kind) {
    try {
      await this.#ask([kind]);
    } catch (error) {
      this.#put(kind, null);
      this.problems[kind] = await this.#problem(error, kind);
    }
  }

  async #ask(kinds) {
    const constraints = {};
    if (kinds.includes('audio')) constraints.audio = { ...AUDIO, ...this.#wish('audioinput') };
    if (kinds.includes('video')) constraints.video = { ...VIDEO, ...this.#wish('videoinput') };
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    for (const track of stream.getTracks()) this.#put(track.kind, track);
  }

  #wish(list) {
    const deviceId = settings.get(`device.${list}`);
    return deviceId && deviceId !== 'none' ? { deviceId: { ideal: deviceId } } : {};
  }

  async #problem(error, kind) {
    return { problem: problemOf(error, await this.permission(kind)), details: `${error?.name ?? 'Error'}${error?.constraint ? ` (${error.constraint})` : ''}` };
  }

  #put(kind, track) {
    const before = this.tracks[kind];
    if (before) {
      before.onended = null;
      before.stop();
      this.stream.removeTrack(before);
    }
    this.tracks[kind] = track;
    if (track) {
      track.enabled = this.enabled[kind];
      this.stream.addTrack(track);
      if (kind === 'video') track.contentHint = 'motion';
      track.onended = () => {
        this.problems[kind] = { problem: 'lost', details: null };
        this.#put(kind, null);
        this.onLost(kind);
        this.refresh();
      };
    }
    this.onTrack(kind, track);
  }
}

/** Measures loudness in [0, 1] about 20 times a second; `stop()` ends it. */
export function loudness(track, report) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
    report(Math.min(1, Math.max(0, (decibels + 60) / 50)));
  }, 50);
  return {
    stop() {
      clearInterval(timer);
      context.close();
    },
  };
}

/** Two short tones, to hear whether the chosen speaker works. */
export async function playSound(speaker) {
  const context = new AudioContext();
  if (speaker && context.setSinkId) await context.setSinkId(speaker).catch(() => {});
  for (const [at, hertz] of [[0, 523], [0.18, 659]]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, context.currentTime + at);
    volume.gain.linearRampToValueAtTime(0.2, context.currentTime + at + 0.02);
    volume.gain.linearRampToValueAtTime(0, context.currentTime + at + 0.3);
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + at);
    tone.stop(context.currentTime + at + 0.32);
  }
  setTimeout(() => context.close(), 900);
}
