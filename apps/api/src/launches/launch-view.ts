import type { LaunchView } from '@reset/shared/contracts/launch';
import { RESET_MESSAGE } from '@reset/shared/contracts/launch-message';
import { attemptView } from '@reset/shared/stores/attempt-view';
import type { LaunchCourse } from '@reset/shared/stores/launch.store';
import { lockLatestAttempt, type Pair } from '@reset/shared/stores/learning-record.store';
import type { EntityManager } from 'typeorm';

/** @param mark the latest one */
export const messageView = (id: string, course: LaunchCourse, mark: { resetAt: Date }): LaunchView => ({
  id,
  state: 'message',
  course,
  message: { ...RESET_MESSAGE, resetAt: mark.resetAt.toISOString() },
});

/** Shows the latest attempt of the pair, which the launch has just opened or written to. */
export async function openView(
  db: EntityManager,
  id: string,
  pair: Pair,
  course: LaunchCourse,
): Promise<LaunchView> {
  const latest = await lockLatestAttempt(db, pair);
  const { content, sequence } = latest;
  return { id, state: 'open', course, record: attemptView(latest), content, sequence };
}
