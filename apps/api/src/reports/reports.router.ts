import {
  ContentListingFilter,
  ContentListingQuery,
  LearnerActivityCsvQuery,
  LearnerActivityQuery,
} from '@reset/shared/contracts/reports';
import { Router } from 'express';
import { callerOf, requirePermission } from '../http/caller';
import { parseRequest } from '../http/parse-request';
import { sendDownload } from '../http/send-download';
import type { ReportActions } from './report-actions';

/** `/v1/reports`: where people find the identifiers of learners and courses, and what learners have done. */
export function reportsRouter(reports: ReportActions): Router {
  const router = Router();
  router.use(requirePermission('report:read'));

  router.get('/learner-activity', async (request, response) => {
    const query = parseRequest(LearnerActivityQuery, request.query);
    response.json(await reports.learnerActivity(callerOf(request).organizationId, query));
  });
  router.get('/learner-activity.csv', async (request, response) => {
    const query = parseRequest(LearnerActivityCsvQuery, request.query);
    const body = await reports.learnerActivityCsv(callerOf(request).organizationId, query);
    const name = query.format === 'upload' ? 'reset-upload' : 'learner-activity';
    await sendDownload({ fileName: `${name}.csv`, charset: 'utf-8', body }, response);
  });
  router.get('/content-listing', async (request, response) => {
    const query = parseRequest(ContentListingQuery, request.query);
    response.json(await reports.contentListing(callerOf(request).organizationId, query));
  });
  router.get('/content-listing.csv', async (request, response) => {
    const filter = parseRequest(ContentListingFilter, request.query);
    const body = reports.contentListingCsv(callerOf(request).organizationId, filter);
    await sendDownload({ fileName: 'content-listing.csv', charset: 'utf-8', body }, response);
  });
  return router;
}
