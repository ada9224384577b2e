import type {
  ContentListingFilter,
  ContentListingQuery,
  LearnerActivityCsvQuery,
  LearnerActivityQuery,
} from '@reset/shared/contracts/reports';
import type { EntityManager } from 'typeorm';
import { contentListing, contentListingCsv } from './content-listing';
import { learnerActivity } from './learner-activity';
import { learnerActivityCsv } from './learner-activity-csv';

/** The two reports where people find the identifiers. */
export const reportActions = (db: EntityManager) => ({
  learnerActivity: (organizationId: number, query: LearnerActivityQuery) =>
    learnerActivity(db, organizationId, query),
  learnerActivityCsv: (organizationId: number, query: LearnerActivityCsvQuery) =>
    learnerActivityCsv(db, organizationId, query),
  contentListing: (organizationId: number, query: ContentListingQuery) =>
    contentListing(db, organizationId, query),
  contentListingCsv: (organizationId: number, filter: ContentListingFilter) =>
    contentListingCsv(db, organizationId, filter),
});
export type ReportActions = ReturnType<typeof reportActions>;
