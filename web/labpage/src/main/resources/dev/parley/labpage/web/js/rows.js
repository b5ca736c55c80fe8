/** The rows of a table as people read them: who inside, what they are outside, who may answer, for how long. */

/**
 * Groups permissions under the mapping they belong to: `[{row, remotes: [row], gone}]`. `rows` are those of one node's
 * table, and `gone` lately removed ones, each with `goneAt` and `reason`.
 */
export function groupRows(rows, gone = []) {
  const all = [...rows, ...gone].sort((a, b) => a.id - b.id);
  const groups = all.filter(({ kind }) => kind === 'MAPPING' || kind === 'BLOCK').map((row) => ({ row, remotes: [] }));
  for (const row of all) {
    if (row.kind === 'MAPPING' || row.kind === 'BLOCK') continue;
    const owner = groups.findLast((group) => group.row.kind === 'MAPPING' && sameInside(group.row, row));
    if (owner) owner.remotes.push(row);
    else groups.push({ row, remotes: [] });
  }
  return groups;
}

function sameInside(mapping, permission) {
  if (mapping.protocol !== permission.protocol || mapping.inside !== permission.inside) return false;
  return mapping.outside === permission.outside || permission.outside === null;
}

/** Whole seconds a row still has, never below 0. */
export function secondsLeft(row, now) {
  return Math.max(0, Math.ceil((row.expiresAt - now) / 1e9 - 1e-6));
}

/** The share of its time that a row still has, 0 to 1. */
export function shareLeft(row, now) {
  const since = row.refreshedAt ?? row.addedAt ?? 0;
  const whole = row.expiresAt - since;
  return whole > 0 ? Math.max(0, Math.min(1, (row.expiresAt - now) / whole)) : 0;
}

/** Rows of a node that were removed after `sinceCount` and before `count` events, oldest first. */
export function removedRows(run, node, sinceCount, count) {
  const removed = [];
  for (let i = count - 1; i >= sinceCount && i >= 0; i -= 1) {
    const event = run.events[i];
    if (event.type !== 'RowRemoved' || event.node !== node) continue;
    const life = run.row(node, event.row);
    if (life) removed.unshift({ ...life.row, goneAt: event.at, reason: event.reason, removed: i, madeBy: run.events[life.added].packet, added: life.added });
  }
  return removed;
}

/** Whether a remote endpoint is one that a row lets in; port 0 stands for all ports, null for everybody. */
export function admits(row, remote) {
  if (row.remote === null || row.remote === undefined) return true;
  if (row.remote === remote) return true;
  return row.remote.endsWith(':0') && remote.slice(0, remote.lastIndexOf(':')) === row.remote.slice(0, -2);
}
