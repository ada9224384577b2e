import type { Readiness } from '@reset/shared/health/check-readiness';
import { Router } from 'express';
import { notFound } from '../http/error-handler';

export type HealthActions = { readiness(): Promise<Readiness> };

/** For load balancers and supervisors: whether the process runs, and whether it can do its work. */
export function healthRouter(health: HealthActions): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/live', (_request, response) => {
    response.json({ live: true });
  });
  router.get('/ready', async (_request, response) => {
    const readiness = await health.readiness();
    response.status(readiness.ready ? 200 : 503).json(readiness);
  });
  router.use(notFound);
  return router;
}
