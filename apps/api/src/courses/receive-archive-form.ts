import type { Readable } from 'node:stream';
import { AppError } from '@reset/shared/errors/app-error';
import type { Request, Response } from 'express';
import multer from 'multer';
import { formError } from '../uploads/form-error';
import { uploadEngine } from '../uploads/upload-engine';

/** multer's own limits are infinite. Options stand in the query of the URL. */
const LIMITS = {
  files: 1,
  fields: 0,
  parts: 2, // one more than is allowed, so that the limit that is passed first names the reason
  fieldNameSize: 100,
  fieldSize: 1024,
  headerPairs: 32,
  fieldNestingDepth: 0,
  fieldArrayIndexLimit: 0,
};

/**
 * Receives a form that holds one file, in the field `file`.
 * @throws AppError `file-missing`; `bad-request` when the form is not as it should be; what `save` throws
 */
export async function receiveArchiveForm<Received>(
  { request, response }: { request: Request; response: Response },
  maxBytes: number,
  save: (body: Readable) => Promise<Received>,
): Promise<Received> {
  const engine = uploadEngine(save);
  const limits = { ...LIMITS, fileSize: maxBytes };
  const parse = multer({ storage: engine.storage, limits }).single('file');
  const parsed = new Promise<void>((resolve, reject) => {
    parse(request, response, (error) => (error ? reject(formFault(error, request, maxBytes)) : resolve()));
  });
  try {
    await Promise.race([parsed, engine.refused]);
    const received = await engine.stored();
    if (received === undefined) throw new AppError('file-missing', {});
    return received;
  } catch (error) {
    // Nobody writes into the file any more when it is closed.
    await engine.stored()?.catch(() => undefined);
    throw error;
  }
}

function formFault(error: unknown, request: Request, maxBytes: number): AppError {
  const fault = formError(error, request, maxBytes);
  return fault.code === 'file-too-large'
    ? new AppError('package-too-large', { limitBytes: maxBytes })
    : fault;
}
