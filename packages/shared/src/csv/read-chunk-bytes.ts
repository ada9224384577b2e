import { crc32 } from 'node:zlib';
import { AppError } from '../errors/app-error';
import type { FileStore } from '../storage/file-store';

/** Where a chunk lies in the stored upload, and the checksum of its bytes when they arrived. */
export type StoredChunk = { startByte: number; endByte: number; crc32: number };

/**
 * Reads the bytes of one chunk of the stored upload; about a megabyte, so they fit in memory.
 * @throws AppError `upload-altered` where they are not the bytes that were uploaded
 */
export async function readChunkBytes(store: FileStore, key: string, chunk: StoredChunk): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of store.read(key, chunk)) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  if (bytes.length !== chunk.endByte - chunk.startByte || crc32(bytes) !== chunk.crc32)
    throw new AppError('upload-altered', { key });
  return bytes;
}
