import type { Readable } from 'node:stream';

/** Half-open, in bytes. */
export type ByteRange = { startByte: number; endByte: number };

/**
 * Where uploads and reports lie. Keys are ours, `/`-separated, and begin with the organization's id; what a person
 * called the file is data. A write is published whole or not at all, and durable when the promise settles.
 */
export interface FileStore {
  /** @throws AppError `storage-full` when there is no room; whatever the body's own stream fails with */
  write(key: string, body: Readable): Promise<{ bytes: number; sha256: string }>;
  /** Streams the file, or half-open `range` of it. The stream fails with code `ENOENT` where there is no such file. */
  read(key: string, range?: ByteRange): Readable;
  /** Removes the file; a file that is not there is no error. */
  remove(key: string): Promise<void>;
}
