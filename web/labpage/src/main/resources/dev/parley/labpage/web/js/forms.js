/** One packet keeps its identity through all rewrites; its forms are the pairs of addresses it had. */

/**
 * The forms of a packet, in order: `[{node, index, source, destination, changed}]`, where `node` is who gave it this
 * form, and `changed` names the parts that differ from the form before: `source`, `sourcePort`, `destination`,
 * `destinationPort`.
 */
export function formsOf(run, id) {
  const forms = [];
  for (const index of run.eventsOf(id)) {
    const event = run.events[index];
    if (event.type === 'Rewritten') {
      if (forms.length === 0) forms.push({ node: event.node, index, ...event.before, changed: [] });
      forms.push({ node: event.node, index, ...event.after, changed: changes(event.before, event.after) });
    } else if (forms.length === 0 && event.source) {
      forms.push({ node: event.node, index, source: event.source, destination: event.destination, changed: [] });
    }
  }
  return forms;
}

/** The form a packet has after `count` events; the first one before it was sent. */
export function formAt(forms, count) {
  let current = forms[0] ?? null;
  for (const form of forms) if (form.index < count) current = form;
  return current;
}

/** What differs between two forms. */
export function changes(before, after) {
  const changed = [];
  for (const end of ['source', 'destination']) {
    const [ip, port] = split(before[end]);
    const [newIp, newPort] = split(after[end]);
    if (ip !== newIp) changed.push(end);
    if (port !== newPort) changed.push(`${end}Port`);
  }
  return changed;
}

/** `192.0.2.1:80` and `[2001:db8::1]:80` as `[address, port]`; without a port the second is empty. */
export function split(endpoint) {
  const colon = endpoint.lastIndexOf(':');
  const bracket = endpoint.lastIndexOf(']');
  const bare = (ip) => ip.replace(/^\[|\]$/g, '');
  if (bracket < 0 && endpoint.indexOf(':') !== colon) return [endpoint, ''];
  return colon > bracket ? [bare(endpoint.slice(0, colon)), endpoint.slice(colon + 1)] : [bare(endpoint), ''];
}

const RANGES = [
  [/^10\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^f[cd]/i, 'private'],
  [/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./, 'carrier'],
];

/** What kind of place an address is of: `private`, `carrier` (RFC 6598) or `public`. */
export function kindOfAddress(ip) {
  return RANGES.find(([pattern]) => pattern.test(ip))?.[1] ?? 'public';
}
