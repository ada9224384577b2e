import type { WorkerList } from '@reset/shared/contracts/worker';
import { Router } from 'express';
import { requirePermission } from '../http/caller';

export type WorkerActions = { list(): Promise<WorkerList> };

/** `/v1/workers`: who does the work, for those who ask why it does not go on. */
export function workersRouter(workers: WorkerActions): Router {
  const router = Router();
  router.get('/', requirePermission('operations:read'), async (_request, response) => {
    response.json(await workers.list());
  });
  return router;
}
