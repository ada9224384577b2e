import { IdempotencyHeader } from '@reset/shared/contracts/bulk-reset';
import { CourseParams, CoursesQuery, ImportQuery, NewCourseQuery } from '@reset/shared/contracts/courses';
import { CourseTimelineQuery } from '@reset/shared/contracts/timeline';
import { type Request, type Response, Router } from 'express';
import { callerOf, refuseRevoked, requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';
import type { TimelineActions } from '../timelines/timeline-actions';
import type { CourseActions, Imported, IncomingArchive } from './course-actions';
import type { ReceiveArchives } from './receive-archive';

/** `/v1/courses`: the courses, the packages that they are made of, and what happened in them. */
export function coursesRouter(
  courses: CourseActions,
  receiveArchive: ReceiveArchives,
  timelines: TimelineActions,
): Router {
  const router = Router();
  const read = requirePermission('course:read');
  const mayImport = requirePermission('course:import');
  const archiveOf = (request: Request, response: Response): IncomingArchive => ({
    receive: (work) => receiveArchive(request, response, work),
    refuseRevoked: () => refuseRevoked(request, 'course:import'),
  });

  router.get('/', read, async (request, response) => {
    const { organizationId } = callerOf(request);
    response.json(await courses.list(organizationId, parseRequest(CoursesQuery, request.query)));
  });
  router.post('/', mayImport, async (request, response) => {
    const asked = { options: parseRequest(NewCourseQuery, request.query), idempotencyKey: keyOf(request) };
    answer(await courses.create(callerOf(request), asked, archiveOf(request, response)), response);
  });
  router.get('/:id/content', read, async (request, response) => {
    response.json(await courses.content(callerOf(request).organizationId, courseOf(request)));
  });
  router.put('/:id/content', mayImport, async (request, response) => {
    const asked = {
      courseId: courseOf(request),
      options: parseRequest(ImportQuery, request.query),
      idempotencyKey: keyOf(request),
    };
    answer(await courses.replace(callerOf(request), asked, archiveOf(request, response)), response);
  });
  router.get('/:id/timeline', requirePermission('report:read'), async (request, response) => {
    const query = parseRequest(CourseTimelineQuery, request.query);
    response.json(await timelines.ofCourse(callerOf(request).organizationId, courseOf(request), query));
  });
  return router;
}

const courseOf = (request: Request): string => parseRequest(CourseParams, request.params).id;
const keyOf = (request: Request) =>
  parseRequest(IdempotencyHeader, { 'Idempotency-Key': request.get('Idempotency-Key') })['Idempotency-Key'];

function answer({ view, repeated }: Imported, response: Response): void {
  if (repeated) response.set('Idempotent-Replayed', 'true');
  response.status(201).location(`/v1/courses/${view.courseId}/content`).json(view);
}
