import type { EntityManager } from 'typeorm';
import {
  LEFT_SENTENCE,
  type LeftCause,
  type LeftPage,
  UNDO_COUNTS,
  type UndoCounts,
  type UndoView,
  undoStatusOf,
} from '../contracts/undo';
import { BulkReset, BulkResetUndo } from '../entities/bulk-reset';
import { uuidToText } from '../entities/columns';
import { AppError } from '../errors/app-error';
import type { BulkResetKey } from './bulk-reset-key';
import { readPhase, sumCounts } from './chunk-counts.store';
import type { FinalCounts } from './expire-bulk-reset';
import { versionKeyOf } from './show-bulk-reset';

/** The undo's own row among the bulk resets, and what it takes back. */
export type Undo = { work: BulkReset; of: BulkResetUndo };

/** By the number of its own row. */
export const getUndo = (db: EntityManager, { organizationId, bulkResetId }: BulkResetKey) =>
  db.findOneByOrFail(BulkResetUndo, { organizationId, undoId: bulkResetId });

/** @throws AppError `not-found`, also where another bulk reset or another organization has it */
export async function findUndo(
  db: EntityManager,
  { organizationId, id: bulkResetId }: Pick<BulkReset, 'organizationId' | 'id'>,
  uuid: string,
): Promise<Undo> {
  const work = await db.findOneBy(BulkReset, { organizationId, uuid, kind: 'undo' });
  const of = work && (await db.findOneBy(BulkResetUndo, { organizationId, bulkResetId, undoId: work.id }));
  if (!work || !of) throw new AppError('not-found', {});
  return { work, of };
}

/** As many as a person looks through. */
const LISTED = 100;

/** Newest first, at most a hundred. */
export async function listUndos(
  db: EntityManager,
  { organizationId, id: bulkResetId }: Pick<BulkReset, 'organizationId' | 'id'>,
): Promise<Undo[]> {
  const found = await db.find(BulkResetUndo, {
    where: { organizationId, bulkResetId },
    order: { undoId: 'DESC' },
    take: LISTED,
  });
  return Promise.all(
    found.map(async (of) => ({
      of,
      work: await db.findOneByOrFail(BulkReset, { organizationId, id: of.undoId }),
    })),
  );
}

/** The undo as people and programs see it, with how far it is: read from MySQL alone. */
export async function showUndo(
  db: EntityManager,
  { work, of }: Undo,
  bulkResetUuid: string,
): Promise<UndoView> {
  const key = versionKeyOf(work);
  const final = work.finalCounts as FinalCounts | null;
  // Chunks first: a chunk that commits in between is counted, and not yet said to be done.
  const { rowsDone, rowsTotal } = await readPhase(db, key, 'undo');
  const counts: UndoCounts = final?.undo ?? (await sumCounts(db, key, 'undo', UNDO_COUNTS));
  return {
    id: work.uuid,
    bulkResetId: bulkResetUuid,
    status: undoStatusOf(work.status),
    createdAt: work.createdAt.toISOString(),
    createdBy: { kind: work.createdByKind, name: work.createdByName },
    reason: work.reason ?? '',
    chosen: {
      learners: of.chosen?.learnerIds?.length ?? null,
      courses: of.chosen?.courseIds?.length ?? null,
    },
    progress: {
      done: rowsDone,
      total: rowsTotal,
      percent: rowsTotal === 0 ? 100 : Math.floor((1_000 * rowsDone) / rowsTotal) / 10,
    },
    counts,
    // Whoever answers people knows more of it than this undo's own rows.
    waiting: null,
    finishedAt: work.finishedAt?.toISOString() ?? null,
  };
}

/** Changes whenever the view has something new. */
export const undoTag = ({ work }: Undo, { progress }: UndoView): string =>
  `"${work.revision}-${progress.done}"`;

type LeftRow = {
  learnerId: number;
  courseId: number;
  row: number;
  cause: LeftCause;
  learnerUuid: Buffer;
  loginId: string;
  name: string;
  courseUuid: Buffer;
  title: string;
};

/**
 * Pairs that are not as they were before, by learner and course.
 * @param after of the page before: learner and course, by internal ids
 */
export async function listLeftPairs(
  db: EntityManager,
  { organizationId, bulkResetId }: BulkResetKey,
  { after, limit }: { after?: { learnerId: number; courseId: number } | undefined; limit: number },
): Promise<LeftPage> {
  const rows: LeftRow[] = await db.query(
    `SELECT o.learner_id AS learnerId, o.course_id AS courseId, o.file_row AS \`row\`, o.cause, l.uuid AS learnerUuid,
       l.login_id AS loginId, l.name, c.uuid AS courseUuid, c.title
     FROM left_out_row o
       STRAIGHT_JOIN learner l ON l.id = o.learner_id AND l.organization_id = o.organization_id
       STRAIGHT_JOIN course c ON c.id = o.course_id AND c.organization_id = o.organization_id
     WHERE o.organization_id = ? AND o.bulk_reset_id = ?
       AND o.learner_id >= ? AND (o.learner_id > ? OR o.course_id > ?)
     ORDER BY o.learner_id, o.course_id LIMIT ?`,
    [
      organizationId,
      bulkResetId,
      after?.learnerId ?? 0,
      after?.learnerId ?? 0,
      after?.courseId ?? 0,
      limit + 1,
    ],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    left: page.map(({ row, cause, learnerUuid, loginId, name, courseUuid, title }) => ({
      row,
      learner: { id: uuidToText(learnerUuid), loginId, name },
      course: { id: uuidToText(courseUuid), title },
      cause,
      sentence: LEFT_SENTENCE[cause],
    })),
    nextCursor: rows.length > limit && last ? `${last.learnerId}-${last.courseId}` : null,
  };
}
