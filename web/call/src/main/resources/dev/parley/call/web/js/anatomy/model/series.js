/** The lines of the six charts, worked out from the columns of getStats. Pure. */

import { valueAt } from '../../call/samples.js';
import { chosenId } from './pairs.js';
import { lastOf, objectsOf } from './numbers.js';

const PAUSE_MILLIS = 5000; // nothing was measured for so long: a gap, not a slope

export const CHARTS = ['bitrate', 'roundTrip', 'loss', 'frames', 'buffer', 'bandwidth'];

/**
 * `{seconds, lines}` of a chart: `seconds` since `start`; a line is `{what, kind, mid, scale, values}` with null for gaps.
 * `what` names it (its words are the text's), `kind` is `audio`, `video` or null, `scale` is null or `percent`, `count`.
 */
export function chartOf(key, samples, start) {
  const seconds = (samples?.times ?? []).map((t) => (t - start) / 1000);
  const lines = samples ? MAKERS[key](samples).filter(({ values }) => values.some((value) => value !== null)) : [];
  return { key, seconds, lines };
}

const MAKERS = {
  bitrate: (samples) => [
    ...tracks(samples, 'outbound-rtp', 'sent', rate('bytesSent', 8 / 1000)),
    ...tracks(samples, 'inbound-rtp', 'received', rate('bytesReceived', 8 / 1000)),
  ],
  roundTrip: (samples) => [
    ...pair(samples, 'path', plain('currentRoundTripTime', 1000)),
    ...tracks(samples, 'remote-inbound-rtp', 'reported', plain('roundTripTime', 1000)),
  ],
  loss: (samples) => [
    ...tracks(samples, 'inbound-rtp', 'lost', lossPercent, 'percent'),
    ...tracks(samples, 'inbound-rtp', 'jitter', plain('jitter', 1000)),
  ],
  frames: (samples) => [
    ...tracks(samples, 'outbound-rtp', 'framesSent', plain('framesPerSecond', 1)),
    ...tracks(samples, 'inbound-rtp', 'framesReceived', plain('framesPerSecond', 1)),
    ...tracks(samples, 'inbound-rtp', 'freezes', difference('freezeCount'), 'count'),
  ],
  buffer: (samples) => tracks(samples, 'inbound-rtp', 'buffered', ratio('jitterBufferDelay', 'jitterBufferEmittedCount', 1000)),
  bandwidth: (samples) => [
    ...pair(samples, 'available', plain('availableOutgoingBitrate', 1 / 1000)),
    ...pair(samples, 'used', rate('bytesSent', 8 / 1000)),
  ],
};

function tracks(samples, type, what, measure, scale = null) {
  return objectsOf(samples, type).filter(active).map((object) => ({ what, kind: object.facts.kind ?? null, mid: object.facts.mid ?? null, id: object.id, scale, values: overTime(samples, object, measure) }));
}

/** Whether anything ever flowed: the lines of devices that were never on are left out. */
function active({ columns }) {
  const flowed = [columns.bytesSent, columns.bytesReceived].filter((column) => column !== undefined);
  return flowed.length === 0 || flowed.some((column) => (lastOf(column) ?? 0) > 0);
}

function pair(samples, what, measure) {
  const object = samples.objects.get(chosenId(samples));
  return object ? [{ what, kind: null, mid: null, id: object.id, scale: null, values: overTime(samples, object, measure) }] : [];
}

function overTime(samples, object, measure) {
  return samples.times.map((t, i) => {
    const value = measure(object, i, i === 0 ? Infinity : t - samples.times[i - 1]);
    return Number.isFinite(value) ? value : null;
  });
}

const plain = (key, factor) => (object, i) => {
  const value = valueAt(object, key, i);
  return value === null ? null : value * factor;
};

/** How much a counter grew; null at its start, after a pause, and where it began anew. */
const difference = (key) => (object, i, millis) => {
  const [before, now] = [valueAt(object, key, i - 1), valueAt(object, key, i)];
  return before === null || now === null || now < before || millis > PAUSE_MILLIS ? null : now - before;
};

const rate = (key, factor) => (object, i, millis) => {
  const grown = difference(key)(object, i, millis);
  return grown === null || millis <= 0 ? null : (grown * factor * 1000) / millis;
};

const ratio = (above, below, factor) => (object, i, millis) => {
  const [a, b] = [difference(above)(object, i, millis), difference(below)(object, i, millis)];
  return a === null || !b ? null : (a / b) * factor;
};

function lossPercent(object, i, millis) {
  const [lost, received] = [difference('packetsLost')(object, i, millis), difference('packetsReceived')(object, i, millis)];
  return lost === null || received === null || lost + received === 0 ? null : (100 * lost) / (lost + received);
}
