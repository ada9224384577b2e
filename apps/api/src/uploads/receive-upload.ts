import { finished, type Readable } from 'node:stream';
import { createUploadInspector, type UploadInspection } from '@reset/shared/csv/inspect-upload';
import { AppError } from '@reset/shared/errors/app-error';
import type { FileStore, StoredFile } from '@reset/shared/storage/file-store';
import { inspectOnTheWay } from './inspect-on-the-way';

export type UploadLimits = {
  /** Of the file; the byte after it refuses the upload. */
  maxBytes: number;
  /** What a chunk has at most. */
  rowsPerChunk: number;
  bytesPerChunk: number;
};
export type ReceiveDeps = { fileStore: Pick<FileStore, 'write' | 'remove'>; limits: UploadLimits };

/** Where the file goes. The key must be new: a refusal leaves nothing under it. */
export type UploadTarget = {
  key: string;
  /** How to read a file without a byte-order mark; UTF-8 where nothing is asked for. */
  encoding?: 'windows-1252' | undefined;
};
export type StoredUpload = StoredFile & { inspection: UploadInspection };

/**
 * Streams the bytes of an upload through the inspector into storage, in one pass and no faster than they can be
 * stored. What is refused is never published. The body is not destroyed, because the answer to a request needs its
 * connection: whoever gave it reads or closes what is left.
 * @throws AppError `file-refused`, `file-too-large`, `upload-aborted` when the body breaks off, `storage-full`,
 *   `storage-unavailable`
 */
export async function receiveUpload(
  { fileStore, limits }: ReceiveDeps,
  { body, key, encoding }: UploadTarget & { body: Readable },
): Promise<StoredUpload> {
  const { maxBytes, ...chunks } = limits;
  const inspector = createUploadInspector({ ...chunks, ...(encoding && { encoding }) });
  const { stream, inspection } = inspectOnTheWay(inspector, maxBytes);
  const stopWatching = finished(body, { writable: false }, (error) => {
    if (error) stream.destroy(new AppError('upload-aborted', {}, { cause: error }));
  });
  try {
    const stored = await fileStore.write(key, body.pipe(stream));
    return { ...stored, inspection: inspection() };
  } finally {
    stopWatching();
  }
}
