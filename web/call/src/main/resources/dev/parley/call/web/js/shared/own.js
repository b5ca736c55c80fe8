/** Looks up what somebody else named: a word such as `constructor` finds only what the table itself holds. */

/** The entry of `table` under `key`, or undefined. */
export function own(table, key) {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
