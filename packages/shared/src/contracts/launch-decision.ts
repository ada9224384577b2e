import type { CourseStatus, RecordStatus, RestartSetting } from './learning';

/** What is known when a learner opens a course. */
export type LaunchSituation = {
  course: CourseStatus;
  /** Of the latest attempt; `null` where the learner has never started. */
  latest: RecordStatus | null;
  /** A reset has neither been acknowledged nor withdrawn. */
  openMark: boolean;
  /** The assignment's; `null` where the course is not assigned, which counts as `never`. */
  restartSetting: RestartSetting | null;
};
export type LaunchDecision = 'message' | 'first-attempt' | 'reopen' | 'new-attempt' | 'not-available';

/**
 * What a launch does. A reset comes before the assignment's own setting. Without one the setting decides, and a
 * completed record may be reopened to look at it. A retired course stays open to those who have started it.
 */
export function decideLaunch({ course, latest, openMark, restartSetting }: LaunchSituation): LaunchDecision {
  if (latest === null) return course === 'active' ? 'first-attempt' : 'not-available';
  if (openMark) return 'message';
  if (restartSetting === 'always') return 'new-attempt';
  if (restartSetting === 'after-completion' && latest === 'completed') return 'new-attempt';
  return 'reopen';
}
