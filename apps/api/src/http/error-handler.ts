import { isConnectionLost } from '@reset/shared/database/in-transaction';
import { AppError, type ErrorCode, isAppError } from '@reset/shared/errors/app-error';
import { codeOf, type Logger } from '@reset/shared/log/logger';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { ANSWER } from './error-answers';

/**
 * Answers with a problem document (RFC 9457). What it does not know, and what is our own fault, is logged here and
 * told to nobody.
 */
export const errorHandler =
  (log: Logger): ErrorRequestHandler =>
  (thrown: unknown, _request, response, _next) => {
    const error = asAppError(thrown);
    const document = error ? describe(error) : isAway(thrown) ? UNAVAILABLE : UNEXPECTED;
    if (document.status >= 500) log.error({ error: thrown }, 'unexpected error');
    // Too late for an answer: the connection breaks off, so that half a download never looks whole.
    if (response.headersSent) return void response.destroy();
    addHeaders(response, document.status, error);
    // `json` and `send` would put `charset=utf-8` behind a type that knows no charset.
    response.status(document.status).type('application/problem+json').end(JSON.stringify(document));
  };

function addHeaders(response: Response, status: number, error: AppError | undefined): void {
  response.set('Cache-Control', 'no-store');
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (status === 503) response.set('Retry-After', '10');
  if (error && 'retryAfterSeconds' in error.details)
    response.set('Retry-After', `${error.details.retryAfterSeconds}`);
}

/** For whatever no route has answered. */
export const notFound: RequestHandler = () => {
  throw new AppError('not-found', {});
};

/** Codes of drivers and of the system for a service that does not answer at the moment. */
const AWAY: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EPIPE',
  'EMFILE',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_SERVER_SHUTDOWN',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_RECORD_FILE_FULL',
  'ER_DISK_FULL',
  'ER_QUERY_INTERRUPTED',
  'ER_CONNECTION_KILLED',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
]);

/** Of a connection that broke in the middle of a transaction, the next statement has no code. */
const isAway = (error: unknown) => AWAY.has(codeOf(error)) || isConnectionLost(error);

const UNAVAILABLE = {
  type: 'about:blank',
  title: 'A service that this needs does not answer',
  status: 503,
  code: 'unavailable',
  detail: 'Nothing was changed that you have not been told of. Try again in a minute.',
};

const UNEXPECTED = {
  type: 'about:blank',
  title: 'Something went wrong here',
  status: 500,
  code: 'internal-error',
  detail: 'It is not your fault. Try again; if it stays so, tell support when it happened.',
};

function describe<Code extends ErrorCode>({ code, details }: AppError<Code>) {
  const { status, title, detail } = ANSWER[code];
  const document = { type: 'about:blank', title, status, code };
  // The details of a fault of ours name our own keys and machines.
  if (status === 500) return document;
  return { ...document, ...(detail ? { detail: detail(details) } : {}), details };
}

/** Ours, or what Express and its body parsers refuse of a request. */
function asAppError(error: unknown): AppError | undefined {
  if (isAppError(error)) return error;
  const status = error instanceof Error && 'status' in error ? Number(error.status) : Number.NaN;
  if (!(status >= 400 && status < 500)) return undefined;
  if (status === 404) return new AppError('not-found', {});
  const type = error instanceof Error && 'type' in error ? String(error.type) : '';
  const message = BODY_FAULTS[type] ?? 'The request cannot be read.';
  return new AppError('bad-request', { faults: [{ path: '', message }] });
}

/** By the types that body-parser gives its errors. */
const BODY_FAULTS: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not valid JSON.',
  'entity.too.large': 'The body is too large.',
  'encoding.unsupported': 'The Content-Encoding is not supported.',
  'charset.unsupported': 'JSON is in UTF-8.',
};
