import { finished, type Readable } from 'node:stream';
import type { ErrorColumn, HeaderPlan } from '@reset/shared/csv/file-format';
import { RESET_HEADER } from '@reset/shared/csv/header-columns';
import { createInspectorFor, type UploadInspection } from '@reset/shared/csv/inspect-upload';
import { digestBody } from '@reset/shared/storage/digest-body';
import type { FileStore, StoredFile } from '@reset/shared/storage/file-store';
import { bodyFault } from './expand-body';
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
  /** The header that it has; that of a bulk reset where nothing is said. */
  header?: HeaderPlan<ErrorColumn>;
  /** Reads it as any other, and keeps nothing: only what it is matters. */
  discard?: boolean;
};
export type UploadBody = {
  body: Readable;
  /** Asked at the end of the body, before anything is published; what it throws refuses the upload. */
  check?: () => void;
};
export type StoredUpload = StoredFile & { inspection: UploadInspection<ErrorColumn> };

/**
 * Streams the bytes of an upload through the inspector into storage, in one pass and no faster than they can be
 * stored. What is refused is never published. The body is not destroyed, because the answer to a request needs its
 * connection: whoever gave it reads or closes what is left.
 * @throws AppError `file-refused`, `file-too-large`, `upload-aborted` when the body breaks off, `bad-request` when it cannot be
 *   expanded, what `check` throws, `storage-full`,
 *   `storage-unavailable`
 */
export async function receiveUpload(
  { fileStore, limits }: ReceiveDeps,
  { body, check, key, encoding, discard, header = RESET_HEADER }: UploadTarget & UploadBody,
): Promise<StoredUpload> {
  const { maxBytes, ...chunks } = limits;
  const inspector = createInspectorFor<ErrorColumn>(header, { ...chunks, ...(encoding && { encoding }) });
  const { stream, inspection } = inspectOnTheWay(inspector, { maxBytes, check });
  const stopWatching = finished(body, { writable: false }, (error) => {
    if (error) stream.destroy(bodyFault(error));
  });
  try {
    const stored = await (discard ? NOWHERE : fileStore).write(key, body.pipe(stream));
    return { ...stored, inspection: inspection() };
  } finally {
    stopWatching();
  }
}

const NOWHERE: Pick<FileStore, 'write'> = {
  write: (_key, body) =>
    digestBody(body, async (slices) => {
      for await (const _ of slices);
    }),
};
