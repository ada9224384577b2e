import type { DirectoryKind } from '@reset/shared/contracts/directory-columns';

type KindWords = { title: string; noun: string; explanation: string };

/** What each kind of file is called, and what a person has to know of it. */
export const KIND_WORDS: Readonly<Record<DirectoryKind, KindWords>> = {
  learners: {
    title: 'Learners',
    noun: 'learner',
    explanation: 'Who learns: login ID, external ID, email, name, and whether somebody is active.',
  },
  courses: {
    title: 'Courses',
    noun: 'course',
    explanation: 'What can be learned: asset ID, title, type, language and status.',
  },
  assignments: {
    title: 'Assignments',
    noun: 'assignment',
    explanation: 'Who has to learn what: learner, course, restart setting and due date.',
  },
  records: {
    title: 'Past records',
    noun: 'record',
    explanation:
      'What was learned before: learner, course, status, dates and score. Launches’ own records stay.',
  },
};
