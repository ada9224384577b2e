import type { BulkResetStatus } from './bulk-reset-status';

const DAY_MS = 24 * 3_600_000;

/** What decides whether a bulk reset can be undone. */
export type UndoSubject = {
  status: BulkResetStatus;
  /** Whether the version that was confirmed is the current one. */
  confirmed: boolean;
  finishedAt: Date | null;
  /** Rows that it has reset. */
  reset: number;
};
export type WhyNoUndo = 'not-ended' | 'nothing-reset' | 'too-late';

/** The first moment that is too late. */
export const undoneUntil = (finishedAt: Date, days: number): Date =>
  new Date(finishedAt.getTime() + days * DAY_MS);

const ENDED: readonly BulkResetStatus[] = ['completed', 'cancelled', 'failed'];

/** Why a bulk reset cannot be undone at this moment, or `undefined` where it can. @param days for how long after its end */
export function whyNoUndo(
  { status, confirmed, finishedAt, reset }: UndoSubject,
  { now, days }: { now: Date; days: number },
): WhyNoUndo | undefined {
  if (status === 'resetting' || status === 'pausing' || status === 'paused' || status === 'cancelling')
    return 'not-ended';
  if (!ENDED.includes(status) || !confirmed || !finishedAt || reset === 0) return 'nothing-reset';
  return now < undoneUntil(finishedAt, days) ? undefined : 'too-late';
}
