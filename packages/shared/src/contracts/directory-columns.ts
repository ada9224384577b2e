import { CONTENT, LEARNER } from './csv-columns';

/** What a directory import loads. */
export const DIRECTORY_KINDS = ['learners', 'courses', 'assignments', 'records'] as const;
export type DirectoryKind = (typeof DIRECTORY_KINDS)[number];
/** What an uploaded file asks for: a bulk reset, or what a directory import loads. */
export type FileKind = 'reset' | DirectoryKind;
/** Everything that goes the way of a bulk reset, on the same ledger. An undo has no file. */
export const WORK_KINDS = ['reset', ...DIRECTORY_KINDS, 'undo'] as const satisfies readonly (
  | FileKind
  | 'undo'
)[];
export type WorkKind = (typeof WORK_KINDS)[number];

/** What an import does with one row. */
export const DIRECTORY_ACTIONS = ['create', 'update', 'unchanged'] as const;
export type DirectoryAction = (typeof DIRECTORY_ACTIONS)[number];

/** The headings that each kind reads, in the order of its template (docs/directory-format.md). */
export const DIRECTORY_HEADINGS = {
  learners: ['Learner UUID', 'External ID', 'Login ID', 'Email', 'Name', 'Active'],
  courses: ['Course UUID', 'Asset ID', 'Title', 'Type', 'Language', 'Status', 'Compliance configured'],
  assignments: [LEARNER, CONTENT, 'Restart setting', 'Assigned on', 'Due on'],
  records: [
    'Record ID',
    LEARNER,
    CONTENT,
    'Status',
    'First access',
    'Last access',
    'Completed on',
    'Score',
    'Accesses',
  ],
} as const satisfies Record<DirectoryKind, readonly string[]>;
export type DirectoryHeading = (typeof DIRECTORY_HEADINGS)[DirectoryKind][number];

/** What a problem of a directory import is about. `Row` stands for the whole row. */
export const DIRECTORY_PROBLEM_COLUMNS = [
  ...new Set(['Row', ...Object.values(DIRECTORY_HEADINGS).flat()] as const),
];
export type DirectoryProblemColumn = 'Row' | DirectoryHeading;
