import type { DirectoryKind } from '@reset/shared/contracts/directory-columns';
import { ASSIGNMENTS } from './assignments';
import { COURSES } from './courses';
import type { ImportKind } from './import-kind';
import { LEARNERS } from './learners';
import { RECORDS } from './records';

export const IMPORT_KINDS: Readonly<Record<DirectoryKind, ImportKind>> = {
  learners: LEARNERS,
  courses: COURSES,
  assignments: ASSIGNMENTS,
  records: RECORDS,
};
