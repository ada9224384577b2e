import { z } from 'zod';
import { COURSE_KINDS, RECORD_STATUSES } from './learning';

/** What a learner sees of one attempt. */
export const AttemptView = z.object({
  attempt: z.int().positive(),
  status: z.enum(RECORD_STATUSES),
  startedAt: z.iso.datetime(),
  lastAccessAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
  score: z.number().nullable(),
  /** 0 to 1, as the content has told it. */
  progress: z.number(),
  /** Time spent in the content. */
  totalSeconds: z.int().nonnegative(),
});
export type AttemptView = z.infer<typeof AttemptView>;

/** What the content has stored of its own: where the learner is, and what it wants to find again. */
export const ContentState = z.object({
  bookmark: z.string().max(4_096).default(''),
  progress: z.number().min(0).max(1).default(0),
});
export type ContentState = z.infer<typeof ContentState>;

export const LaunchRequest = z.strictObject({ courseId: z.uuid() });
export const LaunchParams = z.strictObject({ id: z.uuid() });
const course = z.object({ id: z.uuid(), title: z.string(), kind: z.enum(COURSE_KINDS) });

/** Either the message that has to be acknowledged, or the open course. */
export const LaunchView = z.discriminatedUnion('state', [
  z.object({
    id: z.uuid(),
    state: z.literal('message'),
    course,
    message: z.object({ title: z.string(), text: z.string(), resetAt: z.iso.datetime() }),
  }),
  z.object({
    id: z.uuid(),
    state: z.literal('open'),
    course,
    record: AttemptView,
    /** Empty at the start of an attempt: nothing of an older one is offered. */
    content: ContentState,
    /** Of the last commit; the next one must be higher. */
    sequence: z.int().nonnegative(),
    /** Where the course has a package: its player, on the host that serves content. Good for this launch alone. */
    player: z.object({ url: z.url() }).optional(),
  }),
]);
export type LaunchView = z.infer<typeof LaunchView>;

/** What the content commits. A commit with a sequence number already seen is refused. */
export const Commit = z.strictObject({
  sequence: z
    .int()
    .positive()
    .max(2 ** 32 - 1),
  content: ContentState,
  completed: z.boolean().default(false),
  score: z.number().min(0).max(100).optional(),
});
export type Commit = z.infer<typeof Commit>;

/** One attempt in the learner's history. */
export const PastAttempt = AttemptView.extend({
  /** When the reset was made that has led to it; `null` where none has. */
  resetAt: z.iso.datetime().nullable(),
});
export type PastAttempt = z.infer<typeof PastAttempt>;

/** How many attempts stand in the course list itself; all are in the course's history. */
export const LATEST_ATTEMPTS = 5;

/** A line of the learner's course list. */
export const MyCourse = z.object({
  course,
  assigned: z.boolean(),
  /** The latest ones, newest first. */
  attempts: z.array(PastAttempt),
  /** Of all attempts. */
  attemptCount: z.int().nonnegative(),
  /** An administrator has reset the course, and the learner has not yet acknowledged it. */
  resetPending: z.boolean(),
});
export type MyCourse = z.infer<typeof MyCourse>;
export const MyCourses = z.object({ courses: z.array(MyCourse), nextCursor: z.string().nullable() });
export type MyCourses = z.infer<typeof MyCourses>;

export const MyCoursesQuery = z.strictObject({
  cursor: z.string().max(4_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type MyCoursesQuery = z.infer<typeof MyCoursesQuery>;

export const MyCourseParams = z.strictObject({ id: z.uuid() });
export const MyAttemptsQuery = z.strictObject({
  /** The number of an attempt: those before it are listed. */
  before: z.coerce.number().int().min(1).max(65_535).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type MyAttemptsQuery = z.infer<typeof MyAttemptsQuery>;
export const MyAttempts = z.object({
  /** Newest first. */
  attempts: z.array(PastAttempt),
  /** `before` of the next page; `null` at the end. */
  nextBefore: z.int().nullable(),
});
export type MyAttempts = z.infer<typeof MyAttempts>;
