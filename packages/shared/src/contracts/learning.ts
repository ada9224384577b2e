/** What a course can be. The words in `KIND_NAME` are what people read. */
export const COURSE_KINDS = [
  'skillsoft',
  'compliance',
  'custom-aicc',
  'custom-scorm-1.2',
  'custom-scorm-2004',
  'video',
  'book',
  'audiobook',
  'journey',
  'link',
] as const;
export type CourseKind = (typeof COURSE_KINDS)[number];
export const KIND_NAME: Readonly<Record<CourseKind, string>> = {
  skillsoft: 'Skillsoft course',
  compliance: 'Compliance course',
  'custom-aicc': 'Custom AICC course',
  'custom-scorm-1.2': 'Custom SCORM 1.2 course',
  'custom-scorm-2004': 'Custom SCORM 2004 course',
  video: 'Video',
  book: 'Book',
  audiobook: 'Audiobook',
  journey: 'Journey',
  link: 'Link',
};
/** Compliance courses count only once they have been configured. */
export const RESETTABLE_KINDS: readonly CourseKind[] = [
  'skillsoft',
  'compliance',
  'custom-aicc',
  'custom-scorm-1.2',
  'custom-scorm-2004',
];

export const COURSE_STATUSES = ['active', 'retired'] as const;
export type CourseStatus = (typeof COURSE_STATUSES)[number];
export const LEARNER_STATUSES = ['active', 'deactivated'] as const;
export type LearnerStatus = (typeof LEARNER_STATUSES)[number];
export const RECORD_STATUSES = ['started', 'completed', 'restarted'] as const;
export type RecordStatus = (typeof RECORD_STATUSES)[number];
export const RESTART_SETTINGS = ['never', 'after-completion', 'always'] as const;
export type RestartSetting = (typeof RESTART_SETTINGS)[number];

export const NOT_RESETTABLE = ['content-kind', 'compliance-not-configured'] as const;
export type NotResettable = (typeof NOT_RESETTABLE)[number];
/** Why a reset cannot apply to a course, or `undefined` where it can. */
export function whyNotResettable(course: {
  kind: CourseKind;
  complianceConfigured: boolean;
}): NotResettable | undefined {
  if (!RESETTABLE_KINDS.includes(course.kind)) return 'content-kind';
  if (course.kind === 'compliance' && !course.complianceConfigured) return 'compliance-not-configured';
  return undefined;
}

/** What people read; an assignment's setting for ordinary launches. */
export const RESTART_SETTING_NAME: Readonly<Record<RestartSetting, string>> = {
  never: 'Never',
  'after-completion': 'After completion',
  always: 'Always',
};
/** What the reports call the statuses. */
export const RECORD_STATUS_NAME: Readonly<Record<RecordStatus, string>> = {
  started: 'Started',
  completed: 'Completed',
  restarted: 'Restarted',
};
export const COURSE_STATUS_NAME: Readonly<Record<CourseStatus, string>> = {
  active: 'Active',
  retired: 'Retired',
};
export const NOT_RESETTABLE_NAME: Readonly<Record<NotResettable, string>> = {
  'content-kind': 'Content of this type cannot be reset',
  'compliance-not-configured': 'The compliance course has not been configured',
};
