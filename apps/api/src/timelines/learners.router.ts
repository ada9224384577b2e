import { LearnersQuery, LearnerTimelineQuery, TimelineParams } from '@reset/shared/contracts/timeline';
import { Router } from 'express';
import { callerOf, requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';
import type { TimelineActions } from './timeline-actions';

/** `/v1/learners`: for support, who is meant and what happened to them. */
export function learnersRouter(timelines: TimelineActions): Router {
  const router = Router();
  router.use(requirePermission('report:read'));
  router.get('/', async (request, response) => {
    const { search } = parseRequest(LearnersQuery, request.query);
    response.json(await timelines.findLearners(callerOf(request).organizationId, search));
  });
  router.get('/:id/timeline', async (request, response) => {
    const { id } = parseRequest(TimelineParams, request.params);
    const query = parseRequest(LearnerTimelineQuery, request.query);
    response.json(await timelines.ofLearner(callerOf(request).organizationId, id, query));
  });
  return router;
}
