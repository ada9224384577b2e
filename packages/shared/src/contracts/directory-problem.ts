import type { DirectoryProblemColumn } from './directory-columns';
import { type ProblemDetails, type Severity, sentenceOf } from './problem';

/** Codes that a directory import shares with a bulk reset, words and all. */
const SHARED = [
  'too-few-cells',
  'too-many-cells',
  'scientific-notation',
  'learner-empty',
  'learner-ambiguous',
  'learner-columns-disagree',
  'learner-is-course',
  'content-empty',
  'content-ambiguous',
  'content-columns-disagree',
  'content-is-learner',
] as const;
type SharedCode = (typeof SHARED)[number];

type OwnDetails = {
  'learner-unknown': { value: string };
  'course-unknown': { value: string };
  'identifier-missing': { headings: string };
  'identifier-taken': { heading: string; value: string; noun: string; uuid: string };
  'identifier-ambiguous': { heading: string; value: string; noun: string; count: number };
  'identifier-repeated': { heading: string; noun: string; otherRow: number };
  'value-missing': { heading: string; noun: string };
  'value-invalid': { heading: string; value: string; expected: string };
  'value-too-long': { heading: string; limit: number };
  'type-of-content': { type: string; content: string };
  'dates-out-of-order': { earlier: string; later: string };
  'not-completed': { status: string };
  'record-elsewhere': { value: string };
  'record-ambiguous': { count: number };
  'record-in-use': Record<never, never>;
  'record-too-late': Record<never, never>;
  'row-repeated': { firstRow: number };
  'row-contradicts': { otherRow: number };
  'changed-since-validation': { because: string };
};
export type DirectoryProblemDetails = OwnDetails & Pick<ProblemDetails, SharedCode>;
export type DirectoryProblemCode = keyof DirectoryProblemDetails;
export type DirectoryProblem<Code extends DirectoryProblemCode = DirectoryProblemCode> = {
  [C in Code]: {
    row: number;
    column: DirectoryProblemColumn;
    code: C;
    severity: Severity;
    details: DirectoryProblemDetails[C];
  };
}[Code];

/** The words of the `Error` column, as for a bulk reset: what is wrong, and how to fix it. */
const SENTENCE: { [Code in keyof OwnDetails]: (details: OwnDetails[Code]) => string } = {
  'learner-unknown': ({ value }) =>
    `No learner has the login ID, UUID, email or external ID "${value}". Correct the cell, or load the learner first.`,
  'course-unknown': ({ value }) =>
    `No course has the UUID or asset ID "${value}". Correct the cell, or load the course first.`,
  'identifier-missing': ({ headings }) => `The row names nobody and nothing. Enter one of ${headings}.`,
  'identifier-taken': ({ heading, value, noun, uuid }) =>
    `The ${heading} "${value}" belongs to another ${noun}, with the UUID ${uuid}. Correct it, or give that ${noun} another one first.`,
  'identifier-ambiguous': ({ heading, value, noun, count }) =>
    `The ${heading} "${value}" leads to ${count} ${noun}s. Name the ${noun} by its UUID.`,
  'identifier-repeated': ({ heading, noun, otherRow }) =>
    `Row ${otherRow} gives the same ${heading} to another ${noun}. Correct one of the two rows.`,
  'value-missing': ({ heading, noun }) => `${heading} is missing. A new ${noun} needs one.`,
  'value-invalid': ({ heading, value, expected }) => `${heading} is "${value}". Enter ${expected}.`,
  'value-too-long': ({ heading, limit }) => `${heading} is too long. Enter at most ${limit} characters.`,
  'type-of-content': ({ type, content }) =>
    `The type is "${type}", but the course has ${content} content. Leave the cell empty, or import other content first.`,
  'dates-out-of-order': ({ earlier, later }) => `${later} lies before ${earlier}. Correct one of the two.`,
  'not-completed': ({ status }) =>
    `Completed on is given, but the status is ${status}. Enter Completed, or leave the date empty.`,
  'record-elsewhere': ({ value }) =>
    `The Record ID "${value}" belongs to a record of another learner or course. Correct the row.`,
  'record-ambiguous': ({ count }) =>
    `The learner has ${count} records of this course with this first access. Name the record by its Record ID.`,
  'record-in-use': () =>
    'A launch has made this record, or gone on with it. It stays as it is, and the row is left out.',
  'record-too-late': () =>
    'The learner has launched the course already. Past records come before the first launch, so the row is left out.',
  'row-repeated': ({ firstRow }) => `Row ${firstRow} already says the same. It is taken in once.`,
  'row-contradicts': ({ otherRow }) =>
    `Row ${otherRow} says something else about the same. Keep one of the two.`,
  'changed-since-validation': ({ because }) =>
    `Left out, because something has changed since validation: ${because}`,
};
const WARNINGS: ReadonlySet<DirectoryProblemCode> = new Set([
  'row-repeated',
  'changed-since-validation',
  'record-in-use',
  'record-too-late',
]);

export const DIRECTORY_PROBLEM_CODES = [
  ...SHARED,
  ...(Object.keys(SENTENCE) as (keyof OwnDetails)[]),
] as DirectoryProblemCode[];

const isShared = (code: DirectoryProblemCode): code is SharedCode =>
  (SHARED as readonly string[]).includes(code);

/** The sentence that says what is wrong and how to fix it, without its severity. */
export function directorySentenceOf<Code extends DirectoryProblemCode>(problem: {
  code: Code;
  details: DirectoryProblemDetails[Code];
}): string {
  const { code, details } = problem;
  if (isShared(code)) return sentenceOf({ code, details: details as ProblemDetails[typeof code] });
  // The mapped type cannot be narrowed by a generic key; the signature above keeps code and details together.
  const sentence = SENTENCE[code as keyof OwnDetails] as (details: DirectoryProblemDetails[Code]) => string;
  return sentence(details);
}

/** @param row as a spreadsheet shows it: the header is 1, the first data row is 2 */
export function directoryProblem<Code extends DirectoryProblemCode>(
  code: Code,
  row: number,
  column: DirectoryProblemColumn,
  details: DirectoryProblemDetails[Code],
): DirectoryProblem {
  return {
    row,
    column,
    code,
    severity: WARNINGS.has(code) ? 'warning' : 'error',
    details,
  } as DirectoryProblem;
}
