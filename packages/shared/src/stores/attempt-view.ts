import { type AttemptView, ContentState } from '../contracts/launch';
import type { RecordStatus } from '../contracts/learning';

/** A learning record as the driver gives it; a `DECIMAL` is text there. */
export type AttemptRow = {
  attempt: number;
  status: RecordStatus;
  startedAt: Date;
  lastAccessAt: Date;
  completedAt: Date | null;
  score: string | number | null;
  totalSeconds: number;
};

export const attemptView = (
  { attempt, status, startedAt, lastAccessAt, completedAt, score, totalSeconds }: AttemptRow,
  { progress }: Pick<ContentState, 'progress'>,
): AttemptView => ({
  attempt,
  status,
  startedAt: startedAt.toISOString(),
  lastAccessAt: lastAccessAt.toISOString(),
  completedAt: completedAt?.toISOString() ?? null,
  score: score === null ? null : Number(score),
  progress: status === 'completed' ? 1 : progress,
  totalSeconds,
});

/** @param text JSON as the database has it; `null` at the start of an attempt */
export const readContentState = (text: string | null): ContentState =>
  ContentState.parse(text === null ? {} : JSON.parse(text));
