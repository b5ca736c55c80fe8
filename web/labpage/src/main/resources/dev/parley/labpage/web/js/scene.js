/** What is being run: a lesson's network, a scenario, or one of one's own, with its seed and its changes. */

import { LESSONS } from './lessons.en.js';
import { packNet, unpackNet } from './address.js';
import { text } from './messages.en.js';
import * as api from './api.js';

const FIRST_SEED = 7;

export class Scene extends EventTarget {
  #lab;
  #request = null;

  constructor(lab) {
    super();
    this.#lab = lab;
  }

  catalogue = { topologies: [], scenarios: [] };
  lesson = null;
  scenario = null;
  /** `{topology, traffic}` of one's own, or null. */
  net = null;
  seed = FIRST_SEED;
  changes = [];

  get title() {
    if (this.lesson) return this.lesson.title;
    if (this.net) return this.net.topology.name ?? text.lessons.own;
    return this.catalogue.scenarios.find(({ name }) => name === this.scenario)?.title ?? this.scenario ?? '';
  }

  /** What runs now, as it is sent to the server. */
  get request() {
    return this.#request;
  }

  /** `lesson`, or the name of a `scenario`, or a packed `net`; `moment` as in an address. */
  async open({ lesson = null, scenario = null, net = null, seed = null, moment = {} }) {
    this.lesson = lesson;
    this.scenario = lesson ? null : scenario;
    this.net = net && !lesson ? (typeof net === 'string' ? unpackNet(net) : net) : null;
    this.seed = seed ?? lesson?.seed ?? FIRST_SEED;
    this.changes = this.net?.changes ?? [];
    await this.#run(moment);
  }

  openLesson(id) {
    return this.open({ lesson: LESSONS.find((lesson) => lesson.id === id) ?? LESSONS[0] });
  }

  /** The network and traffic that is shown, to build on. */
  copy() {
    const { run } = this.#lab;
    const base = this.#request ?? {};
    const traffic = base.traffic ?? this.catalogue.scenarios.find(({ name }) => name === base.scenario)?.traffic ?? [];
    return { topology: structuredClone(run.topology), traffic: structuredClone(traffic), seed: this.seed };
  }

  /** Runs the same with changes, and stays at the moment. */
  async change(changes, count) {
    const before = this.changes;
    this.changes = changes;
    try {
      await this.#run({ count });
    } catch (error) {
      this.changes = before;
      throw error;
    }
  }

  /** To a moment of what is shown, when the address was changed by hand. */
  seek(address) {
    if (!this.#lab.run) return;
    if (address.seed !== null && address.seed !== this.seed) {
      this.seed = address.seed;
      this.#run(address).catch(() => {}); // the old run stays
      return;
    }
    if (address.count !== null) this.#lab.player.goTo(address.count);
    else if (address.millis !== null) this.#lab.player.seek(this.#lab.player.story.positionAt(address.millis * 1e6));
    if (address.selected) this.#lab.select(address.selected);
  }

  /** What the address has to say. */
  address() {
    if (this.net || this.changes.length > 0) {
      return { net: packNet({ ...this.#base(), ...(this.changes.length > 0 && { changes: this.changes }) }) };
    }
    return this.lesson ? {} : { scenario: this.scenario };
  }

  #base() {
    if (this.net) {
      const { changes, seed, ...base } = this.net;
      return base;
    }
    if (this.lesson) return this.lesson.run;
    return { scenario: this.scenario };
  }

  async #run(moment) {
    const request = { ...this.#base(), seed: this.seed, changes: this.changes };
    const document = await api.run(request);
    this.#request = request;
    const count = moment.count ?? (moment.millis ? null : 0);
    this.#lab.load(document, { count: count ?? 0, selected: moment.selected ?? null });
    if (count === null) this.#lab.player.seek(this.#lab.player.story.positionAt(moment.millis * 1e6));
    const event = new Event('change');
    event.step = moment.step ?? null;
    this.dispatchEvent(event);
  }
}
