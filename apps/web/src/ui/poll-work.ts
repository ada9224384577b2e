import {
  BULK_RESET_STATUSES,
  type BulkResetStatus,
  canBecome,
} from '@reset/shared/contracts/bulk-reset-status';
import type { Versioned } from '../api-client';
import { ApiError } from '../api-reply';
import { stepFor } from './step-for-status';

const SECOND = 1_000;
const LONGEST_PAUSE = 30 * SECOND;

export type PollDeps<View> = {
  show: (id: string, etag: string | undefined, signal: AbortSignal) => Promise<Versioned<View> | undefined>;
  /** In the words of the one table of statuses. */
  statusOf: (view: View) => BulkResetStatus;
  /** Resolves after that time, and not before the page can be seen. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};
type Listener<View> = {
  onChange: (view: View) => void;
  /** A read failed; the next one follows by itself. `undefined` when reading works again. */
  onTrouble: (error: unknown) => void;
};

/**
 * Follows a bulk reset, or what goes the same way, for as long as it may change: every second while something runs, seldom while it waits for a
 * person, and ever more seldom while the server cannot be reached.
 * @throws ApiError what will not get better by asking again, like `not-found`
 */
export async function pollWork<View>(
  { show, pause, statusOf }: PollDeps<View>,
  id: string,
  listener: Listener<View>,
  signal: AbortSignal,
) {
  let etag: string | undefined;
  let status: BulkResetStatus | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const news = await show(id, etag, signal);
      failures = 0;
      listener.onTrouble(undefined);
      if (news) {
        ({ etag } = news);
        status = statusOf(news.view);
        listener.onChange(news.view);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isLasting(error)) throw error;
      failures += 1;
      listener.onTrouble(error);
    }
    if (status && isAtItsEnd(status)) return;
    await pause(pauseAfter(status, failures), signal);
  }
}

const isAtItsEnd = (status: BulkResetStatus): boolean =>
  !BULK_RESET_STATUSES.some((next) => canBecome(status, next));

/** In milliseconds. */
export function pauseAfter(status: BulkResetStatus | undefined, failures: number): number {
  if (failures > 0) return Math.min(SECOND * 2 ** failures, LONGEST_PAUSE);
  const step = stepFor(status);
  return step === 'validating' || step === 'resetting' ? SECOND : 5 * SECOND;
}

/** What the API refuses stays refused; a server in trouble (5xx) may recover. */
const isLasting = (error: unknown): boolean => error instanceof ApiError && error.problem.status < 500;
