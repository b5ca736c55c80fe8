/**
 * Numbers of getStats over time, as columns: `{times, objects}`, where an object is
 * `{id, type, from, to, facts, columns}`. `times` are milliseconds; `from` and `to` are the indexes of its first and last sample;
 * a column holds one number for each sample since then (null: none, a gap), or, as long as it never changed, just that
 * number. `facts` are the newest words and switches. Pure.
 */

export const SAMPLES = 900;
const SLACK = 60; // forgotten a minute at a time
const OBJECTS = 400;
const KEYS = 120;
const WORD_CHARACTERS = 300;
const SKIPPED = new Set(['id', 'type', 'timestamp', 'base64Certificate']);

export class Samples {
  times = [];
  objects = new Map();

  /** One report, `stats` as a Map or a list of its values. */
  add(t, stats) {
    const index = this.times.push(t) - 1;
    for (const stat of stats.values()) {
      let object = this.objects.get(stat.id);
      if (!object) {
        if (this.objects.size >= OBJECTS) continue;
        object = { id: stat.id, type: stat.type, from: index, facts: {}, columns: {}, to: index };
        this.objects.set(stat.id, object);
      }
      take(object, stat, index);
      object.to = index;
    }
    for (const object of this.objects.values()) if (object.to < index) for (const key of Object.keys(object.columns)) put(object, key, index, null);
    if (this.times.length > SAMPLES + SLACK) this.#forget(this.times.length - SAMPLES);
  }

  #forget(count) {
    this.times.splice(0, count);
    for (const [id, object] of this.objects) {
      const cut = Math.max(0, count - object.from);
      object.to -= count;
      if (object.to < 0) {
        this.objects.delete(id);
        continue;
      }
      for (const column of Object.values(object.columns)) if (Array.isArray(column)) column.splice(0, cut);
      object.from = Math.max(0, object.from - count);
    }
  }
}

function take(object, stat, index) {
  for (const key of Object.keys(stat)) {
    if (SKIPPED.has(key)) continue;
    const value = stat[key];
    if (typeof value === 'number') {
      if (object.columns[key] !== undefined || Object.keys(object.columns).length < KEYS) put(object, key, index, value);
    } else if (typeof value === 'string') {
      object.facts[key] = value.slice(0, WORD_CHARACTERS);
    } else if (typeof value === 'boolean') {
      object.facts[key] = value;
    }
  }
  // A number that this report left out is a gap, not the number of before.
  for (const key of Object.keys(object.columns)) if (typeof stat[key] !== 'number') put(object, key, index, null);
}

function put(object, key, index, value) {
  const length = index - object.from;
  const column = object.columns[key];
  if (column === undefined) {
    if (value !== null) object.columns[key] = length === 0 ? value : [...new Array(length).fill(null), value];
  } else if (Array.isArray(column)) {
    if (column.length <= length) {
      while (column.length < length) column.push(null);
      column.push(value);
    }
  } else if (column !== value) {
    const values = new Array(length).fill(column);
    values.push(value);
    object.columns[key] = values;
  }
}

/** The value of a column at the sample `index`, null where there is none. */
export function valueAt(object, key, index) {
  const column = object.columns[key];
  if (column === undefined || index < object.from) return null;
  if (!Array.isArray(column)) return column;
  return column[index - object.from] ?? null;
}

/** The newest number of a column; null when there never was one, or when it is gone. */
export function newest(samples, object, key) {
  return valueAt(object, key, samples.times.length - 1);
}
