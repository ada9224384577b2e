import { productVersion } from '@reset/shared/config/product-version';
import type { Logger } from '@reset/shared/log/logger';
import type { Metrics } from '@reset/shared/metrics/metrics-endpoint';
import express, { type Express, type RequestHandler, Router } from 'express';
import type { BulkResetActions } from './bulk-resets/bulk-reset-actions';
import { bulkResetsRouter } from './bulk-resets/bulk-resets.router';
import { type ContentAppDeps, createContentApp } from './content-host/content-app';
import type { CourseActions } from './courses/course-actions';
import { coursesRouter } from './courses/courses.router';
import type { ReceiveArchives } from './courses/receive-archive';
import type { DirectoryImportActions } from './directory-imports/directory-import-actions';
import { directoryImportsRouter } from './directory-imports/directory-imports.router';
import { type HealthActions, healthRouter } from './health/health.router';
import { authenticate, type Credentials } from './http/caller';
import { errorHandler, notFound } from './http/error-handler';
import { securityHeaders } from './http/security-headers';
import { serveWeb } from './http/serve-web';
import { type LaunchActions, launchesRouter } from './launches/launches.router';
import { type MyCoursesActions, myCoursesRouter } from './launches/my-courses.router';
import { metricsRouter } from './metrics/metrics.router';
import { DESCRIBED_ROUTES } from './openapi/described-routes';
import { openApiRouter } from './openapi/openapi.router';
import { openApiDocument } from './openapi/openapi-document';
import { type OperationsActions, operationsRouter } from './operations/operations.router';
import { type WorkerActions, workersRouter } from './operations/workers.router';
import type { ReportActions } from './reports/report-actions';
import { reportsRouter } from './reports/reports.router';
import { type SessionActions, sessionRouter } from './session/session.router';
import { sessionCookie } from './session/session-cookie';
import { templatesRouter } from './templates/templates.router';
import { learnersRouter } from './timelines/learners.router';
import type { TimelineActions } from './timelines/timeline-actions';
import type { ReceiveUploads } from './uploads/receive-file';

export type AppDeps = {
  log: Logger;
  sessionSecret: string;
  trustProxyHops: number;
  webDirectory: string;
  credentials: Credentials;
  health: HealthActions;
  measure: RequestHandler;
  metrics: Metrics;
  session: SessionActions;
  launches: LaunchActions;
  myCourses: MyCoursesActions;
  bulkResets: BulkResetActions;
  directoryImports: DirectoryImportActions;
  workers: WorkerActions;
  operations: OperationsActions;
  reports: ReportActions;
  timelines: TimelineActions;
  receiveUpload: ReceiveUploads;
  courses: CourseActions;
  receiveArchive: ReceiveArchives;
} & ContentAppDeps;

/** Above what a commit may hold, with every character escaped; uploads are no JSON. */
const JSON_LIMIT = '64kb';

export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  // An ETag of Express's own would hash every answer; the status of a bulk reset brings its own.
  app.set('etag', false);
  app.set('trust proxy', deps.trustProxyHops);
  app.use(deps.measure);
  const contentApp = createContentApp(deps);
  // Before all else: the two hosts have nothing in common but the process.
  app.use((request, response, next) => {
    if (deps.contentHost.serves(request)) contentApp(request, response, next);
    else next();
  });
  app.use(securityHeaders(deps.contentHost));
  app.use('/health', healthRouter(deps.health));
  app.use('/metrics', metricsRouter(deps.metrics));
  app.use('/openapi.json', openApiRouter(openApiDocument(DESCRIBED_ROUTES, productVersion())));
  app.use('/v1', apiRouter(deps));
  app.use(serveWeb(deps.webDirectory));
  app.use(notFound);
  app.use(errorHandler(deps.log));
  return app;
}

/** Everything below knows who is calling; each router says what the caller must be allowed to do. */
function apiRouter(deps: AppDeps): Router {
  const router = Router();
  router.use((_request, response, next) => {
    // What a person may see must not be kept by anyone between; a browser may keep it and ask again.
    response.set('Cache-Control', 'private, no-cache');
    next();
  });
  router.use(sessionCookie(deps.sessionSecret));
  router.use(authenticate(deps.credentials));
  router.use(express.json({ limit: JSON_LIMIT }));
  router.use('/session', sessionRouter(deps.session));
  router.use('/my-courses', myCoursesRouter(deps.myCourses));
  router.use('/launches', launchesRouter(deps.launches, deps.contentHost));
  router.use('/bulk-resets', bulkResetsRouter(deps.bulkResets, deps.receiveUpload));
  router.use('/courses', coursesRouter(deps.courses, deps.receiveArchive, deps.timelines));
  router.use('/learners', learnersRouter(deps.timelines));
  router.use('/directory-imports', directoryImportsRouter(deps.directoryImports, deps.receiveUpload));
  router.use('/templates', templatesRouter());
  router.use('/operations', operationsRouter(deps.operations));
  router.use('/workers', workersRouter(deps.workers));
  router.use('/reports', reportsRouter(deps.reports));
  router.use(notFound);
  return router;
}
