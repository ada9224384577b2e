import type { CourseKind } from '../../contracts/learning';

export type DemoCourse = {
  /** Of its folder under `content/`. */
  name: string;
  title: string;
  kind: CourseKind;
  /** Files of `content/shared/` that go into the package beside its own. */
  shared: readonly string[];
};

const LESSON = ['course.css', 'find-api.js', 'lesson.js', 'question.js'];

/** The courses written for this project: one or two of each standard. */
export const DEMO_COURSES = [
  {
    name: 'fire-safety',
    title: 'Fire safety at work',
    kind: 'custom-scorm-1.2',
    shared: [...LESSON, 'scorm-1.2.js'],
  },
  { name: 'first-aid', title: 'First aid', kind: 'custom-scorm-1.2', shared: [...LESSON, 'scorm-1.2.js'] },
  {
    name: 'data-protection',
    title: 'Data protection',
    kind: 'custom-scorm-2004',
    shared: [...LESSON, 'scorm-2004.js'],
  },
  { name: 'ergonomics', title: 'A desk that fits you', kind: 'custom-aicc', shared: [...LESSON, 'aicc.js'] },
  { name: 'welcome', title: 'Welcome to the Harbour Academy', kind: 'skillsoft', shared: ['course.css'] },
] as const satisfies readonly DemoCourse[];

export type DemoCourseName = (typeof DEMO_COURSES)[number]['name'];
