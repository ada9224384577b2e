import type { MyCourse } from '@reset/shared/contracts/launch';
import { Router } from 'express';
import { type LearnerCaller, learnerOf, requirePermission } from '../http/caller';

export type MyCoursesActions = { list(learner: LearnerCaller): Promise<MyCourse[]> };

export function myCoursesRouter(myCourses: MyCoursesActions): Router {
  const router = Router();
  router.get('/', requirePermission('course:launch'), async (request, response) => {
    response.json({ courses: await myCourses.list(learnerOf(request)) });
  });
  return router;
}
