/**
 * What goes over the channel of the files: frames of a 16-byte head and what follows it. Each says which file and where
 * in it, so that frames of several files may alternate and a stale one does no harm.
 *
 *     0      1      2            10           16
 *     +------+------+------------+------------+----------------------------------+
 *     | kind |  0   |  file id   |  offset    |  bytes of the file, or its digest |
 *     +------+------+------------+------------+----------------------------------+
 */

export const HEAD_BYTES = 16;
export const DATA = 1;
export const END = 2;

const ID_BYTES = 8;
const DIGEST_BYTES = 32;

/** Ids are 16 hexadecimal digits. */
export const ID = /^[0-9a-f]{16}$/;

/** One frame; `offset` is where `bytes` belong, for `END` the size of the file. */
export function frameOf(kind, id, offset, bytes) {
  const frame = new Uint8Array(HEAD_BYTES + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, kind);
  for (let i = 0; i < ID_BYTES; i++) view.setUint8(2 + i, Number.parseInt(id.slice(2 * i, 2 * i + 2), 16));
  view.setUint16(10, Math.floor(offset / 2 ** 32));
  view.setUint32(12, offset % 2 ** 32);
  frame.set(bytes, HEAD_BYTES);
  return frame;
}

/** `{kind, id, offset, bytes}` of an `ArrayBuffer`, or null when it is no frame. `bytes` share its memory. */
export function parseFrame(buffer) {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < HEAD_BYTES) return null;
  const view = new DataView(buffer);
  const kind = view.getUint8(0);
  const bytes = new Uint8Array(buffer, HEAD_BYTES);
  if (kind === DATA ? bytes.length === 0 : kind !== END || bytes.length !== DIGEST_BYTES) return null;
  let id = '';
  for (let i = 0; i < ID_BYTES; i++) id += view.getUint8(2 + i).toString(16).padStart(2, '0');
  return { kind, id, offset: view.getUint16(10) * 2 ** 32 + view.getUint32(12), bytes };
}
