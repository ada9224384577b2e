import {
  Commit,
  LaunchParams,
  LaunchRequest,
  LaunchView,
  MyAttempts,
  MyAttemptsQuery,
  MyCourseParams,
  MyCourses,
  MyCoursesQuery,
} from '@reset/shared/contracts/launch';
import type { DescribedRoute } from './described-route';

const route = { tag: 'Launches', who: 'course:launch' } as const;

export const LAUNCH_ROUTES: readonly DescribedRoute[] = [
  {
    ...route,
    method: 'get',
    path: '/v1/my-courses',
    summary: 'The learner’s courses by title, with the latest attempts at each',
    query: MyCoursesQuery,
    answers: { 200: MyCourses },
  },
  {
    ...route,
    method: 'get',
    path: '/v1/my-courses/:id/attempts',
    summary: 'Every attempt of the learner at a course, newest first',
    params: MyCourseParams,
    query: MyAttemptsQuery,
    answers: { 200: MyAttempts },
  },
  {
    ...route,
    method: 'post',
    path: '/v1/launches',
    summary: 'Opens a course: the message that has to be acknowledged, or the course',
    body: LaunchRequest,
    answers: { 201: LaunchView },
  },
  {
    ...route,
    method: 'post',
    path: '/v1/launches/:id/acknowledge',
    summary: 'The message was read: the new record',
    params: LaunchParams,
    answers: { 200: LaunchView },
  },
  {
    ...route,
    method: 'put',
    path: '/v1/launches/:id/state',
    summary: 'What the content commits, with a growing sequence',
    params: LaunchParams,
    body: Commit,
    answers: { 200: LaunchView },
  },
];
