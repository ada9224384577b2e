import { cursorOf, cursorText } from '@reset/shared/stores/course-list.store';
import { listMyAttempts, listMyCourses } from '@reset/shared/stores/my-courses.store';
import type { DataSource } from 'typeorm';
import type { MyCoursesActions } from './my-courses.router';

export const myCoursesActions = ({
  dataSource: { manager: db },
}: {
  dataSource: DataSource;
}): MyCoursesActions => ({
  list: async (learner, { limit, cursor }) => {
    const after = cursor === undefined ? undefined : cursorOf(cursor);
    const { courses, last } = await listMyCourses(db, learner, { limit, after });
    return { courses, nextCursor: last ? cursorText(last) : null };
  },
  attempts: (learner, courseId, query) => listMyAttempts(db, learner, courseId, query),
});
