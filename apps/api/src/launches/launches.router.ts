import { Commit, LaunchParams, LaunchRequest, type LaunchView } from '@reset/shared/contracts/launch';
import { Router } from 'express';
import { type LearnerCaller, learnerOf, requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';

export type LaunchActions = {
  launch(learner: LearnerCaller, courseId: string): Promise<LaunchView>;
  acknowledge(learner: LearnerCaller, launchId: string): Promise<LaunchView>;
  commit(learner: LearnerCaller, launchId: string, commit: Commit): Promise<LaunchView>;
};

export function launchesRouter(launches: LaunchActions): Router {
  const router = Router();
  router.use(requirePermission('course:launch'));
  router.post('/', async (request, response) => {
    const { courseId } = parseRequest(LaunchRequest, request.body);
    response.status(201).json(await launches.launch(learnerOf(request), courseId));
  });
  router.post('/:id/acknowledge', async (request, response) => {
    const { id } = parseRequest(LaunchParams, request.params);
    response.json(await launches.acknowledge(learnerOf(request), id));
  });
  router.put('/:id/state', async (request, response) => {
    const { id } = parseRequest(LaunchParams, request.params);
    response.json(await launches.commit(learnerOf(request), id, parseRequest(Commit, request.body)));
  });
  return router;
}
