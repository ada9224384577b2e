import { z } from 'zod';
import { COURSE_KINDS, COURSE_STATUSES, LEARNER_STATUSES, NOT_RESETTABLE, RECORD_STATUSES } from './learning';

/** At most this many learners or courses may match the text of a filter; more make it too broad. */
export const MOST_NAMED = 200;
/** A page looks at this many rows at most: where few of them match, it is short and its cursor goes on. */
export const MOST_SEARCHED = 50_000;

const text = z.string().trim().min(1).max(255);
const cursor = z.string().max(500).optional();
const limit = z.coerce.number().int().min(1).max(200).default(50);
/** A day in UTC; `To` includes it. */
const day = z.iso.date();

export const LearnerActivityFilter = z.strictObject({
  /** A login ID, an email or a UUID, or the beginning of a login ID, an email, a name or a family name. */
  learner: text.optional(),
  /** A UUID or an asset ID, the beginning of an asset ID, or a part of a title. */
  course: text.optional(),
  type: z.enum(COURSE_KINDS).optional(),
  status: z.enum(RECORD_STATUSES).optional(),
  accessedFrom: day.optional(),
  accessedTo: day.optional(),
  completedFrom: day.optional(),
  completedTo: day.optional(),
  /** Whether the record was begun after a reset. */
  reset: z.enum(['yes', 'no']).optional(),
  /** The bulk reset after which the record was begun. */
  resetBy: z.uuid().optional(),
});
export type LearnerActivityFilter = z.infer<typeof LearnerActivityFilter>;
export const LearnerActivityQuery = LearnerActivityFilter.extend({ cursor, limit });
export type LearnerActivityQuery = z.infer<typeof LearnerActivityQuery>;
export const LearnerActivityCsvQuery = LearnerActivityFilter.extend({
  /** `upload`: a file that can be uploaded as a bulk reset, with each learner and course once. */
  format: z.enum(['report', 'upload']).default('report'),
});
export type LearnerActivityCsvQuery = z.infer<typeof LearnerActivityCsvQuery>;

const moment = z.iso.datetime();
/** One learning record: one attempt of one learner at one course. */
export const LearnerActivityRow = z.object({
  learner: z.object({
    id: z.uuid(),
    loginId: z.string(),
    email: z.string().nullable(),
    name: z.string(),
    status: z.enum(LEARNER_STATUSES),
  }),
  course: z.object({
    id: z.uuid(),
    assetId: z.string(),
    title: z.string(),
    kind: z.enum(COURSE_KINDS),
  }),
  /** 1 for the learner's first attempt at the course. */
  attempt: z.int().positive(),
  status: z.enum(RECORD_STATUSES),
  firstAccessAt: moment,
  lastAccessAt: moment,
  completedAt: moment.nullable(),
  score: z.number().nullable(),
  accesses: z.int().nonnegative(),
  /** The reset that led to this record, and the file that it came from. */
  reset: z
    .object({ at: moment, bulkResetId: z.uuid().nullable(), fileName: z.string().nullable() })
    .nullable(),
  /** Where a reset of this learner's progress waits for the next launch of the course: since when. */
  resetWaitingSince: moment.nullable(),
});
export type LearnerActivityRow = z.infer<typeof LearnerActivityRow>;
export const LearnerActivityPage = z.object({
  rows: z.array(LearnerActivityRow),
  /** How many records were looked at for this page. */
  searched: z.int().nonnegative(),
  nextCursor: z.string().nullable(),
});
export type LearnerActivityPage = z.infer<typeof LearnerActivityPage>;

export const ContentListingFilter = z.strictObject({
  /** A UUID or an asset ID, the beginning of an asset ID, or a part of a title. */
  course: text.optional(),
  type: z.enum(COURSE_KINDS).optional(),
  status: z.enum(COURSE_STATUSES).optional(),
  language: z.string().trim().min(1).max(35).optional(),
  resettable: z.enum(['yes', 'no']).optional(),
});
export type ContentListingFilter = z.infer<typeof ContentListingFilter>;
export const ContentListingQuery = ContentListingFilter.extend({ cursor, limit });
export type ContentListingQuery = z.infer<typeof ContentListingQuery>;

export const ContentListingRow = z.object({
  id: z.uuid(),
  assetId: z.string(),
  title: z.string(),
  kind: z.enum(COURSE_KINDS),
  language: z.string(),
  status: z.enum(COURSE_STATUSES),
  /** Why a reset cannot apply to it; `null` where it can. */
  notResettable: z.enum(NOT_RESETTABLE).nullable(),
});
export type ContentListingRow = z.infer<typeof ContentListingRow>;
export const ContentListingPage = z.object({
  rows: z.array(ContentListingRow),
  searched: z.int().nonnegative(),
  nextCursor: z.string().nullable(),
});
export type ContentListingPage = z.infer<typeof ContentListingPage>;
