import type { DataSource } from 'typeorm';
import { Course, LearningRecord, ProgressReset } from '../entities/learning';
import { Learner } from '../entities/people';
import { pairKey, type World } from './oracle.fixture';

/** The state of the database that a file meets. */
export async function readWorld(dataSource: DataSource, organizationId: number): Promise<World> {
  const where = { organizationId };
  const [learners, courses, records, marks] = await Promise.all([
    dataSource.getRepository(Learner).findBy(where),
    dataSource.getRepository(Course).findBy(where),
    dataSource.getRepository(LearningRecord).find({ where, order: { attempt: 'ASC' } }),
    dataSource.getRepository(ProgressReset).findBy(where),
  ]);
  return {
    learners: learners.map((learner) => ({ ...learner, id: Number(learner.id) })),
    courses: courses.map((course) => ({ ...course, id: Number(course.id) })),
    // Of several attempts the last one counts.
    latest: new Map(records.map((one) => [pairKey(one.learnerId, one.courseId), one.status])),
    open: new Set(
      marks
        .filter(({ acknowledgedAt, withdrawnAt }) => !acknowledgedAt && !withdrawnAt)
        .map(({ learnerId, courseId }) => pairKey(learnerId, courseId)),
    ),
  };
}
