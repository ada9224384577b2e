import type { Readable } from 'node:stream';

/** Half-open, in bytes. */
export type ByteRange = { startByte: number; endByte: number };

/** What was written. `sha256` is in lower-case hexadecimal. */
export type StoredFile = { bytes: number; sha256: string };

/**
 * Where uploads and reports lie. Keys are ours, `/`-separated, and begin with the organization's id; what a person
 * called the file is data. A write is published whole or not at all, and durable when the promise settles.
 * All of them refuse a key that leads out of the store.
 */
export interface FileStore {
  /**
   * Takes the body in one pass, as fast as it can be stored. Whatever fails, the body is destroyed and nothing is left.
   * @throws AppError `storage-full` when there is no room, `storage-unavailable` when the object store is away;
   *   whatever the body's own stream fails with
   */
  write(key: string, body: Readable): Promise<StoredFile>;
  /**
   * Streams the file, or half-open `range` of it: as much of the range as there is. The stream fails with code
   * `ENOENT` where there is no such file, and with AppError `storage-unavailable` when the object store is away.
   */
  read(key: string, range?: ByteRange): Readable;
  /** How many bytes the file has. It fails as `read` does. */
  size(key: string): Promise<number>;
  /** Removes the file; a file that is not there is no error. */
  remove(key: string): Promise<void>;
}

/** For upkeep: a process that is killed in the middle of a write leaves its unpublished bytes behind. */
export interface AbandonedWrites {
  /**
   * Removes what writes left behind that were last heard of before `before`. A directory knows when the last bytes
   * came, S3 only when the write began: leave longer than any upload takes.
   * @returns how many
   */
  removeAbandonedWrites(before: Date): Promise<number>;
}
