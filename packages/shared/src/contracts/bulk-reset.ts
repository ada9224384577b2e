import { z } from 'zod';
import { BULK_RESET_STATUSES } from './bulk-reset-status';
import { DELIMITERS, ENCODINGS, PROBLEM_COLUMNS } from './csv-columns';
import { PROBLEM_CODES } from './problem';
import { Waiting } from './waiting';

const status = z.enum(
  BULK_RESET_STATUSES as [(typeof BULK_RESET_STATUSES)[number], ...typeof BULK_RESET_STATUSES],
);
const code = z.enum(PROBLEM_CODES as [(typeof PROBLEM_CODES)[number], ...typeof PROBLEM_CODES]);
const count = z.int().nonnegative();

/** What the one pass over the upload found. */
export const UploadedFile = z.object({
  name: z.string(),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  encoding: z.enum(ENCODINGS),
  delimiter: z.enum(DELIMITERS),
  /** In words: "semicolon, UTF-16, 48,212 rows, 31 blank rows skipped". */
  description: z.string(),
  header: z.array(z.string()),
  /** Data rows: blank rows and the header are none. */
  rows: count,
  blankRows: count,
});
export type UploadedFile = z.infer<typeof UploadedFile>;

/** rows = reset + excluded + nothingToReset + repeated + withErrors + changedSinceValidation + notProcessed, always. */
export const Counts = z.object({
  rows: count,
  reset: count,
  excluded: count,
  nothingToReset: count,
  repeated: count,
  withErrors: count,
  changedSinceValidation: count,
  notProcessed: count,
});
export type Counts = z.infer<typeof Counts>;

/** What the reset will do. A pair is told by its open mark first, else by its latest record. */
export const Impact = z.object({
  learners: count,
  courses: count,
  pairs: count,
  completed: count,
  inProgress: count,
  neverStarted: count,
  alreadyReset: count,
  assignmentsOverridden: count,
});
export type Impact = z.infer<typeof Impact>;

/** Of what has a file, in this order. */
export const FILE_PHASES = ['validate', 'settle', 'summarize', 'report', 'reset'] as const;
export type FilePhase = (typeof FILE_PHASES)[number];
/** An undo has nothing but its own. */
export const PHASES = [...FILE_PHASES, 'undo'] as const;
export type Phase = (typeof PHASES)[number];
export const Progress = z.object({
  phase: z.enum(FILE_PHASES),
  rowsDone: count,
  rowsTotal: count,
  /** Of this phase; 0 to 100, never falls within the phase. */
  percent: z.number().min(0).max(100),
  rowsPerSecond: z.number().nonnegative().nullable(),
  secondsLeft: z.number().nonnegative().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const ProblemView = z.object({
  /** As a spreadsheet shows it: the header is row 1. */
  row: z.int().positive(),
  column: z.enum(PROBLEM_COLUMNS),
  code,
  severity: z.enum(['error', 'warning']),
  sentence: z.string(),
});
export type ProblemView = z.infer<typeof ProblemView>;

export const ProblemGroup = z.object({
  code,
  column: z.enum(PROBLEM_COLUMNS),
  severity: z.enum(['error', 'warning']),
  count,
  /** The first rows of the group. */
  examples: z.array(ProblemView),
});
export type ProblemGroup = z.infer<typeof ProblemGroup>;

/** `until` is known once the bulk reset has ended, `expiredAt` once it is gone. */
const Kept = z.object({ until: z.iso.datetime().nullable(), expiredAt: z.iso.datetime().nullable() });
/** How long downloads are there: `files` are the upload and the report, `details` what is known of single rows. */
export const RetentionView = z.object({ files: Kept, details: Kept });
export type RetentionView = z.infer<typeof RetentionView>;

const Actor = z.object({ kind: z.enum(['user', 'api-key', 'system']), name: z.string() });

export const BulkResetView = z.object({
  id: z.uuid(),
  status,
  createdAt: z.iso.datetime(),
  createdBy: Actor,
  file: UploadedFile,
  progress: Progress.nullable(),
  counts: Counts,
  /** Problems, grouped by code and column; complete once validation has settled. */
  problems: z.array(ProblemGroup),
  /** Known once validation has settled. */
  impact: Impact.nullable(),
  /** What a confirmation has to name. A corrected file or a repeated validation makes another. */
  summaryVersion: z.int().positive(),
  confirmation: z.object({ at: z.iso.datetime(), by: Actor, reason: z.string() }).nullable(),
  /** Who asked for the pause: while it is pausing or paused. */
  pause: z.object({ at: z.iso.datetime(), by: Actor, reason: z.string().nullable() }).nullable(),
  /** Why it does not move; null where it does, and where it is for people to move it. */
  waiting: Waiting.nullable(),
  /** Whether a validation report can be downloaded. */
  hasReport: z.boolean(),
  finishedAt: z.iso.datetime().nullable(),
  retention: RetentionView,
  /** Until when it can be undone; null where it cannot. */
  undoUntil: z.iso.datetime().nullable(),
});
export type BulkResetView = z.infer<typeof BulkResetView>;

export const BulkResetPage = z.object({
  bulkResets: z.array(BulkResetView.omit({ problems: true, progress: true, waiting: true })),
  /** Give it as `cursor` for the next page. */
  nextCursor: z.string().nullable(),
});
export type BulkResetPage = z.infer<typeof BulkResetPage>;

export const ProblemPage = z.object({ problems: z.array(ProblemView), nextCursor: z.string().nullable() });
export type ProblemPage = z.infer<typeof ProblemPage>;

export const BulkResetParams = z.strictObject({ id: z.uuid() });
export const UploadQuery = z.object({
  /** Given where the file is in Windows-1252; anything else is detected. */
  encoding: z.literal('windows-1252').optional(),
  /** A confirmation in advance: goes ahead when no row has an error, warnings or not. */
  confirm: z.literal('when-valid').optional(),
  reason: z.string().trim().max(500).optional(),
  /** The file's name where the body is the CSV itself. */
  fileName: z.string().trim().min(1).max(255).optional(),
});
export type UploadQuery = z.infer<typeof UploadQuery>;
/** Of a request that creates something: visible ASCII, as the client likes. */
export const IdempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .regex(/^[\x20-\x7e]+$/, 'Use visible ASCII characters.')
    .optional(),
});
export const ListQuery = z.object({
  status: status.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export const ProblemsQuery = z.object({
  code: code.optional(),
  severity: z.enum(['error', 'warning']).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}(-\d{1,3})?$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const ReportQuery = z.object({ rows: z.enum(['all', 'errors']).default('all') });
/** `not-processed` has the columns of the upload, so that it can be uploaded again. */
export const OutcomeQuery = z.object({ rows: z.enum(['all', 'not-processed']).default('all') });
/** Of pause, resume, cancel and retry: why, for the audit. */
export const ControlRequest = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() });
export type ControlRequest = z.infer<typeof ControlRequest>;
export const Confirmation = z.strictObject({
  summaryVersion: z.int().positive(),
  /** Why the courses are reset, for the audit. */
  reason: z.string().trim().min(1).max(500),
});
export type Confirmation = z.infer<typeof Confirmation>;
