import { whyNotResettable } from '@reset/shared/contracts/learning';
import { Course, LearningRecord, ProgressReset } from '@reset/shared/entities/learning';
import { Learner } from '@reset/shared/entities/people';
import { type DataSource, type EntityManager, In, IsNull, MoreThan, Not } from 'typeorm';
import { MARKED_BY } from '../baseline';
import { type StagedRow, StagedRowEntity } from './tables';

const ROWS_PER_BATCH = 1_000;
type RowToReset = StagedRow & { learnerId: number; courseId: number };

/** Marks the pairs, a batch and a transaction at a time. @returns how many were marked */
export async function resetByBatches(dataSource: DataSource, organizationId: number): Promise<number> {
  let marked = 0;
  for await (const rows of rowsToReset(dataSource, ROWS_PER_BATCH))
    marked += await dataSource.transaction('READ COMMITTED', (db) => resetBatch(db, organizationId, rows));
  return marked;
}

/** The rows to reset, in file order. */
export async function* rowsToReset(dataSource: DataSource, batchSize: number): AsyncGenerator<RowToReset[]> {
  for (let last = 0; ; ) {
    const rows = await dataSource.getRepository(StagedRowEntity).find({
      where: {
        fileRow: MoreThan(last),
        reset: true,
        withError: false,
        beside: 'alone',
        learnerId: Not(IsNull()),
        courseId: Not(IsNull()),
      },
      order: { fileRow: 'ASC' },
      take: batchSize,
    });
    if (rows.length === 0) return;
    yield rows as RowToReset[]; // as the query asks
    last = rows.at(-1)?.fileRow ?? last;
  }
}

async function resetBatch(
  db: EntityManager,
  organizationId: number,
  rows: readonly RowToReset[],
): Promise<number> {
  const learnerIds = [...new Set(rows.map(({ learnerId }) => Number(learnerId)))];
  const courseIds = [...new Set(rows.map(({ courseId }) => courseId))];
  const learners = await db.find(Learner, {
    select: { id: true },
    where: { organizationId, id: In(learnerIds), status: 'active' },
  });
  const courses = await db.findBy(Course, { organizationId, id: In(courseIds) });
  const records = await db.find(LearningRecord, {
    select: { organizationId: true, learnerId: true, courseId: true, attempt: true },
    where: { organizationId, learnerId: In(learnerIds), courseId: In(courseIds) },
  });
  const active = new Set(learners.map(({ id }) => Number(id)));
  const resettable = new Set(courses.filter(isResettable).map(({ id }) => id));
  const begun = new Set(records.map(({ learnerId, courseId }) => `${learnerId} ${courseId}`));
  const marks = rows
    .map(({ learnerId, courseId, fileRow }) => ({ learnerId: Number(learnerId), courseId, fileRow }))
    .filter(({ learnerId, courseId }) => active.has(learnerId) && resettable.has(courseId))
    .filter(({ learnerId, courseId }) => begun.has(`${learnerId} ${courseId}`))
    .map((mark) => ({ ...mark, organizationId, bulkResetId: MARKED_BY.orm, resetAt: new Date() }));
  if (marks.length > 0) await db.insert(ProgressReset, marks);
  return marks.length;
}

export const isResettable = (course: Course): boolean => whyNotResettable(course) === undefined;
