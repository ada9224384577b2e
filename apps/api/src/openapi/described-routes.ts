import { BULK_RESET_ROUTES } from './bulk-reset-routes';
import { COURSE_ROUTES } from './course-routes';
import type { DescribedRoute } from './described-route';
import { DIRECTORY_IMPORT_ROUTES } from './directory-import-routes';
import { LAUNCH_ROUTES } from './launch-routes';
import { REPORT_ROUTES } from './report-routes';
import { SESSION_ROUTES } from './session-routes';
import { SUPPORT_ROUTES } from './support-routes';
import { TIMELINE_ROUTES } from './timeline-routes';

export const DESCRIBED_ROUTES: readonly DescribedRoute[] = [
  ...BULK_RESET_ROUTES,
  ...COURSE_ROUTES,
  ...DIRECTORY_IMPORT_ROUTES,
  ...SUPPORT_ROUTES,
  ...REPORT_ROUTES,
  ...TIMELINE_ROUTES,
  ...LAUNCH_ROUTES,
  ...SESSION_ROUTES,
];
