import { AppError } from '@reset/shared/errors/app-error';
import type { Request, Response } from 'express';
import multer from 'multer';
import type { BodyDigests } from './body-digests';
import { cleanFileName } from './clean-file-name';
import { formError } from './form-error';
import type { ReceivedFile } from './receive-file';
import { type ReceiveDeps, receiveUpload, type UploadTarget } from './receive-upload';
import { uploadEngine } from './upload-engine';

/** multer's own limits are infinite. Options stand in the query of the URL: they must be known before the file. */
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
 * @throws AppError `file-missing`; `bad-request` when the form is not as it should be; what `receiveUpload` throws
 */
export async function receiveForm(
  deps: ReceiveDeps,
  { request, response, digests }: { request: Request; response: Response; digests: BodyDigests },
  target: UploadTarget,
): Promise<ReceivedFile> {
  const { maxBytes } = deps.limits;
  const engine = uploadEngine((body) => receiveUpload(deps, { ...target, body }));
  const limits = { ...LIMITS, fileSize: maxBytes };
  // All browsers write the names of files in UTF-8; multer reads latin1 where nothing is said.
  const parse = multer({ storage: engine.storage, limits, defParamCharset: 'utf8' }).single('file');
  const parsed = new Promise<void>((resolve, reject) => {
    parse(request, response, (error) => (error ? reject(formError(error, request, maxBytes)) : resolve()));
  });
  try {
    await Promise.race([parsed, engine.refused]);
    const stored = await engine.stored();
    if (!stored || !request.file) throw new AppError('file-missing', {});
    await digests.checkWhenRead();
    return { ...stored, key: target.key, fileName: cleanFileName(request.file.originalname) };
  } catch (error) {
    // A form may fail after its file, when that is stored already or about to be.
    await engine.stored()?.then(
      () => deps.fileStore.remove(target.key),
      () => undefined,
    );
    throw error;
  }
}
