import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

/** Seconds: a status read takes some milliseconds, an upload of gigabytes may take an hour. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600];

/**
 * Measures how long each request took, by route and status, from its first byte to the end of its answer. One whose
 * client went away before has the status `aborted`.
 */
export function measureRequests(
  registry: Registry,
  routeOf: (method: string, path: string) => string,
): RequestHandler {
  const seconds = new Histogram({
    name: 'reset_http_request_duration_seconds',
    help: 'How long requests took, from the first byte to the end of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return (request, response, next) => {
    const { method, path } = request;
    const begun = performance.now();
    response.once('close', () => {
      const status = response.writableFinished ? `${response.statusCode}` : 'aborted';
      seconds.observe({ method, route: routeOf(method, path), status }, (performance.now() - begun) / 1_000);
    });
    next();
  };
}
