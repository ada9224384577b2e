import { z } from 'zod';
import { COURSE_KINDS, LEARNER_STATUSES } from './learning';

const moment = z.iso.datetime();
/** At most this many learners answer a search; more make it too broad. */
export const MOST_FOUND = 25;

export const LearnersQuery = z.strictObject({
  /** A login ID, an email or a UUID, or the beginning of a login ID, an email, a name or a family name. */
  search: z.string().trim().min(1).max(255),
});
export const LearnerView = z.object({
  id: z.uuid(),
  loginId: z.string(),
  email: z.string().nullable(),
  name: z.string(),
  status: z.enum(LEARNER_STATUSES),
});
export type LearnerView = z.infer<typeof LearnerView>;
/** `more`: others match too. */
export const FoundLearners = z.object({ learners: z.array(LearnerView), more: z.boolean() });
export type FoundLearners = z.infer<typeof FoundLearners>;

const cursor = z.string().max(1_000).optional();
const limit = z.coerce.number().int().min(1).max(200).default(50);
export const TimelineParams = z.strictObject({ id: z.uuid() });
/** `course`: only what happened in this one, by UUID. */
export const LearnerTimelineQuery = z.strictObject({ course: z.uuid().optional(), cursor, limit });
/** `learner`: only what happened to this one, by UUID. */
export const CourseTimelineQuery = z.strictObject({ learner: z.uuid().optional(), cursor, limit });
export type TimelinePage = { cursor?: string | undefined; limit: number };

const TimelineCourse = z.object({
  id: z.uuid(),
  assetId: z.string(),
  title: z.string(),
  kind: z.enum(COURSE_KINDS),
});
export type TimelineCourse = z.infer<typeof TimelineCourse>;

const FromFile = z.object({
  bulkResetId: z.uuid().nullable(),
  fileName: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
/** The mark that a bulk reset left: by which file and row, and who confirmed it. */
const ResetSource = FromFile.extend({
  /** In the file, as in its report: the header is row 1. */
  row: z.int().positive(),
});

/** Who took a reset back, and why. */
const Undone = z.object({ at: moment, by: z.string(), reason: z.string() });

const who = { at: moment, learner: LearnerView, course: TimelineCourse };
const LearnerEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('launched'),
    ...who,
    /** The attempt that it wrote to; `null` while its message waits. */
    attempt: z.int().positive().nullable(),
    /** Whether the message was shown before the course opened. */
    messageShown: z.boolean(),
    /** Commits of it that were refused, because its attempt had ended: by a reset, or by a newer one. */
    refusedCommits: z.int().nonnegative(),
    /** Commits of it that were refused, because a later one was there: the course was open in another window. */
    overtakenCommits: z.int().nonnegative(),
  }),
  z.object({ kind: z.literal('acknowledged'), ...who, attempt: z.int().positive().nullable() }),
  z.object({
    kind: z.literal('completed'),
    ...who,
    attempt: z.int().positive(),
    score: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('reset'),
    ...who,
    ...ResetSource.shape,
    /** When the learner read its message. */
    acknowledgedAt: moment.nullable(),
    withdrawnAt: moment.nullable(),
  }),
  /** A reset was undone: the old attempt was the learner's again. */
  z.object({
    kind: z.literal('reset-withdrawn'),
    ...who,
    ...ResetSource.shape,
    resetAt: moment,
    undo: Undone.omit({ at: true }).nullable(),
  }),
]);
export type LearnerEvent = z.infer<typeof LearnerEvent>;

/** A confirmed bulk reset of this course: one event, however many learners it names. */
const CourseReset = z.object({
  kind: z.literal('bulk-reset'),
  /** When it was confirmed. */
  at: moment,
  course: TimelineCourse,
  ...FromFile.shape,
  /** Newest first. `partly`: of chosen learners or courses, which need not be this one. */
  undos: z.array(Undone.extend({ partly: z.boolean() })),
});
export const TimelineEvent = z.union([LearnerEvent, CourseReset]);
export type TimelineEvent = z.infer<typeof TimelineEvent>;
export type TimelineKind = TimelineEvent['kind'];

const nextCursor = z.string().nullable();
/** Newest first. */
export const LearnerTimeline = z.object({
  learner: LearnerView,
  events: z.array(LearnerEvent),
  nextCursor,
});
export type LearnerTimeline = z.infer<typeof LearnerTimeline>;
/** Newest first. Over all learners, resets are told as `bulk-reset`; of one learner, as `reset`. */
export const CourseTimeline = z.object({
  course: TimelineCourse,
  events: z.array(TimelineEvent),
  nextCursor,
});
export type CourseTimeline = z.infer<typeof CourseTimeline>;
