import { Commit, LaunchParams, LaunchRequest, type LaunchView } from '@reset/shared/contracts/launch';
import { Router } from 'express';
import type { ContentHost, Place } from '../content-host/content-host';
import { type LearnerCaller, learnerOf, requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';

export type LaunchActions = {
  launch(learner: LearnerCaller, courseId: string, place: Place): Promise<LaunchView>;
  acknowledge(learner: LearnerCaller, launchId: string, place: Place): Promise<LaunchView>;
  commit(learner: LearnerCaller, launchId: string, commit: Commit): Promise<LaunchView>;
};

export function launchesRouter(launches: LaunchActions, { placeOf }: Pick<ContentHost, 'placeOf'>): Router {
  const router = Router();
  router.use(requirePermission('course:launch'));
  router.post('/', async (request, response) => {
    const { courseId } = parseRequest(LaunchRequest, request.body);
    response.status(201).json(await launches.launch(learnerOf(request), courseId, placeOf(request)));
  });
  router.post('/:id/acknowledge', async (request, response) => {
    const { id } = parseRequest(LaunchParams, request.params);
    response.json(await launches.acknowledge(learnerOf(request), id, placeOf(request)));
  });
  router.put('/:id/state', async (request, response) => {
    const { id } = parseRequest(LaunchParams, request.params);
    response.json(await launches.commit(learnerOf(request), id, parseRequest(Commit, request.body)));
  });
  return router;
}
