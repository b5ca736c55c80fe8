/** Looking things up in the columns of getStats. Pure. */

/** The newest number of a column that is not a gap, or null. */
export function lastOf(column) {
  if (!Array.isArray(column)) return column ?? null;
  for (let i = column.length - 1; i >= 0; i -= 1) if (column[i] !== null) return column[i];
  return null;
}

/** The objects of a type, those that are gone as well. */
export function objectsOf(samples, ...types) {
  if (!samples) return [];
  return [...samples.objects.values()].filter((object) => types.includes(object.type));
}

/** Whether the newest report still had it. */
export function present(samples, object) {
  return object.to === samples.times.length - 1;
}
