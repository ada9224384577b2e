/** The headings of the upload, as the template writes them. Matching ignores case and blanks around. */
export const LEARNER = 'Learner';
export const CONTENT = 'Content';
export const RESET_REQUIRED = 'Reset required';
/** The column that the validation report appends; accepted, and filled anew, in an upload. */
export const ERROR = 'Error';

/** What a problem is about. `Row` stands for the form of the whole row. */
export const PROBLEM_COLUMNS = ['Row', LEARNER, CONTENT, RESET_REQUIRED] as const;
export type ProblemColumn = (typeof PROBLEM_COLUMNS)[number];

/** How a cell of a learner column may be read; `any` tries all of them. */
export type LearnerReading = 'any' | 'login' | 'uuid' | 'email';
/** In directory files, an HR system's own identifier too. */
export type DirectoryLearnerReading = LearnerReading | 'external';
/** How a cell of a content column may be read. */
export type ContentReading = 'any' | 'uuid' | 'asset';

/** The headings of the Learner Activity report that name the learner. */
export const ACTIVITY_LEARNER_COLUMNS = {
  'Login ID': 'login',
  'Learner UUID': 'uuid',
  Email: 'email',
} as const satisfies Record<string, LearnerReading>;

/** The headings of the Learner Activity report that name the course. */
export const ACTIVITY_CONTENT_COLUMNS = {
  'Course UUID': 'uuid',
  'Asset ID': 'asset',
} as const satisfies Record<string, ContentReading>;

/** The Learner Activity report, in order. Its export plus a `Reset required` column is itself an upload. */
export const LEARNER_ACTIVITY_COLUMNS = [
  'Login ID',
  'Learner UUID',
  'Email',
  'Name',
  'Course UUID',
  'Asset ID',
  'Title',
  'Type',
  'Status',
  'First access',
  'Last access',
  'Completed on',
  'Score',
  'Accesses',
  'Attempts',
  'Reset on',
  'Reset by file',
  'Reset waiting since',
] as const;

/** The Content Listing report, in order. */
export const CONTENT_LISTING_COLUMNS = [
  'Course UUID',
  'Asset ID',
  'Title',
  'Type',
  'Language',
  'Status',
  'Can be reset',
  'Why not',
] as const;

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];
export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];
