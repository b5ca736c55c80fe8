/** Two descriptions side by side: which line answers which. Pure. */

import { parseSdp } from './sdp.js';

/**
 * `[{mid, media, rows, folds}]`. A row is `{line, local, remote, answer}` with `answer` `same`, `differs`,
 * `here` (only here) or `there`; `line` is the one to explain. `folds` gather rows that are read together:
 * `{key, kind: 'codec' | 'candidate' | 'source', name, rows}`. `createdSdp` is what was made before it was set, to mark what was changed.
 */
export function compareDescriptions(localSdp, remoteSdp, { createdSdp = null } = {}) {
  const local = parseSdp(localSdp);
  const remote = parseSdp(remoteSdp);
  if (createdSdp) markChanges(local, parseSdp(createdSdp));
  const left = new Set(remote);
  const pairs = local.map((section) => {
    const partner = remote.find((other) => left.has(other) && sameSection(section, other)) ?? null;
    left.delete(partner);
    return [section, partner];
  });
  for (const section of left) pairs.push([null, section]);
  return pairs.map(([here, there]) => compareSections(here, there));
}

function sameSection(one, other) {
  if (one.media === null || other.media === null) return one.media === other.media;
  return one.mid !== null && other.mid !== null ? one.mid === other.mid : one.index === other.index;
}

function compareSections(here, there) {
  const section = here ?? there;
  const rows = [];
  const open = [...(there?.lines ?? [])];
  const take = (found) => {
    const at = open.findIndex(found);
    return at < 0 ? null : open.splice(at, 1)[0];
  };
  for (const line of here?.lines ?? []) {
    const partner = line.identity === null
      ? null
      : take((other) => other.text === line.text && other.identity === line.identity) ?? take((other) => other.identity === line.identity);
    rows.push(rowOf(line, partner));
  }
  for (const line of open) rows.push(rowOf(null, line));
  const folds = new Map();
  const plain = [];
  for (const row of rows) {
    const { fold, payload } = row.line;
    if (!fold) {
      plain.push(row);
      continue;
    }
    const key = fold === 'codec' ? `codec ${payload}` : fold;
    if (!folds.has(key)) folds.set(key, { key, kind: fold, payload: fold === 'codec' ? payload : null, name: nameOf(section, fold, payload, there), rows: [] });
    folds.get(key).rows.push(row);
  }
  return { mid: section.mid, media: section.media, index: section.index, rows: plain, folds: [...folds.values()] };
}

function nameOf(section, fold, payload, there) {
  if (fold !== 'codec') return '';
  const codecs = section.codecs.has(payload) ? section.codecs : there?.codecs ?? section.codecs;
  const repaired = codecs.get(`apt ${payload}`);
  return `${codecs.get(payload) ?? payload}${repaired ? ` (${codecs.get(repaired) ?? repaired})` : ''}`;
}

function rowOf(local, remote) {
  const line = local ?? remote;
  // Each side has a password of its own; in a file both are left out, which makes them look alike.
  const alike = local?.text === remote?.text && line.kind !== 'ice-pwd';
  const answer = local && remote ? (alike ? 'same' : 'differs') : local ? 'here' : 'there';
  return { line, local, remote, answer };
}

/** Marks lines that were not in the description as it was made: `changed`, with the text `before` where there was one. */
function markChanges(sections, created) {
  for (const section of sections) {
    const before = created.find((other) => sameSection(section, other));
    for (const line of section.lines) {
      if (before?.lines.some((other) => other.text === line.text)) continue;
      const was = line.identity === null ? null : before?.lines.find((other) => other.identity === line.identity);
      line.changed = true;
      line.before = was?.text ?? null;
    }
  }
}

/** All rows of all sections, those in folds as well. */
export function allRows(sections) {
  return sections.flatMap((section) => [...section.rows, ...section.folds.flatMap((fold) => fold.rows)]);
}
