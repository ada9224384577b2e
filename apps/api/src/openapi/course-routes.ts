import { IdempotencyHeader } from '@reset/shared/contracts/bulk-reset';
import { ContentPackage } from '@reset/shared/contracts/content-package';
import {
  CourseContent,
  CoursePage,
  CourseParams,
  CoursesQuery,
  ImportQuery,
  NewCourseQuery,
} from '@reset/shared/contracts/courses';
import type { DescribedRoute } from './described-route';

const read = { tag: 'Courses', who: 'course:read', method: 'get' } as const;
const imports = {
  tag: 'Courses',
  who: 'course:import',
  headers: IdempotencyHeader,
  body: 'application/zip',
  answers: { 201: ContentPackage },
} as const;

export const COURSE_ROUTES: readonly DescribedRoute[] = [
  {
    ...read,
    path: '/v1/courses',
    summary: 'Lists courses by title, with what their next launch opens',
    query: CoursesQuery,
    answers: { 200: CoursePage },
  },
  {
    ...imports,
    method: 'post',
    path: '/v1/courses',
    summary: 'Makes a course of a package: the ZIP as the body, or a form with the field `file`',
    query: NewCourseQuery,
  },
  {
    ...read,
    path: '/v1/courses/:id/content',
    summary: 'The current package of a course with all its units, and every version',
    params: CourseParams,
    answers: { 200: CourseContent },
  },
  {
    ...imports,
    method: 'put',
    path: '/v1/courses/:id/content',
    summary: 'Replaces the content of a course; learners’ records stay as they are',
    params: CourseParams,
    query: ImportQuery,
  },
];
