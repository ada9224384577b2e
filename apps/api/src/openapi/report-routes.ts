import {
  ContentListingFilter,
  ContentListingPage,
  ContentListingQuery,
  LearnerActivityCsvQuery,
  LearnerActivityPage,
  LearnerActivityQuery,
} from '@reset/shared/contracts/reports';
import type { DescribedRoute } from './described-route';

const route = { tag: 'Reports', who: 'report:read', method: 'get' } as const;

export const REPORT_ROUTES: readonly DescribedRoute[] = [
  {
    ...route,
    path: '/v1/reports/learner-activity',
    summary: 'A page of learning records: who, which course, how far, and what it was reset by',
    query: LearnerActivityQuery,
    answers: { 200: LearnerActivityPage },
  },
  {
    ...route,
    path: '/v1/reports/learner-activity.csv',
    summary: 'The same as a whole; with `format=upload` a file that can be uploaded as a bulk reset',
    query: LearnerActivityCsvQuery,
    answers: { 200: 'text/csv' },
  },
  {
    ...route,
    path: '/v1/reports/content-listing',
    summary: 'A page of courses by title, and whether each can be reset',
    query: ContentListingQuery,
    answers: { 200: ContentListingPage },
  },
  {
    ...route,
    path: '/v1/reports/content-listing.csv',
    summary: 'The same as a whole',
    query: ContentListingFilter,
    answers: { 200: 'text/csv' },
  },
];
