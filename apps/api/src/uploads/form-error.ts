import { AppError } from '@reset/shared/errors/app-error';
import type { Request } from 'express';
import { MulterError } from 'multer';

/**
 * What a form that cannot be received is told: multer's and its parser's errors in the API's terms.
 * @param maxBytes of the file
 */
export function formError(error: unknown, request: Request, maxBytes: number): AppError {
  if (request.destroyed && !request.complete) return new AppError('upload-aborted', {}, { cause: error });
  if (error instanceof MulterError) return limitError(error, maxBytes);
  // The parser's own sentences: "Unexpected end of form", "Multipart: Boundary not found".
  const reason = error instanceof Error ? error.message : 'unknown';
  return badForm('', `The multipart form cannot be read: ${reason}.`, error);
}

function limitError(error: MulterError, maxBytes: number): AppError {
  const code: string = error.code;
  if (code === 'LIMIT_FILE_SIZE') {
    return new AppError('file-too-large', { limitBytes: maxBytes }, { cause: error });
  }
  const message = MESSAGES[code] ?? `The multipart form cannot be read: ${error.message}.`;
  return badForm(code === 'LIMIT_UNEXPECTED_FILE' ? (error.field ?? '') : '', message, error);
}

const MESSAGES: Record<string, string> = {
  LIMIT_UNEXPECTED_FILE: 'The file belongs in the field "file".',
  LIMIT_FILE_COUNT: 'The form may hold one file only.',
  LIMIT_PART_COUNT: 'The form may hold one file only.',
  LIMIT_FIELD_COUNT: 'The form may hold the file only; options belong in the query of the URL.',
};

const badForm = (path: string, message: string, cause: unknown) =>
  new AppError('bad-request', { faults: [{ path, message }] }, { cause });
