import type { LaunchView } from '@reset/shared/contracts/launch';
import { RESET_MESSAGE } from '@reset/shared/contracts/launch-message';
import { AppError } from '@reset/shared/errors/app-error';
import { attemptView } from '@reset/shared/stores/attempt-view';
import { findCurrentPackage } from '@reset/shared/stores/content-package.store';
import type { LaunchCourse } from '@reset/shared/stores/launch.store';
import { issueLaunchToken } from '@reset/shared/stores/launch-token.store';
import { lockLatestAttempt, type Pair } from '@reset/shared/stores/learning-record.store';
import type { EntityManager } from 'typeorm';
import type { Place } from '../content-host/content-host';

/** @param mark the latest one */
export const messageView = (id: string, course: LaunchCourse, mark: { resetAt: Date }): LaunchView => ({
  id,
  state: 'message',
  course,
  message: { ...RESET_MESSAGE, resetAt: mark.resetAt.toISOString() },
});

export type OpenView = Extract<LaunchView, { state: 'open' }>;

/** Shows the latest attempt of the pair, which the launch has just opened or written to. */
export async function openView(
  db: EntityManager,
  id: string,
  pair: Pair,
  course: LaunchCourse,
): Promise<OpenView> {
  const latest = await lockLatestAttempt(db, pair);
  const { content, sequence } = latest;
  return { id, state: 'open', course, record: attemptView(latest, content), content, sequence };
}

/**
 * As `openView`, with the player of the course's newest package where it has one.
 * @throws AppError `content-host-missing`
 */
export async function playableView(
  db: EntityManager,
  id: string,
  pair: Pair,
  course: LaunchCourse,
  { application, content }: Place,
): Promise<OpenView> {
  const view = await openView(db, id, pair, course);
  const found = await findCurrentPackage(db, pair);
  if (!found) return view;
  if (content === undefined) throw new AppError('content-host-missing', {});
  const launch = { organizationId: pair.organizationId, launchUuid: id };
  const token = await issueLaunchToken(db, launch, { packageId: found.id, application });
  return { ...view, player: { url: `${content}/launches/${token}/player` } };
}
