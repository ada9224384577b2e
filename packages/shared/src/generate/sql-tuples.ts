import { escape as quote } from 'mysql2';
import { identifierKey } from '../entities/identifier-key';
import type { GeneratedCourse } from './generated-course';
import type { GeneratedLearner } from './generated-learner';
import type { GeneratedAssignment, GeneratedPair } from './generated-records';

/** The columns of the tuples below, in order. */
export const COLUMNS = {
  course: 'organization_id,uuid,asset_id,asset_key,title,kind,compliance_configured,status,language',
  learner: 'organization_id,uuid,login_id,login_key,email,email_key,name,status',
  learning_record:
    'organization_id,learner_id,course_id,attempt,status,started_at,last_access_at,completed_at,accesses,score,content_state,sequence',
  assignment: 'organization_id,learner_id,course_id,restart_setting,assigned_at',
} as const;
export type Table = keyof typeof COLUMNS;

// Text, because placeholders for sixty million values take longer than the server does. Whatever is not a number of
// ours or a word of the contracts goes through the driver's own quoting. Joined, because a string put together by `+`
// or in a template keeps all its parts until somebody reads it.
const tuple = (...values: (string | number | boolean)[]): string => `(${values.join(',')})`;
const word = (text: string) => `'${text}'`;
const uuid = (bytes: Buffer) => `x'${bytes.toString('hex')}'`;

export const courseTuple = (organizationId: number, course: GeneratedCourse): string =>
  tuple(
    organizationId,
    uuid(course.uuid),
    quote(course.assetId),
    quote(identifierKey(course.assetId)),
    quote(course.title),
    word(course.kind),
    course.complianceConfigured,
    word(course.status),
    word(course.language),
  );

export const learnerTuple = (organizationId: number, learner: GeneratedLearner): string =>
  tuple(
    organizationId,
    uuid(learner.uuid),
    quote(learner.loginId),
    quote(identifierKey(learner.loginId)),
    quote(learner.email),
    learner.email === null ? 'NULL' : quote(identifierKey(learner.email)),
    quote(learner.name),
    word(learner.status),
  );

/** @param pairKey the organization's, learner's and course's ids, with commas between */
export const recordTuples = (
  pairs: readonly GeneratedPair[],
  pairKey: (course: number) => string,
): string[] =>
  pairs.flatMap(({ course, attempts }) =>
    attempts.map((attempt, index) =>
      tuple(
        pairKey(course),
        index + 1,
        word(attempt.status),
        sqlTime(attempt.startedAt),
        sqlTime(attempt.lastAccessAt),
        attempt.completedAt === null ? 'NULL' : sqlTime(attempt.completedAt),
        attempt.accesses,
        attempt.score === null ? 'NULL' : attempt.score / 100,
        attempt.contentState === null ? 'NULL' : quote(attempt.contentState),
        attempt.accesses,
      ),
    ),
  );

export const assignmentTuples = (
  assignments: readonly GeneratedAssignment[],
  pairKey: (course: number) => string,
): string[] =>
  assignments.map(({ course, restartSetting, assignedAt }) =>
    tuple(pairKey(course), word(restartSetting), sqlTime(assignedAt)),
  );

const MINUTE = 60_000;
const MINUTES_PER_DAY = 1_440;
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const CLOCKS = Array.from(
  { length: MINUTES_PER_DAY },
  (_, minute) => `${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:00`,
);
const dates = new Map<number, string>();

/** To the minute, from tables: there are fifteen million. @param time in milliseconds since 1970, UTC */
function sqlTime(time: number): string {
  const minutes = Math.floor(time / MINUTE);
  const day = Math.floor(minutes / MINUTES_PER_DAY);
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(time).toISOString().slice(0, 10);
    dates.set(day, date);
  }
  return `'${date} ${CLOCKS[minutes % MINUTES_PER_DAY]}'`;
}
