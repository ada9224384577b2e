import { ApiError } from '../api-reply';

/** Why the player may write no more. */
export type StopReason = 'reset' | 'started-again' | 'open-elsewhere' | 'expired';

/** What a refusal means for the player; `undefined` where it may go on. */
export function stopReasonOf(error: unknown): StopReason | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'launch-superseded')
    return error.problem.details?.by === 'new-attempt' ? 'started-again' : 'reset';
  return REASONS[error.code];
}

const REASONS: Readonly<Record<string, StopReason>> = {
  'commit-out-of-order': 'open-elsewhere',
  'launch-expired': 'expired',
  'not-found': 'expired',
};

/** Whether it may help to send the same once more. */
export const mayPass = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.problem.status >= 500 || PASSING.has(error.problem.status);
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
