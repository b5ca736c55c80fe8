/** A result as something to hand on: masked, as text, as JSON, as the end of a link. Pure. */

export const FORMAT = 'parley-check/1';
const V4 = /\b(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}\b/g;
const V6 = /[0-9a-f]*(?::[0-9a-f]*){2,7}/gi;
const LONGEST_LINK = 60_000;

/** Every address in a value loses the half that tells one household from another. Host names stay. */
export function masked(value) {
  if (typeof value === 'string') return value.replace(V6, (run) => isV6(run) ? `${run.split(':').slice(0, 2).join(':')}:…` : run).replace(V4, '$1.$2.x.x');
  if (Array.isArray(value)) return value.map(masked);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, KEEP.includes(key) ? part : masked(part)]));
  return value;
}

/** A time or a name with a port has fewer colons. */
function isV6(run) {
  return run.includes('::') || run.split(':').length > 5;
}

const KEEP = ['at', 'userAgent', 'format'];

/** The part of a link behind `#r=`: the result itself, so that no server has to keep it. */
export async function packed(report) {
  const stream = new Blob([JSON.stringify(report)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The result in a link, or null when it is none. */
export async function unpacked(text) {
  if (text.length > LONGEST_LINK) return null;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
    const report = await limited(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
    return report?.format === FORMAT && Array.isArray(report.rows) && report.rows.every((row) => typeof row?.kind === 'string' && typeof row.verdict === 'object') ? report : null;
  } catch {
    return null;
  }
}

/** What a few bytes unpack to may be large: a link from a stranger. */
async function limited(stream) {
  const decoder = new TextDecoder();
  let text = '';
  for (const reader = stream.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return JSON.parse(text + decoder.decode());
    text += decoder.decode(value, { stream: true });
    if (text.length > 1_000_000) throw new Error('too large');
  }
}
