/** Two recordings of one call, one from each side, on one time axis. Pure. */

/**
 * `{recording, how, offsetMillis, uncertainMillis}`: `how` the clocks were compared: `peer` by messages between the two, `server` by the
 * server's clock, `none` by trust in both clocks. Null when the two are not of the same call.
 */
export function merge(recording, other) {
  const known = recording.people.some(({ id }) => id === other.self.id) && other.people.some(({ id }) => id === recording.self.id);
  if (!known || recording.self.id === other.self.id) return null;
  const { how, offsetMillis, uncertainMillis } = offsetOf(recording, other);
  const shift = other.began - recording.began - offsetMillis;
  const theirs = other.events
    .filter((event) => event.side !== 'there' && (event.peer === null || event.peer === recording.self.id))
    .map((event) => ({ ...event, t: event.t + shift, side: 'there', peer: other.self.id }));
  const events = [...recording.events.filter((event) => event.side !== 'there' || event.peer !== other.self.id), ...theirs].sort((a, b) => a.t - b.t);
  return { recording: { ...recording, live: false, events, merged: { id: other.self.id, name: other.self.name, how, uncertainMillis } }, how, offsetMillis, uncertainMillis };
}

/** The other's clock minus ours. */
function offsetOf(recording, other) {
  const choices = [];
  const toThem = recording.clocks.peers[other.self.id];
  const toUs = other.clocks.peers[recording.self.id];
  if (toThem) choices.push({ how: 'peer', offsetMillis: toThem.offsetMillis, uncertainMillis: toThem.roundTripMillis / 2 });
  if (toUs) choices.push({ how: 'peer', offsetMillis: -toUs.offsetMillis, uncertainMillis: toUs.roundTripMillis / 2 });
  if (choices.length) return choices.reduce((best, one) => (one.uncertainMillis < best.uncertainMillis ? one : best));
  const [ours, theirs] = [recording.clocks.server, other.clocks.server];
  if (ours && theirs) return { how: 'server', offsetMillis: ours.offsetMillis - theirs.offsetMillis, uncertainMillis: (ours.roundTripMillis + theirs.roundTripMillis) / 2 };
  return { how: 'none', offsetMillis: 0, uncertainMillis: null };
}
