/**
 * The four media lines of a connection: microphone, camera, screen and the screen's sound. Which is which is said by
 * their place in the description alone, from the first offer on, so that a screen stays a screen however often a
 * connection is mended or made anew, and starting to share needs no new agreement. A line without a track sends nothing.
 */

export const SLOTS = Object.freeze([
  Object.freeze({ name: 'audio', kind: 'audio', screen: false }),
  Object.freeze({ name: 'video', kind: 'video', screen: false }),
  Object.freeze({ name: 'screen', kind: 'video', screen: true }),
  Object.freeze({ name: 'screenAudio', kind: 'audio', screen: true }),
]);

export class Slots {
  #pc;
  #source;
  #limits = { video: null, screen: null };
  #applied = Promise.resolve();
  #fault;

  /** `source`: `trackOf(name)` and `streamOf(screen)` of this side; `fault(error)` hears what the browser refuses. */
  constructor(pc, source, fault) {
    this.#pc = pc;
    this.#source = source;
    this.#fault = fault;
  }

  /** Lays the lines out for a first offer. */
  offer() {
    for (const { name, kind, screen } of SLOTS) {
      const track = this.#source.trackOf(name);
      const transceiver = this.#pc.addTransceiver(track ?? kind, { direction: 'sendrecv', streams: [this.#source.streamOf(screen)] });
      if (!track) transceiver.sender.replaceTrack(null);
    }
  }

  /** Puts the tracks of this side into the lines that a first offer laid out. */
  answer() {
    for (const transceiver of this.#pc.getTransceivers()) {
      const slot = this.slotOf(transceiver);
      if (!slot || transceiver.stopped || transceiver.direction === 'sendrecv') continue;
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams?.(this.#source.streamOf(slot.screen));
      const track = this.#source.trackOf(slot.name);
      if (track) transceiver.sender.replaceTrack(track).catch(this.#fault);
    }
  }

  async replace(name, track) {
    await this.transceiver(name)?.sender.replaceTrack(track);
    await this.#apply(name);
  }

  /** `limits`: `{video, screen}` as from `budgetFor`; what the sender already has is not set again. */
  async limit(limits) {
    this.#limits = limits;
    for (const name of ['video', 'screen']) await this.#apply(name);
  }

  /** The line of a name, or undefined with a peer whose page has fewer lines. */
  transceiver(name) {
    const index = SLOTS.findIndex((slot) => slot.name === name);
    const transceiver = this.#pc.getTransceivers()[index];
    return transceiver && !transceiver.stopped && transceiver.receiver.track.kind === SLOTS[index].kind ? transceiver : undefined;
  }

  /** What a line is for, or null for one that does not belong to the call. */
  slotOf(transceiver) {
    const slot = SLOTS[this.#pc.getTransceivers().indexOf(transceiver)];
    return slot && slot.kind === transceiver.receiver.track.kind ? slot : null;
  }

  /** One after the other: a sender forgets what it was asked for when the change before has been made. */
  #apply(name) {
    const applied = this.#applied.then(() => this.#change(name));
    this.#applied = applied.catch(() => {}); // told to who asked for it
    return applied;
  }

  async #change(name) {
    const limit = this.#limits[name];
    const sender = this.transceiver(name)?.sender;
    if (!limit || !sender?.track) return;
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings ?? [];
    const wanted = limit(sender.track.getSettings().height);
    if (!encoding || Object.entries(wanted).every(([key, value]) => encoding[key] === value)) return;
    Object.assign(encoding, wanted);
    await sender.setParameters(parameters);
  }
}
