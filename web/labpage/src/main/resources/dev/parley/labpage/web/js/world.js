/**
 * What there is at one moment of a run: where packets are, and what stands in the tables. A world is advanced event by
 * event; rows and packets in it are never changed but replaced, so that a copy costs references only.
 */

export class World {
  /** Events that have happened. */
  count = 0;
  /** Node name to its rows, by id. */
  tables = new Map();
  /** Living packets by id: `{id, node, to, source, destination, startsAt, arrivesAt}`; `to` is null at a node. */
  packets = new Map();
  sent = 0;
  delivered = 0;
  dropped = 0;

  copy() {
    const copy = new World();
    copy.count = this.count;
    for (const [node, rows] of this.tables) copy.tables.set(node, new Map(rows));
    copy.packets = new Map(this.packets);
    copy.sent = this.sent;
    copy.delivered = this.delivered;
    copy.dropped = this.dropped;
    return copy;
  }

  /** The rows of a node's table, oldest first. */
  rowsOf(node) {
    return [...(this.tables.get(node)?.values() ?? [])];
  }

  apply(event) {
    const index = this.count;
    this.count += 1;
    switch (event.type) {
      case 'Sent':
        this.sent += 1;
        this.#place(event, event);
        break;
      case 'Departed':
        this.packets.set(event.packet, {
          id: event.packet, node: event.node, to: event.to, source: event.source, destination: event.destination,
          startsAt: event.startsAt, arrivesAt: event.arrivesAt, since: index,
        });
        break;
      case 'Passed':
        this.#place(event, event);
        break;
      case 'Rewritten':
        this.#place(event, event.after);
        break;
      case 'Delivered':
        this.delivered += 1;
        this.packets.delete(event.packet);
        break;
      case 'Dropped':
        this.dropped += 1;
        this.packets.delete(event.packet);
        break;
      case 'RowAdded':
        this.#table(event.node).set(event.row.id, { ...event.row, madeBy: event.packet, addedAt: event.at, added: index, used: -1, uses: 0 });
        break;
      case 'RowRefreshed': {
        const row = this.#table(event.node).get(event.row);
        if (row) this.#table(event.node).set(row.id, { ...row, expiresAt: event.expiresAt, refreshedAt: event.at, used: index, uses: row.uses + 1 });
        break;
      }
      case 'RowRemoved':
        this.#table(event.node).delete(event.row);
        break;
      default: // a note changes nothing, and what is not known yet neither
    }
  }

  /** A number for everything above: two worlds with the same number are the same. */
  hash() {
    const tables = [...this.tables].filter(([, rows]) => rows.size > 0).sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([node, rows]) => [node, [...rows.values()].sort((a, b) => a.id - b.id)]);
    const packets = [...this.packets.values()].sort((a, b) => a.id - b.id);
    const text = JSON.stringify([this.count, this.sent, this.delivered, this.dropped, tables, packets]);
    let hash = 0x811c9dc5; // FNV-1a
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  }

  #place(event, form) {
    this.packets.set(event.packet, {
      id: event.packet, node: event.node, to: null, source: form.source, destination: form.destination,
      startsAt: event.at, arrivesAt: event.at, since: this.count - 1,
    });
  }

  #table(node) {
    let rows = this.tables.get(node);
    if (!rows) this.tables.set(node, (rows = new Map()));
    return rows;
  }
}
