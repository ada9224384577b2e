import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../errors/app-error';
import { failpoint } from '../failpoints/failpoint';
import { codeOf } from '../log/logger';
import { digestBody } from './digest-body';
import type { AbandonedWrites, ByteRange, FileStore } from './file-store';
import { insideRoot } from './inside-root';
import { readNothing } from './read-nothing';

/** Unpublished files lie here, in the root's own file system, so that publishing is a rename. */
const INCOMING = '.incoming';
const READ_BYTES = 256 * 1024;

/**
 * Files in a local directory, which is made when it is not there.
 * @param openFile opens an unpublished file for writing; a fault test gives another
 */
export function directoryFileStore(
  directory: string,
  { openFile = (file: string) => open(file, 'wx') } = {},
): FileStore & AbandonedWrites {
  const root = path.resolve(directory);
  const incoming = path.join(root, INCOMING);

  async function publish(key: string, slices: AsyncIterable<Buffer>) {
    const target = insideRoot(root, key);
    const unpublished = path.join(incoming, randomUUID());
    await mkdir(incoming, { recursive: true });
    try {
      await writeDurably(await openFile(unpublished), slices);
      await failpoint('storage:before-publish');
      await moveInto(unpublished, target);
    } catch (error) {
      await rm(unpublished, { force: true });
      throw NO_ROOM.has(codeOf(error)) ? new AppError('storage-full', {}, { cause: error }) : error;
    }
    await syncDirectories(path.dirname(target), root);
  }

  return {
    write: (key, body) => digestBody(body, (slices) => publish(key, slices)),
    read: (key, range) => readFile(insideRoot(root, key), range),
    size: async (key) => (await stat(insideRoot(root, key))).size,
    async remove(key) {
      const file = insideRoot(root, key);
      await rm(file, { force: true });
      await removeEmptyDirectories(path.dirname(file), root);
    },
    removeAbandonedWrites: (before) => removeFilesUntouchedSince(incoming, before),
  };
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

type FileHandle = Awaited<ReturnType<typeof open>>;

async function writeDurably(file: FileHandle, slices: AsyncIterable<Buffer>) {
  try {
    let written = Promise.resolve();
    for await (const some of gathered(slices)) {
      await written;
      // The next slices are fetched and digested meanwhile.
      written = writeAll(file, some);
      written.catch(() => undefined); // whoever awaits it hears of it
    }
    await written;
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A network gives 64 KiB at a time, and each write costs a way to another thread and back. */
const WRITE_BYTES = 512 * 1024;

async function* gathered(slices: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let some: Buffer[] = [];
  let bytes = 0;
  for await (const slice of slices) {
    some.push(slice);
    bytes += slice.length;
    if (bytes < WRITE_BYTES) continue;
    yield some;
    some = [];
    bytes = 0;
  }
  if (bytes > 0) yield some;
}

/** The system may write less than it was given; `writeFile` goes on where that left off, until everything is written. */
async function writeAll(file: FileHandle, slices: Buffer[]): Promise<void> {
  const { bytesWritten } = await file.writev(slices);
  const rest = slices.reduce((sum, { length }) => sum + length, 0) - bytesWritten;
  if (rest > 0) await file.writeFile(Buffer.concat(slices).subarray(-rest));
}

/** A directory that was just made, or is being made, may be removed as an empty one, before the file is in it. */
async function moveInto(unpublished: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await rename(unpublished, target);
      return;
    } catch (error) {
      if (attempt === MOVE_ATTEMPTS || !DIRECTORY_GONE.has(codeOf(error))) throw error;
    }
    await delay(attempt);
  }
}
const MOVE_ATTEMPTS = 20;
/** What Node.js says of a directory that it has found and that is gone when it looks closer is `ENOTDIR`. */
const DIRECTORY_GONE = new Set(['ENOENT', 'ENOTDIR']);

/**
 * From the deepest one upwards, as far as nothing lies in them; the root stays. Where one is not there, nothing was written
 * into it, or whoever removed it goes on: an upload that broke off leaves the directories of all others alone.
 */
async function removeEmptyDirectories(deepest: string, root: string): Promise<void> {
  for (let directory = deepest; directory !== root; directory = path.dirname(directory)) {
    const removed = await rmdir(directory).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/**
 * A rename survives a power cut only once its directory is synced; the same goes for each directory made for it. Side by
 * side, because the file system then writes its journal once for all of them.
 */
async function syncDirectories(deepest: string, root: string) {
  const below = path.relative(root, deepest).split(path.sep).filter(Boolean);
  await Promise.all(
    Array.from({ length: below.length + 1 }, async (_, depth) => {
      const handle = await open(path.join(root, ...below.slice(0, depth)), 'r');
      await handle.sync().finally(() => handle.close());
    }),
  );
}

function readFile(file: string, range: ByteRange | undefined): Readable {
  if (!range) return createReadStream(file, { highWaterMark: READ_BYTES });
  const { startByte, endByte } = range;
  if (endByte <= startByte) return readNothing(() => access(file));
  return createReadStream(file, { start: startByte, end: endByte - 1, highWaterMark: READ_BYTES });
}

async function removeFilesUntouchedSince(directory: string, before: Date) {
  let removed = 0;
  for (const name of await namesIn(directory)) {
    const file = path.join(directory, name);
    // One that is gone by now was published or removed meanwhile.
    const touched = await stat(file).then(
      ({ mtime }) => mtime,
      () => undefined,
    );
    if (!touched || touched >= before) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}

async function namesIn(directory: string) {
  try {
    return await readdir(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
