import { z } from 'zod';
import type { BulkResetStatus } from './bulk-reset-status';
import { Waiting } from './waiting';

const count = z.int().nonnegative();
const Actor = z.object({ kind: z.enum(['user', 'api-key', 'system']), name: z.string() });

/** What an undo found of each progress reset that it looked at: one of these each. */
export const UNDO_COUNTS = ['undone', 'resetByAnother', 'relaunched', 'undoneBefore'] as const;
export const UndoCounts = z.object({
  /** The old bookmark and status are the learner's again. */
  undone: count,
  /** Withdrawn as well; but another bulk reset has marked the same learner and course, and that mark stays. */
  resetByAnother: count,
  /** The learner had acknowledged the message: it stays reset. */
  relaunched: count,
  /** An undo before this one has withdrawn it. */
  undoneBefore: count,
});
export type UndoCounts = z.infer<typeof UndoCounts>;

/** Why a learner and a course are not as they were before the bulk reset, though an undo was asked for. */
export const LEFT_CAUSES = ['relaunched', 'reset-by-another'] as const;
export type LeftCause = (typeof LEFT_CAUSES)[number];
export const LEFT_SENTENCE: Readonly<Record<LeftCause, string>> = {
  relaunched: 'The learner has acknowledged the message and begun anew before the undo.',
  'reset-by-another': 'Another bulk reset has reset the same course for this learner: that one stays.',
};

/** It is under way from the moment that it is asked for. */
export const UNDO_STATUSES = ['undoing', 'completed', 'failed'] as const;
export type UndoStatus = (typeof UNDO_STATUSES)[number];
const STATUS: Readonly<Partial<Record<BulkResetStatus, UndoStatus>>> = {
  resetting: 'undoing',
  completed: 'completed',
  failed: 'failed',
};
/** An undo moves as a bulk reset does, by the same table; what that one calls resetting is undoing here. */
export function undoStatusOf(status: BulkResetStatus): UndoStatus {
  const word = STATUS[status];
  if (!word) throw new Error(`an undo is never ${status}`);
  return word;
}

/** Of each list at most. */
export const MOST_CHOSEN = 500;
const chosen = z.array(z.string().trim().min(1).max(255)).min(1).max(MOST_CHOSEN).optional();
export const UndoRequest = z.strictObject({
  /** Why, for the audit. */
  reason: z.string().trim().min(1).max(500),
  /** As the file names them: login IDs, UUIDs or emails. Without them, all learners. */
  learners: chosen,
  /** As the file names them: UUIDs or asset IDs. Without them, all courses. */
  courses: chosen,
});
export type UndoRequest = z.infer<typeof UndoRequest>;

export const UndoView = z.object({
  id: z.uuid(),
  /** What it takes back. */
  bulkResetId: z.uuid(),
  status: z.enum(UNDO_STATUSES),
  createdAt: z.iso.datetime(),
  createdBy: Actor,
  reason: z.string(),
  /** How many were chosen; `null` where all are. */
  chosen: z.object({ learners: count.nullable(), courses: count.nullable() }),
  /** Progress resets that were looked at, of those in the parts of the bulk reset that it goes through. */
  progress: z.object({ done: count, total: count, percent: z.number().min(0).max(100) }),
  counts: UndoCounts,
  /** Why it does not move; null where it does, and where it has ended. */
  waiting: Waiting.nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type UndoView = z.infer<typeof UndoView>;
export const UndoList = z.object({
  /** Newest first. */
  undos: z.array(UndoView.omit({ waiting: true })),
});
export type UndoList = z.infer<typeof UndoList>;

export const LeftPair = z.object({
  /** Of the file, as a spreadsheet shows it. */
  row: z.int().positive(),
  learner: z.object({ id: z.uuid(), loginId: z.string(), name: z.string() }),
  course: z.object({ id: z.uuid(), title: z.string() }),
  cause: z.enum(LEFT_CAUSES),
  sentence: z.string(),
});
export type LeftPair = z.infer<typeof LeftPair>;
export const LeftPage = z.object({ left: z.array(LeftPair), nextCursor: z.string().nullable() });
export type LeftPage = z.infer<typeof LeftPage>;

export const UndoParams = z.strictObject({ id: z.uuid(), undoId: z.uuid() });
export const LeftQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}-\d{1,10}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
