/**
 * Where a file goes while it arrives: the browser's private file system (on the disk, for this site alone), a place the
 * person chose, or, where a browser has neither, memory up to a limit.
 */

const FOLDER = 'parley-files';
const SPARE_BYTES = 64 * 1024 * 1024;
const PIECE_BYTES = 16 * 1024 * 1024;

/** The most that is kept in memory. */
export const MEMORY_BYTES = 512 * 1024 * 1024;

const session = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
let folder = null;
let count = 0;

export const canChoose = typeof globalThis.showSaveFilePicker === 'function';

/** A sink for a file of that size, or null when there is no room for it. */
export async function sinkFor(size) {
  return (await privateSink(size)) ?? (size <= MEMORY_BYTES ? memorySink() : null);
}

/** Asks the person for a place; null when they changed their mind. Has to be called right after a press. */
export async function chosenSink(name) {
  try {
    const handle = await globalThis.showSaveFilePicker({ suggestedName: name });
    const writable = await handle.createWritable();
    return { place: 'chosen', write: (bytes) => writable.write(bytes), close: () => writable.close(), abort: () => writable.abort() };
  } catch (error) {
    if (error?.name === 'AbortError') return null;
    throw error;
  }
}

async function privateSink(size) {
  try {
    const { quota = 0, usage = 0 } = (await navigator.storage.estimate?.()) ?? {};
    if (quota - usage < size + SPARE_BYTES) return null;
    folder ??= openFolder();
    const own = await folder;
    const name = String(count += 1); // ids are the senders' choice, and two may be equal
    const handle = await own.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    return {
      place: 'private',
      write: (bytes) => writable.write(bytes),
      async close() {
        await writable.close();
        return handle.getFile();
      },
      async abort() {
        await writable.abort();
        await own.removeEntry(name);
      },
    };
  } catch {
    folder = null;
    return null; // no private file system, as in a private window
  }
}

/** A folder for this page, and the end of those whose pages are gone. A lock that is held says that a page lives. */
async function openFolder() {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  await new Promise((held, refused) => {
    navigator.locks.request(`${FOLDER}/${session}`, () => {
      held();
      return new Promise(() => {}); // until the page goes
    }).catch(refused);
  });
  const live = new Set((await navigator.locks.query()).held.map(({ name }) => name));
  for await (const name of root.keys()) {
    if (!live.has(`${FOLDER}/${name}`)) await root.removeEntry(name, { recursive: true }).catch(() => {}); // another page was quicker
  }
  return root.getDirectoryHandle(session, { create: true });
}

/** Pieces are handed to the browser as blobs, which it may keep on the disk. */
function memorySink() {
  let blobs = [];
  let pieces = [];
  let bytes = 0;
  const pack = () => {
    blobs.push(new Blob(pieces));
    pieces = [];
    bytes = 0;
  };
  return {
    place: 'memory',
    async write(piece) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= PIECE_BYTES) pack();
    },
    async close() {
      pack();
      return new Blob(blobs);
    },
    async abort() {
      blobs = [];
      pieces = [];
    },
  };
}
