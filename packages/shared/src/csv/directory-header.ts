import {
  ACTIVITY_CONTENT_COLUMNS,
  ACTIVITY_LEARNER_COLUMNS,
  CONTENT,
  type ContentReading,
  type DirectoryLearnerReading,
  LEARNER,
} from '../contracts/csv-columns';
import {
  DIRECTORY_HEADINGS,
  type DirectoryHeading,
  type DirectoryKind,
  type FileKind,
} from '../contracts/directory-columns';
import type { ErrorColumn, HeaderPlan, ReadColumn } from './file-format';
import {
  errorColumn,
  headingKey,
  looksLikeData,
  missingColumns,
  noHeader,
  onlyColumn,
  RESET_HEADER,
  readColumns,
} from './header-columns';

/** Which columns of a directory file are read; everything else in it is carried along and ignored. */
export type DirectoryColumns = ErrorColumn & {
  /** Where each column stands, counted from 0. */
  fields: Partial<Record<DirectoryHeading, number>>;
  /** Where the file is about learners and courses that are there: the columns that name them. */
  learner: ReadColumn<DirectoryLearnerReading>[];
  content: ReadColumn<ContentReading>[];
};

/** Of each of these lists, one column has to be there. */
const NEEDED: Readonly<Record<DirectoryKind, readonly (readonly DirectoryHeading[])[]>> = {
  learners: [['Learner UUID', 'External ID', 'Login ID']],
  courses: [['Course UUID', 'Asset ID']],
  assignments: [],
  records: [['Record ID', 'First access']],
};
const ROW_FOR: Readonly<Record<DirectoryKind, string>> = {
  learners: 'each learner',
  courses: 'each course',
  assignments: 'each learner and course',
  records: 'each past record',
};

/** As in a bulk reset's file, and the HR system's own identifier. */
const LEARNER_COLUMNS = { ...ACTIVITY_LEARNER_COLUMNS, 'External ID': 'external' } as const;

/** The header of a directory file of one kind. */
export function directoryHeader(kind: DirectoryKind): HeaderPlan<DirectoryColumns> {
  const headings: readonly DirectoryHeading[] = DIRECTORY_HEADINGS[kind];
  const ofPairs = headings.includes(LEARNER);
  const naming = ofPairs ? [...Object.keys(LEARNER_COLUMNS), ...Object.keys(ACTIVITY_CONTENT_COLUMNS)] : [];
  const known = new Set([...headings, ...naming, 'Error'].map(headingKey));
  const countKnown = (cells: readonly string[]) => cells.filter((cell) => known.has(headingKey(cell))).length;
  const expected = headings.join(', ');
  return {
    countKnown,
    rowFor: ROW_FOR[kind],
    find: (header, row) => {
      if (countKnown(header) === 0 && header.some(looksLikeData)) throw noHeader(header, row, expected);
      const keys = header.map(headingKey);
      const fields: DirectoryColumns['fields'] = {};
      for (const heading of headings) {
        const index = onlyColumn(keys, heading, row);
        if (index !== undefined) fields[heading] = index;
      }
      for (const some of NEEDED[kind])
        if (!some.some((heading) => fields[heading] !== undefined))
          throw missingColumns([some.join('" or "')], header, row, expected);
      const error = errorColumn(keys);
      if (!ofPairs) return { fields, learner: [], content: [], error };
      const learner = readColumns<DirectoryLearnerReading>(
        header,
        keys,
        { [LEARNER]: 'any' },
        LEARNER_COLUMNS,
        row,
      );
      const content = readColumns<ContentReading>(
        header,
        keys,
        { [CONTENT]: 'any' },
        ACTIVITY_CONTENT_COLUMNS,
        row,
      );
      const missing = [
        ...(learner.length === 0 ? [LEARNER] : []),
        ...(content.length === 0 ? [CONTENT] : []),
      ];
      if (missing.length > 0) throw missingColumns(missing, header, row, expected);
      return { fields, learner, content, error };
    },
  };
}

/** How the header of an uploaded file is read. */
export const headerOf = (kind: FileKind): HeaderPlan<ErrorColumn> =>
  kind === 'reset' ? RESET_HEADER : directoryHeader(kind);
