import { S3ServiceException } from '@aws-sdk/client-s3';
import { AppError } from '../errors/app-error';
import { codeOf } from '../log/logger';

/**
 * Waits for an answer of S3 and says its failures in the store's own terms.
 * @throws Error with code `ENOENT` where there is no such file; AppError `storage-full`, `storage-unavailable`
 */
export async function answerOf<Answer>(sent: Promise<Answer>): Promise<Answer> {
  try {
    return await sent;
  } catch (error) {
    throw storeError(error);
  }
}

/** The name that S3 or the network gives the failure: `SlowDown`, `SignatureDoesNotMatch`, `ECONNREFUSED`. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== 'unexpected') return code;
  return error instanceof Error ? error.name : code;
}

/** A failure of S3 in the store's own terms. */
export function storeError(error: unknown): Error {
  const reason = reasonOf(error);
  if (NO_SUCH_FILE.has(reason))
    return Object.assign(new Error('no such file', { cause: error }), { code: 'ENOENT' });
  if (hasNoRoom(error)) return new AppError('storage-full', {}, { cause: error });
  return new AppError('storage-unavailable', { reason }, { cause: error });
}

// `NotFound` answers a HEAD, which has no body to hold the name.
const NO_SUCH_FILE = new Set(['NoSuchKey', 'NotFound']);
const INSUFFICIENT_STORAGE = 507;
const hasNoRoom = (error: unknown) =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === INSUFFICIENT_STORAGE;
