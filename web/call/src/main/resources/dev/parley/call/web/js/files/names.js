/** Names of files that came from elsewhere, made fit to be shown and to be saved under. Pure. */

const CHARACTERS = 120;

/** Controls, and the marks that turn the direction of writing and so can hide a name's end. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Without folders, invisible signs, and what a file system takes amiss; never empty. */
export function cleanName(name) {
  let clean = (typeof name === 'string' ? name : '')
    .normalize('NFC')
    .replace(UNSEEN, '')
    .split(/[/\\]/)
    .at(-1)
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (RESERVED.test(clean)) clean = `_${clean}`;
  return shorten(clean) || 'file';
}

/** Cut in the middle, so that the ending stays. */
function shorten(name) {
  const signs = [...name];
  if (signs.length <= CHARACTERS) return signs.join('');
  return [...signs.slice(0, CHARACTERS - 20), '…', ...signs.slice(-19)].join('');
}
