/** Reads a file of `parley-anatomy/1`, trusting nothing in it. Pure. */

import { FORMAT } from './recording.js';
import { lineOfField, syntaxError } from './json-place.js';

export const FILE_CHARACTERS = 64_000_000;

/** What is longer than this has too many characters in any case. */
export const FILE_BYTES = 3 * FILE_CHARACTERS;
const LIMITS = { events: 20_000, people: 64, samples: 20_000, objects: 2000, keys: 300, word: 2000, sdp: 200_000, depth: 4 };
const KEY = /^[A-Za-z][\w.-]{0,79}$/;
const PHASES = ['signaling', 'connection', 'communication'];

/** A file that cannot be shown: `field` such as `events[12].t`, `line` from 1, `problem` a key of the words. */
export class BadFile extends Error {
  constructor(problem, { field = null, line = null, column = null } = {}) {
    super(`${problem} ${field ?? ''} ${line ?? ''}`.trim());
    Object.assign(this, { problem, field, line, column });
  }
}

/** The recording in a text; throws a `BadFile`. */
export function readFile(text) {
  if (text.length > FILE_CHARACTERS) throw new BadFile('too-large');
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadFile('no-json', syntaxError(text));
  }
  try {
    return recordingOf(value);
  } catch (error) {
    if (error instanceof BadFile && error.field) error.line = lineOfField(text, error.field);
    throw error;
  }
}

function recordingOf(file) {
  object(file, '');
  if (file.format !== FORMAT) throw new BadFile(typeof file.format === 'string' && file.format.startsWith('parley-anatomy/') ? 'other-version' : 'other-format', { field: 'format' });
  const self = person(file.self, 'self');
  const people = list(file.people, 'people', LIMITS.people).map((one, i) => person(one, `people[${i}]`));
  const clocks = object(file.clocks ?? { server: null, peers: {} }, 'clocks');
  const events = list(file.events, 'events', LIMITS.events).map((one, i) => event(one, `events[${i}]`));
  events.sort((a, b) => a.t - b.t);
  return {
    live: false,
    began: number(file.began, 'began'),
    agent: word(file.agent ?? '', 'agent'),
    addresses: file.addresses === 'real' ? 'real' : 'masked',
    saved: word(file.saved ?? '', 'saved'),
    self,
    people,
    clocks: {
      server: clock(clocks.server ?? null, 'clocks.server'),
      peers: ownEntries(entries(clocks.peers ?? {}, 'clocks.peers', LIMITS.people).map(([id, one]) => [id, clock(one, `clocks.peers.${id}`)])),
    },
    events,
    descriptions: new Map(entries(file.descriptions ?? {}, 'descriptions', LIMITS.people).map(([id, one]) => [id, descriptions(one, `descriptions.${id}`)])),
    samples: new Map(entries(file.stats ?? {}, 'stats', LIMITS.people).map(([id, one]) => [id, samples(one, `stats.${id}`)])),
    version: 0,
  };
}

function event(value, field) {
  object(value, field);
  const phase = word(value.phase, `${field}.phase`);
  if (!PHASES.includes(phase)) throw new BadFile('unknown-value', { field: `${field}.phase` });
  return {
    t: number(value.t, `${field}.t`),
    side: value.side === 'there' ? 'there' : 'here',
    phase,
    kind: word(value.kind, `${field}.kind`),
    peer: value.peer === null || value.peer === undefined ? null : word(value.peer, `${field}.peer`),
    data: value.data === null || value.data === undefined ? null : plain(object(value.data, `${field}.data`), `${field}.data`, 0),
  };
}

function descriptions(value, field) {
  object(value, field);
  const one = (description, at) => {
    if (description === null || description === undefined) return null;
    object(description, at);
    return { type: word(description.type, `${at}.type`), sdp: word(description.sdp, `${at}.sdp`, LIMITS.sdp) };
  };
  return { local: one(value.local, `${field}.local`), remote: one(value.remote, `${field}.remote`) };
}

function samples(value, field) {
  object(value, field);
  const times = list(value.times, `${field}.times`, LIMITS.samples).map((t, i) => number(t, `${field}.times[${i}]`));
  for (let i = 1; i < times.length; i += 1) if (times[i] < times[i - 1]) throw new BadFile('out-of-order', { field: `${field}.times[${i}]` });
  const objects = new Map();
  for (const [i, one] of list(value.objects, `${field}.objects`, LIMITS.objects).entries()) {
    const at = `${field}.objects[${i}]`;
    object(one, at);
    const from = index(one.from, times.length, `${at}.from`);
    const to = index(one.to, times.length, `${at}.to`);
    const facts = {};
    for (const [key, fact] of entries(one.facts ?? {}, `${at}.facts`, LIMITS.keys)) facts[key] = typeof fact === 'boolean' ? fact : word(fact, `${at}.facts.${key}`);
    const columns = {};
    for (const [key, column] of entries(one.columns ?? {}, `${at}.columns`, LIMITS.keys)) columns[key] = columnOf(column, times.length - from, `${at}.columns.${key}`);
    const id = word(one.id, `${at}.id`);
    objects.set(id, { id, type: word(one.type, `${at}.type`), from, to, facts, columns });
  }
  return { times, objects };
}

function columnOf(value, most, field) {
  if (!Array.isArray(value)) return number(value, field);
  if (value.length > most) throw new BadFile('too-many', { field });
  return value.map((one, i) => (one === null ? null : number(one, `${field}[${i}]`)));
}

/** Numbers, words, switches and small lists of them; anything deeper is cut off. */
function plain(value, field, depth) {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return number(value, field);
  if (typeof value === 'string') return word(value, field, LIMITS.sdp);
  if (depth >= LIMITS.depth) return null;
  if (Array.isArray(value)) return value.slice(0, LIMITS.keys).map((one, i) => plain(one, `${field}[${i}]`, depth + 1));
  return Object.fromEntries(entries(value, field, LIMITS.keys).map(([key, one]) => [key, plain(one, `${field}.${key}`, depth + 1)]));
}

function person(value, field) {
  object(value, field);
  return { id: word(value.id, `${field}.id`, 200), name: word(value.name, `${field}.name`, 200) };
}

function clock(value, field) {
  if (value === null) return null;
  object(value, field);
  return { offsetMillis: number(value.offsetMillis, `${field}.offsetMillis`), roundTripMillis: number(value.roundTripMillis, `${field}.roundTripMillis`), t: number(value.t ?? 0, `${field}.t`) };
}

function entries(value, field, most) {
  const all = Object.entries(object(value, field));
  if (all.length > most) throw new BadFile('too-many', { field });
  for (const [key] of all) if (!KEY.test(key) && !/^[\w-]{1,80}$/.test(key)) throw new BadFile('unknown-value', { field });
  return all.filter(([key]) => key !== '__proto__' && key !== 'constructor' && key !== 'prototype');
}

/** An object without inherited names: ids of people are looked up in it. */
function ownEntries(list_) {
  return Object.assign(Object.create(null), Object.fromEntries(list_));
}

function object(value, field) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new BadFile('no-object', { field: field || null });
  return value;
}

function list(value, field, most) {
  if (!Array.isArray(value)) throw new BadFile('no-list', { field });
  if (value.length > most) throw new BadFile('too-many', { field });
  return value;
}

function number(value, field) {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new BadFile('no-number', { field });
  return value;
}

function index(value, length, field) {
  if (!Number.isInteger(value) || value < 0 || value >= Math.max(1, length)) throw new BadFile('no-index', { field });
  return value;
}

function word(value, field, most = LIMITS.word) {
  if (typeof value !== 'string') throw new BadFile('no-text', { field });
  if (value.length > most) throw new BadFile('too-many', { field });
  return value;
}
