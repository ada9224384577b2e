import { Course, LearningRecord, ProgressReset } from '@reset/shared/entities/learning';
import { Learner } from '@reset/shared/entities/people';
import type { DataSource } from 'typeorm';
import { MARKED_BY } from '../baseline';
import { isResettable, rowsToReset } from '../orm/reset-by-batches';

const ROWS_PER_READ = 1_000;

/** Marks the pairs one by one: looks each up and saves its mark. @returns how many were marked */
export async function resetByRows(dataSource: DataSource, organizationId: number): Promise<number> {
  const marks = dataSource.getRepository(ProgressReset);
  const courses = new Map(
    (await dataSource.getRepository(Course).findBy({ organizationId })).map((course) => [course.id, course]),
  );
  let marked = 0;
  for await (const rows of rowsToReset(dataSource, ROWS_PER_READ))
    for (const { learnerId, courseId, fileRow } of rows) {
      const pair = { organizationId, learnerId: Number(learnerId), courseId };
      const course = courses.get(courseId);
      const isActive = await dataSource
        .getRepository(Learner)
        .existsBy({ organizationId, id: pair.learnerId, status: 'active' });
      if (!isActive || !course || !isResettable(course)) continue;
      if (!(await dataSource.getRepository(LearningRecord).existsBy(pair))) continue;
      await marks.save({ ...pair, bulkResetId: MARKED_BY.row, fileRow, resetAt: new Date() });
      marked += 1;
    }
  return marked;
}
