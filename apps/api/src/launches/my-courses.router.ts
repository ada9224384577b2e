import {
  type MyAttempts,
  MyAttemptsQuery,
  MyCourseParams,
  type MyCourses,
  MyCoursesQuery,
} from '@reset/shared/contracts/launch';
import { Router } from 'express';
import { type LearnerCaller, learnerOf, requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';

export type MyCoursesActions = {
  list(learner: LearnerCaller, query: MyCoursesQuery): Promise<MyCourses>;
  attempts(learner: LearnerCaller, courseId: string, query: MyAttemptsQuery): Promise<MyAttempts>;
};

export function myCoursesRouter(myCourses: MyCoursesActions): Router {
  const router = Router();
  router.use(requirePermission('course:launch'));
  router.get('/', async (request, response) => {
    response.json(await myCourses.list(learnerOf(request), parseRequest(MyCoursesQuery, request.query)));
  });
  router.get('/:id/attempts', async (request, response) => {
    const { id } = parseRequest(MyCourseParams, request.params);
    const query = parseRequest(MyAttemptsQuery, request.query);
    response.json(await myCourses.attempts(learnerOf(request), id, query));
  });
  return router;
}
