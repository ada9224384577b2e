import { CourseParams } from '@reset/shared/contracts/courses';
import {
  CourseTimeline,
  CourseTimelineQuery,
  FoundLearners,
  LearnersQuery,
  LearnerTimeline,
  LearnerTimelineQuery,
  TimelineParams,
} from '@reset/shared/contracts/timeline';
import type { DescribedRoute } from './described-route';

const route = { tag: 'Reports', who: 'report:read', method: 'get' } as const;

export const TIMELINE_ROUTES: readonly DescribedRoute[] = [
  {
    ...route,
    path: '/v1/learners',
    summary: 'Finds learners by login ID, email, UUID or name',
    query: LearnersQuery,
    answers: { 200: FoundLearners },
  },
  {
    ...route,
    path: '/v1/learners/:id/timeline',
    summary: 'What happened to a learner: launches, completions, resets, acknowledgements, newest first',
    params: TimelineParams,
    query: LearnerTimelineQuery,
    answers: { 200: LearnerTimeline },
  },
  {
    ...route,
    path: '/v1/courses/:id/timeline',
    summary: 'The same of a course, over all its learners',
    params: CourseParams,
    query: CourseTimelineQuery,
    answers: { 200: CourseTimeline },
  },
];
