/**
 * A run of the simulated internet, indexed for looking at it from any side. The document is `parley-lab/1`, see
 * docs/lab.md; nothing here changes after construction.
 */

export const FORMAT = 'parley-lab/1';

/** A document that is no run; the words name the field. */
export class BadRun extends Error {}

export class Run {
  #documentPackets = new Map();
  #eventsOf = new Map();
  #rows = new Map();

  constructor(document) {
    check(document);
    this.document = document;
    this.scenario = document.scenario;
    this.seed = document.seed;
    this.endsAt = document.endsAt;
    this.topology = document.topology;
    this.nodes = document.nodes;
    this.events = document.events;
    this.ending = document.ending ?? null;
    this.node = new Map(document.nodes.map((node) => [node.name, node]));
    for (const packet of document.packets) this.#documentPackets.set(packet.id, { parent: 0, ...packet, children: [] });
    for (const packet of this.#documentPackets.values()) this.#documentPackets.get(packet.parent)?.children.push(packet.id);
    this.events.forEach((event, index) => this.#index(event, index));
  }

  /** What does not change about a packet: `{id, parent, protocol, label, size, children, ...}`. */
  packet(id) {
    return this.#documentPackets.get(id) ?? null;
  }

  get packetIds() {
    return [...this.#documentPackets.keys()];
  }

  /** Indexes of the events a packet has a part in, in order. */
  eventsOf(id) {
    return this.#eventsOf.get(id) ?? [];
  }

  /** The life of a table row: `{row, node, added, removed, uses}` with indexes of events; `removed` is -1 while it stands. */
  row(node, id) {
    return this.#rows.get(rowKey(node, id)) ?? null;
  }

  /** All rows that a node ever had, in order of their making. */
  rowsOf(node) {
    return [...this.#rows.values()].filter((life) => life.node === node);
  }

  /** The number of events at or before a time. */
  countUntil(at) {
    return upperBound(this.events, at, (event) => event.at);
  }

  /** The packet, and with it those it is a copy, a fragment or the consequence of, from the first on. */
  familyOf(id) {
    const line = [];
    for (let packet = this.packet(id); packet && line.length < 16; packet = this.packet(packet.parent)) line.unshift(packet.id);
    return line;
  }

  #index(event, index) {
    const id = packetOf(event);
    if (id) {
      const list = this.#eventsOf.get(id);
      if (list) list.push(index);
      else this.#eventsOf.set(id, [index]);
    }
    if (event.type === 'RowAdded') {
      this.#rows.set(rowKey(event.node, event.row.id), { row: event.row, node: event.node, added: index, removed: -1, uses: [] });
    } else if (event.type === 'RowRefreshed') {
      this.#rows.get(rowKey(event.node, event.row))?.uses.push(index);
    } else if (event.type === 'RowRemoved') {
      const life = this.#rows.get(rowKey(event.node, event.row));
      if (life) life.removed = index;
    }
  }
}

/** The id of the packet that an event is about, 0 for none. */
export function packetOf(event) {
  return event.packet ?? 0;
}

/** How many entries of a sorted list are at or below a value. */
export function upperBound(list, value, by = (entry) => entry) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (by(list[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowKey(node, id) {
  return `${node}\n${id}`;
}

function check(document) {
  if (document?.format !== FORMAT) throw new BadRun(`format: "${document?.format}" is not ${FORMAT}`);
  for (const field of ['nodes', 'packets', 'events']) if (!Array.isArray(document[field])) throw new BadRun(`${field}: a list is wanted`);
  if (typeof document.endsAt !== 'number') throw new BadRun('endsAt: a number is wanted');
  const names = new Set(document.nodes.map(({ name }) => name));
  let before = 0;
  document.events.forEach((event, index) => {
    if (!names.has(event.node)) throw new BadRun(`events[${index}].node: "${event.node}" is not among the nodes`);
    if (!(event.at >= before)) throw new BadRun(`events[${index}].at: ${event.at} is before ${before}`);
    before = event.at;
  });
}
