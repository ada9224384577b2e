import type { ProblemCode } from '@reset/shared/contracts/problem';

/** The heading of a group of problems; the sentence of each row says the rest. */
export const PROBLEM_TITLE: Record<ProblemCode, string> = {
  'too-few-cells': 'Cells are missing',
  'too-many-cells': 'Too many cells',
  'learner-empty': 'Learner is empty',
  'learner-not-found': 'Learner not found',
  'learner-ambiguous': 'Several learners fit',
  'learner-columns-disagree': 'Columns name different learners',
  'learner-deactivated': 'Learner is deactivated',
  'learner-is-course': 'A course where a learner should be',
  'content-empty': 'Content is empty',
  'content-not-found': 'Course not found',
  'content-ambiguous': 'Several courses fit',
  'content-columns-disagree': 'Columns name different courses',
  'content-is-learner': 'A learner where a course should be',
  'content-kind': 'This type of content cannot be reset',
  'compliance-not-configured': 'Compliance course is not configured',
  'content-retired': 'Course is retired',
  'scientific-notation': 'A spreadsheet shortened the identifier',
  'reset-required-empty': 'Reset required is empty',
  'reset-required-invalid': 'Reset required is neither TRUE nor FALSE',
  'reset-required-localized': 'TRUE or FALSE in another language',
  'pair-repeated': 'The same learner and course again',
  'pair-contradicts': 'TRUE and FALSE for the same learner and course',
};
