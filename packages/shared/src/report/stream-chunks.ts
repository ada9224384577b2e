import { readChunkBytes } from '../csv/read-chunk-bytes';
import type { BulkResetFile, Chunk } from '../entities/bulk-reset';
import type { FileStore } from '../storage/file-store';
import { storedChunk } from './stored-chunk';

export type UploadPart = { chunk: Chunk; part: ReturnType<typeof storedChunk>; bytes: Buffer };

/** The chunks of an upload in file order, each with its bytes; the next is read while the caller has one in hand. */
export async function* streamChunks(
  fileStore: FileStore,
  file: BulkResetFile,
  chunks: readonly Chunk[],
): AsyncGenerator<UploadPart> {
  const read = async (chunk: Chunk): Promise<UploadPart> => {
    const part = storedChunk(chunk);
    return { chunk, part, bytes: await readChunkBytes(fileStore, file.storageKey, part) };
  };
  let next: Promise<UploadPart> | undefined;
  for (let index = 0; index < chunks.length; index += 1) {
    const current = await (next ?? read(chunks[index] as Chunk));
    const following = chunks[index + 1];
    next = following ? read(following) : undefined;
    // Whoever stops in between must not leave a rejection that nobody hears.
    next?.catch(() => undefined);
    yield current;
  }
}

/** The stored bytes before the first data record: mark, `sep=` line, blank rows, header. */
export async function readPrefix(
  fileStore: FileStore,
  { storageKey, format }: BulkResetFile,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of fileStore.read(storageKey, { startByte: 0, endByte: format.headerEndByte }))
    parts.push(part as Buffer);
  return Buffer.concat(parts);
}
