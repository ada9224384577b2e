import type { AttemptView } from '../contracts/launch';
import type { RecordStatus } from '../contracts/learning';

/** A learning record as the driver gives it; a `DECIMAL` is text there. */
export type AttemptRow = {
  attempt: number;
  status: RecordStatus;
  startedAt: Date;
  lastAccessAt: Date;
  completedAt: Date | null;
  score: string | number | null;
};

export const attemptView = ({
  attempt,
  status,
  startedAt,
  lastAccessAt,
  completedAt,
  score,
}: AttemptRow): AttemptView => ({
  attempt,
  status,
  startedAt: startedAt.toISOString(),
  lastAccessAt: lastAccessAt.toISOString(),
  completedAt: completedAt?.toISOString() ?? null,
  score: score === null ? null : Number(score),
});
