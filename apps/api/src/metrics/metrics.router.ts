import { AppError } from '@reset/shared/errors/app-error';
import { type Metrics, mayReadMetrics } from '@reset/shared/metrics/metrics-endpoint';
import { Router } from 'express';

/** For whoever watches the installation: `/metrics`, in the text format of Prometheus. */
export function metricsRouter(metrics: Metrics): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    if (metrics.token === undefined) throw new AppError('not-found', {});
    if (!mayReadMetrics(metrics, request.get('Authorization'))) throw new AppError('not-signed-in', {});
    response
      .set('Cache-Control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.read());
  });
  return router;
}
