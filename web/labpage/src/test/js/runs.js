/**
 * Runs for tests: recorded ones, and with PARLEY_RUNS those of that folder, made anew by the engine. And a run as long
 * as one likes, made of one that is repeated.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Run } from '../../main/resources/dev/parley/labpage/web/js/run.js';

const FOLDER = process.env.PARLEY_RUNS ?? fileURLToPath(new URL('../runs', import.meta.url));

/** Every run that is there: `[[name, Run]]`. */
export function runs() {
  return readdirSync(FOLDER).filter((file) => file.endsWith('.json')).sort().map((file) => [file.replace('.json', ''), new Run(document(file))]);
}

export function run(name) {
  return new Run(document(`${name}.json`));
}

export function document(file) {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
}

/** The same again and again, one after the other, with numbers of their own, until there are so many events. */
export function longDocument(name, events) {
  const one = document(`${name}.json`);
  const long = { ...one, packets: [], events: [] };
  const most = Math.max(...one.packets.map(({ id }) => id));
  const rows = Math.max(1, ...one.events.map((event) => event.row?.id ?? 0));
  for (let turn = 0; long.events.length < events; turn += 1) {
    const at = (time) => time + turn * one.endsAt;
    const packet = (id) => id + turn * most;
    const row = (id) => (id === 0 ? 0 : id + turn * rows);
    for (const p of one.packets) long.packets.push({ ...p, id: packet(p.id), ...(p.parent && { parent: packet(p.parent) }) });
    for (const event of one.events) {
      const next = { ...event, at: at(event.at) };
      if (event.packet) next.packet = packet(event.packet);
      if (event.startsAt !== undefined) next.startsAt = at(event.startsAt);
      if (event.arrivesAt !== undefined) next.arrivesAt = at(event.arrivesAt);
      if (event.expiresAt !== undefined) next.expiresAt = at(event.expiresAt);
      if (typeof event.row === 'number') next.row = row(event.row);
      else if (event.row) next.row = { ...event.row, id: row(event.row.id), expiresAt: at(event.row.expiresAt) };
      long.events.push(next);
    }
    long.endsAt = at(one.endsAt);
  }
  return long;
}

/** Numbers below 1, always the same for a seed. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
