import { finished, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@reset/shared/errors/app-error';
import { codeOf } from '@reset/shared/log/logger';

/** A CSV of one row said again and again comes to 150; the most that gzip can do is 1,032. */
const MAX_RATIO = 200;
/** What may come of however little, so that a short file is never taken for a trap. */
const FREE_BYTES = 1024 * 1024;

export type ExpandedBody = {
  stream: Readable;
  /** To be asked at its end. @throws AppError `bad-request` where something stands behind the compressed file */
  check(): void;
  close(): void;
};

/**
 * Expands a body that was sent with `Content-Encoding: gzip`, no faster than it is read. The stream fails with
 * `bad-request` where far more comes out than a CSV could be compressed to.
 */
export function expandBody(body: Readable): ExpandedBody {
  const gunzip = createGunzip();
  let arrived = 0;
  let expanded = 0;
  body.on('data', (slice: Buffer) => {
    arrived += slice.length;
  });
  gunzip.on('data', (slice: Buffer) => {
    expanded += slice.length;
    if (expanded > FREE_BYTES + MAX_RATIO * arrived)
      gunzip.destroy(badGzip('It expands to far more than a CSV file would. Send it as it is.'));
  });
  finished(body, { writable: false }, (error) => {
    if (error) gunzip.destroy(error);
  });
  body.pipe(gunzip);
  return {
    stream: gunzip,
    check: () => {
      // Node.js passes over zeros behind the end, and over whatever stands behind those.
      if (arrived > gunzip.bytesWritten)
        throw badGzip('Something stands behind the end of the compressed file.');
    },
    close: () => {
      gunzip.destroy();
    },
  };
}

/** What a body that broke off or cannot be expanded is told. */
export function bodyFault(error: Error): AppError {
  if (error instanceof AppError) return error;
  if (codeOf(error).startsWith('Z_')) return badGzip('The compressed file is damaged.', error);
  return new AppError('upload-aborted', {}, { cause: error });
}

const badGzip = (message: string, cause?: Error) =>
  new AppError('bad-request', { faults: [{ path: 'Content-Encoding', message }] }, { cause });
