import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ArchiveFile } from '@reset/shared/content/import-package';
import { AppError, isAppError } from '@reset/shared/errors/app-error';
import { codeOf } from '@reset/shared/log/logger';
import type { Request, Response } from 'express';
import { digestsOf } from '../uploads/body-digests';
import { closesBehindAnswer, drainRequest } from '../uploads/drain-request';
import { receiveArchiveForm } from './receive-archive-form';

/** Receives the archive of a request, and has it on this machine for as long as `work` takes. */
export type ReceiveArchives = <Result>(
  request: Request,
  response: Response,
  work: (archive: ArchiveFile) => Promise<Result>,
) => Promise<Result>;

const ZIP_TYPES = ['application/zip', 'application/x-zip-compressed', 'application/octet-stream'];
/** What a form may add to its file: boundaries, and the headers of its part. */
const FORM_BYTES = 64 * 1024;

/**
 * Takes archives that are sent as the field `file` of a multipart form or as the body itself. A ZIP is read from its
 * end, so it is a temporary file for a while.
 * @param maxBytes of an archive
 */
export const receiveArchives =
  (maxBytes: number): ReceiveArchives =>
  (request, response, work) =>
    withTemporaryFile(async (handle) => {
      const received = await receive(request, response, { handle, maxBytes }).catch(
        async (error: unknown) => {
          // A connection that is closed with bytes unread is reset, and the client loses the answer.
          const drained = drainRequest(request, 2 * maxBytes);
          if (closesBehindAnswer(request)) await drained;
          throw error;
        },
      );
      return work({ ...received, fd: handle.fd });
    });

/** Without a name from the beginning: it goes when it is closed, also where this process dies before. */
async function withTemporaryFile<Result>(work: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  const file = path.join(tmpdir(), `package-${randomUUID()}`);
  const handle = await open(file, 'wx+', 0o600);
  try {
    await unlink(file);
    return await work(handle);
  } finally {
    await handle.close();
  }
}

type Into = { handle: FileHandle; maxBytes: number };
type Received = Omit<ArchiveFile, 'fd'>;

async function receive(request: Request, response: Response, into: Into): Promise<Received> {
  const isForm = request.is('multipart/form-data');
  if (!isForm) refuseOtherTypes(request);
  refuseTooLong(request, into.maxBytes + (isForm ? FORM_BYTES : 0));
  const digests = digestsOf(request);
  const received = isForm
    ? await receiveArchiveForm({ request, response }, into.maxBytes, (body) => save(body, into))
    : await save(request, into);
  await digests.checkWhenRead();
  return received;
}

function refuseOtherTypes(request: Request): void {
  const type = request.is(ZIP_TYPES);
  // Express says null where there is no body.
  if (type === null) throw new AppError('file-missing', {});
  const message = 'Send application/zip, or multipart/form-data with the package in the field "file".';
  if (!type) throw new AppError('bad-request', { faults: [{ path: 'Content-Type', message }] });
  if (request.get('Content-Encoding') !== undefined)
    throw new AppError('bad-request', {
      faults: [{ path: 'Content-Encoding', message: 'A ZIP is compressed already; send it as it is.' }],
    });
}

function refuseTooLong(request: Request, maxBytes: number): void {
  const length = Number(request.get('Content-Length') ?? 0);
  if (length > maxBytes) throw new AppError('package-too-large', { limitBytes: maxBytes });
}

/** The body is not destroyed, because the answer to a request needs its connection. */
async function save(body: Readable, { handle, maxBytes }: Into): Promise<Received> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const slice of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (bytes + slice.length > maxBytes) throw new AppError('package-too-large', { limitBytes: maxBytes });
      hash.update(slice);
      await handle.write(slice, 0, slice.length, bytes);
      bytes += slice.length;
    }
  } catch (error) {
    throw faultOf(error);
  }
  return { bytes, sha256: hash.digest('hex') };
}

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function faultOf(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (FULL.has(codeOf(error))) return new AppError('storage-full', {}, { cause: error });
  return new AppError('upload-aborted', {}, { cause: error });
}
