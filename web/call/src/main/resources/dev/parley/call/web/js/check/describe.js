/** A row in words: title, finding, both witnesses, advice. For the page, for the text to copy, for a result from a link. */

import { text } from '../text/check.js';
import { transportOf } from './verdict.js';

export function titleOf(row) {
  const title = text.row[row.kind];
  const words = typeof title === 'function' ? title(row.place) : title;
  return row.url && row.own === false ? text.row.elsewhere(words, row.place.host) : words;
}

export function findingOf(row) {
  const words = text.found[row.verdict.reason] ?? text.found.running;
  return words(row.verdict);
}

export function adviceOf(row, { selfSigned = false } = {}) {
  const words = row.verdict.state === 'bad' && row.place ? text.advice[row.verdict.reason] : null;
  return words ? words({ ...row.place, over: transportOf(row.kind) === 'udp' ? 'UDP' : 'TCP', selfSigned }) : null;
}

/** Lines of what the browser saw. */
export function browserLines({ browser }) {
  if (!browser) return [];
  const lines = [
    ...browser.candidates.map((candidate) => [candidate.millis, text.witness.got(candidate)]),
    ...browser.errors.map((error) => [error.millis, text.witness.error(error)]),
  ].toSorted(([a], [b]) => a - b).map(([, line]) => line);
  const all = [...new Set(lines)];
  if (browser.doneMillis !== null) all.push(text.witness.done(browser.doneMillis));
  if (all.length === 0 && browser.millis > 0) all.push(text.witness.silent(browser.millis));
  return all;
}

/** Lines of what the server saw; null where there is no second witness. */
export function serverLines({ server, own, kind, url }, seen) {
  if (!url) return null;
  if (!own || !server) return [text.witness.cannotKnow];
  if (kind === 'stun') {
    const knocks = seen.filter(({ tag }) => tag === 'x').map(text.witness.saw);
    return [...(knocks.length ? knocks : [text.witness.nothingOfUs]), text.witness.stunNote];
  }
  const transport = transportOf(kind);
  const lines = [
    ...server.mine.map(text.witness.saw),
    ...server.nameless.filter((sighting) => sighting.transport === transport).map((sighting) => `${text.witness.saw(sighting)}; ${text.witness.nameless}`),
  ];
  return lines.length ? lines : [text.witness.nothingOfUs];
}
