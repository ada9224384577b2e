import pino, { type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * Logs lines of JSON. Errors are cut down to type, code and stack: a query error also carries its SQL and
 * parameters, and those hold learners' identifiers.
 */
export function createLogger(
  name: string,
  { LOG_LEVEL, LOG_PRETTY }: { LOG_LEVEL: string; LOG_PRETTY: boolean },
): Logger {
  return pino({
    name,
    level: LOG_LEVEL,
    serializers: { error: describeError },
    ...(LOG_PRETTY ? { transport: { target: 'pino-pretty', options: { colorize: true } } } : {}),
  });
}

/** What may be told of an error: its type, its code and where it came from, never its message's values. */
export function describeError(error: unknown): { type: string; code: string; stack: string } {
  if (!(error instanceof Error)) return { type: typeof error, code: 'unexpected', stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.constructor.name, code: codeOf(error), stack: frames.slice(0, 12).join('\n') };
}

/** The stable code of an error (`ER_LOCK_DEADLOCK`, `ECONNREFUSED`, `wrong-status`), or `unexpected`. */
export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return 'unexpected';
}
