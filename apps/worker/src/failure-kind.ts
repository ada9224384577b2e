import { isConnectionLost } from '@reset/shared/database/in-transaction';
import { isAppError } from '@reset/shared/errors/app-error';
import { codeOf } from '@reset/shared/log/logger';
import { LeaseLost } from '@reset/shared/stores/chunk.store';

/**
 * - `superseded`: somebody else has the chunk; nothing to do.
 * - `let-go`: this process was told to let go of the chunk, because it is another's or is given back.
 * - `away`: a service does not answer; wait, and use up no attempt.
 * - `file`: the stored upload is not what it was; no attempt can help.
 * - `bug`: a fault of ours; a bounded number of attempts.
 */
export type FailureKind = 'superseded' | 'let-go' | 'away' | 'file' | 'bug';

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOSPC',
  'EDQUOT',
  'EMFILE',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'POOL_CLOSED',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_SERVER_SHUTDOWN',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_RECORD_FILE_FULL',
  'ER_DISK_FULL',
  'ER_QUERY_INTERRUPTED',
  'ER_CONNECTION_KILLED',
  'storage-full',
  'storage-unavailable',
  'TimeoutError',
  'SlowDown',
  'ServiceUnavailable',
  'InternalError',
]);

/** Told apart here and nowhere else, by code alone. */
export function failureKind(error: unknown): FailureKind {
  if (error instanceof LeaseLost) return 'superseded';
  if (nameOf(error) === 'AbortError') return 'let-go';
  if (isAppError(error) && error.code === 'upload-altered') return 'file';
  if (codeOf(error) === 'ENOENT' || nameOf(error) === 'NoSuchKey') return 'file';
  if (AWAY.has(codeOf(error)) || AWAY.has(nameOf(error)) || isConnectionLost(error)) return 'away';
  return 'bug';
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : '');

const STORAGE = new Set([
  'storage-full',
  'storage-unavailable',
  'ENOSPC',
  'EDQUOT',
  'TimeoutError',
  'SlowDown',
  'ServiceUnavailable',
  'InternalError',
]);
/** Other work was in the way: no service is missing. */
const IN_THE_WAY = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);

/** Which service is away, of an error of that kind. A chunk asks the database or the storage; Redis has no part in it. */
export function serviceBehind(error: unknown): 'database' | 'storage' | null {
  if (IN_THE_WAY.has(codeOf(error))) return null;
  return STORAGE.has(codeOf(error)) || STORAGE.has(nameOf(error)) ? 'storage' : 'database';
}
