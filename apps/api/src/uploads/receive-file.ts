import { AppError } from '@reset/shared/errors/app-error';
import type { Request, Response } from 'express';
import { type BodyDigests, digestsOf } from './body-digests';
import { UNNAMED } from './clean-file-name';
import { closesBehindAnswer, drainRequest } from './drain-request';
import { expandBody } from './expand-body';
import { receiveForm } from './receive-form';
import { type ReceiveDeps, receiveUpload, type StoredUpload, type UploadTarget } from './receive-upload';

export type ReceivedFile = StoredUpload & {
  key: string;
  /** As the person called it, without folders; `upload.csv` where nothing is said. */
  fileName: string;
};
export type ReceiveUploads = (
  request: Request,
  response: Response,
  at: UploadTarget,
) => Promise<ReceivedFile>;

/** Bodies that are the file itself. `curl --data-binary` without a type says that it is a form, and is told. */
const CSV_TYPES = ['text/csv', 'application/csv', 'text/plain', 'application/octet-stream'];
/** What a form may add to its file: boundaries, and the headers of its part. */
const FORM_BYTES = 64 * 1024;

/**
 * Receives the file of a request, sent as the field `file` of a multipart form or as the body itself. After a refusal
 * the rest of the request is read and thrown away, so that the client gets to read the answer.
 * @throws AppError `file-missing`, `bad-request`, `digest-mismatch`, `file-refused`, `file-too-large`, `upload-aborted`, `storage-full`,
 *   `storage-unavailable`; nothing is stored then
 */
export const receiveUploads =
  (deps: ReceiveDeps): ReceiveUploads =>
  async (request, response, at) => {
    try {
      return await receive(deps, request, response, at);
    } catch (error) {
      const drained = drainRequest(request, deps.limits.maxBytes);
      if (closesBehindAnswer(request)) await drained;
      throw error;
    }
  };

async function receive(deps: ReceiveDeps, request: Request, response: Response, at: UploadTarget) {
  const { maxBytes } = deps.limits;
  const compressed = isCompressed(request);
  const isForm = request.is('multipart/form-data');
  if (isForm && compressed)
    throw fault('Content-Encoding', 'A form cannot be compressed; send the CSV itself.');
  if (!isForm) refuseOtherTypes(request);
  refuseTooLong(request, { maxBytes, overhead: isForm ? FORM_BYTES : 0 });
  const digests = digestsOf(request);
  if (isForm) return receiveForm(deps, { request, response, digests }, at);
  const stored = compressed
    ? await receiveCompressed(deps, { request, digests }, at)
    : await receiveUpload(deps, { ...at, body: request, check: digests.check });
  return { ...stored, key: at.key, fileName: UNNAMED };
}

/** Stored expanded. `maxBytes` counts what is stored. */
async function receiveCompressed(
  deps: ReceiveDeps,
  { request, digests }: { request: Request; digests: BodyDigests },
  at: UploadTarget,
) {
  const { stream, check, close } = expandBody(request);
  try {
    return await receiveUpload(deps, {
      ...at,
      body: stream,
      check: () => {
        check();
        digests.check();
      },
    });
  } finally {
    close();
  }
}

function isCompressed(request: Request): boolean {
  const coding = request.get('Content-Encoding')?.toLowerCase() ?? 'identity';
  if (coding === 'gzip' || coding === 'x-gzip') return true;
  if (coding === 'identity') return false;
  throw fault('Content-Encoding', 'Send the file as it is, or compressed with gzip.');
}

function refuseOtherTypes(request: Request): void {
  const type = request.is(CSV_TYPES);
  // Express says null where there is no body.
  if (type === null) throw new AppError('file-missing', {});
  if (!type)
    throw fault('Content-Type', 'Send text/csv, or multipart/form-data with the file in the field "file".');
}

/** What the client says itself; a body that says nothing is counted on the way. */
function refuseTooLong(
  request: Request,
  { maxBytes, overhead }: { maxBytes: number; overhead: number },
): void {
  const length = Number(request.get('Content-Length') ?? 0);
  if (length > maxBytes + overhead) throw new AppError('file-too-large', { limitBytes: maxBytes });
}

const fault = (path: string, message: string) => new AppError('bad-request', { faults: [{ path, message }] });
