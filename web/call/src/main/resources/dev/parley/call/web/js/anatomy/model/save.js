/** A recording as a file of `parley-anatomy/1`, see docs/anatomy.md. Pure. */

import { AddressMask, withoutSecrets } from './mask.js';
import { FORMAT } from './recording.js';

/** The plain value that is written; `addresses` leaves them as they are. */
export function toFile(recording, { addresses = false, saved = new Date() } = {}) {
  const stats = Object.fromEntries([...recording.samples].map(([peer, { times, objects }]) => [peer, {
    times: times.map(tidy),
    objects: [...objects.values()].map(({ id, type, from, to, facts, columns }) => ({ id, type, from, to, facts, columns })),
  }]));
  const descriptions = Object.fromEntries([...recording.descriptions].map(([peer, { local, remote }]) => [peer, { local: local ?? null, remote: remote ?? null }]));
  const about = withoutSecrets({
    events: recording.events.map(({ t, side, phase, kind, peer, data }) => ({ t: tidy(t), side: side ?? 'here', phase, kind, peer, data: data ?? null })),
    descriptions,
    stats,
  });
  return {
    format: FORMAT,
    saved: saved.toISOString(),
    began: recording.began,
    agent: recording.agent,
    addresses: addresses && recording.addresses !== 'masked' ? 'real' : 'masked',
    self: { id: recording.self.id, name: recording.self.name },
    people: recording.people.map(({ id, name }) => ({ id, name })),
    clocks: recording.clocks,
    ...(addresses ? about : new AddressMask().value(about)),
  };
}

/** The text of a file: an event a line, so that a line number says something. */
export function fileText(file) {
  const { events, stats, ...head } = file;
  const lines = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  lines.push(`"events": [\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]`);
  const peers = Object.entries(stats).map(([peer, { times, objects }]) =>
    `${JSON.stringify(peer)}: {"times": ${JSON.stringify(times)}, "objects": [\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n]}`);
  lines.push(`"stats": {\n${peers.join(',\n')}\n}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function tidy(millis) {
  return Math.round(millis * 1000) / 1000;
}
