import type { ProblemColumn } from './csv-columns';

type Value = { value: string };
export type ProblemDetails = {
  'too-few-cells': { expected: number; found: number };
  'too-many-cells': { expected: number; found: number };
  'learner-empty': Record<never, never>;
  'learner-not-found': Value;
  'learner-ambiguous': Value & { count: number; readings: string };
  'learner-columns-disagree': { first: string; second: string };
  'learner-deactivated': Value;
  'learner-is-course': Value;
  'content-empty': Record<never, never>;
  'content-not-found': Value;
  'content-ambiguous': Value & { count: number; readings: string };
  'content-columns-disagree': { first: string; second: string };
  'content-is-learner': Value;
  'content-kind': Value & { kind: string };
  'compliance-not-configured': Value;
  'content-retired': Value;
  'scientific-notation': Value;
  'reset-required-empty': Record<never, never>;
  'reset-required-invalid': Value;
  'reset-required-localized': Value & { meaning: 'TRUE' | 'FALSE' };
  'pair-repeated': { firstRow: number };
  'pair-contradicts': { otherRow: number };
};
export type ProblemCode = keyof ProblemDetails;
export type Severity = 'error' | 'warning';
/** An error or a warning about one row. `row` is what a spreadsheet shows: the header is row 1. */
export type Problem<Code extends ProblemCode = ProblemCode> = {
  [C in Code]: {
    row: number;
    column: ProblemColumn;
    code: C;
    severity: Severity;
    details: ProblemDetails[C];
  };
}[Code];

type Sentence<Code extends ProblemCode> = (details: ProblemDetails[Code]) => string;
const cells = (count: number) => `${count} ${count === 1 ? 'cell' : 'cells'}`;
/** The words of the `Error` column, written once for the report, the screen and the API. Each says how to fix it. */
const SENTENCE: { [Code in ProblemCode]: Sentence<Code> } = {
  'too-few-cells': ({ expected, found }) =>
    `The row has ${cells(found)} where the header has ${expected}. Add what is missing.`,
  'too-many-cells': ({ expected, found }) =>
    `The row has ${cells(found)} where the header has ${expected}. Put quotes around a value that contains the delimiter, or remove what is too much.`,
  'learner-empty': () =>
    'The learner is missing. Enter a login ID or a UUID from the Learner Activity report.',
  'learner-not-found': ({ value }) =>
    `No learner has the login ID, UUID or email "${value}". Copy the login ID or UUID from the Learner Activity report.`,
  'learner-ambiguous': ({ value, count, readings }) =>
    `"${value}" leads to ${count} learners (${readings}). Use the learner's UUID from the Learner Activity report.`,
  'learner-columns-disagree': ({ first, second }) =>
    `The columns ${first} and ${second} name different learners. Correct one of them, or leave it empty.`,
  'learner-deactivated': ({ value }) =>
    `The learner "${value}" is deactivated. Remove the row, or activate the learner first.`,
  'learner-is-course': ({ value }) =>
    `"${value}" is a course, not a learner. Put it in the Content column and a login ID or UUID of a learner here.`,
  'content-empty': () => 'The course is missing. Enter a course UUID from the Content Listing report.',
  'content-not-found': ({ value }) =>
    `No course has the UUID or asset ID "${value}". Copy it from the Content Listing report.`,
  'content-ambiguous': ({ value, count, readings }) =>
    `"${value}" leads to ${count} courses (${readings}). Use the course's UUID from the Content Listing report.`,
  'content-columns-disagree': ({ first, second }) =>
    `The columns ${first} and ${second} name different courses. Correct one of them, or leave it empty.`,
  'content-is-learner': ({ value }) =>
    `"${value}" is a learner, not a course. Put it in the Learner column and a course UUID here.`,
  'content-kind': ({ value, kind }) =>
    `"${value}" is of the type ${kind}, which cannot be reset. Only Skillsoft courses, configured compliance courses and custom AICC and SCORM courses can. Remove the row.`,
  'compliance-not-configured': ({ value }) =>
    `The compliance course "${value}" has not been configured. Configure it first, or remove the row.`,
  'content-retired': ({ value }) =>
    `The course "${value}" is retired. It is reset all the same; learners may not find it again.`,
  'scientific-notation': ({ value }) =>
    `A spreadsheet has turned this identifier into the number "${value}", and its last digits are lost. Format the column as text and copy the identifier again from the report.`,
  'reset-required-empty': () =>
    'Reset required is missing. Enter TRUE to reset the course, or FALSE to leave it as it is.',
  'reset-required-invalid': ({ value }) => `Reset required is "${value}". Enter TRUE or FALSE.`,
  'reset-required-localized': ({ value, meaning }) =>
    `Reset required is "${value}", as a spreadsheet in another language writes ${meaning}. Enter ${meaning}.`,
  'pair-repeated': ({ firstRow }) =>
    `Row ${firstRow} already names this learner and course. They are handled once.`,
  'pair-contradicts': ({ otherRow }) =>
    `Row ${otherRow} says the opposite for this learner and course. Keep one of the two.`,
};
const ALWAYS_WARNINGS: ReadonlySet<ProblemCode> = new Set(['content-retired', 'pair-repeated']);
/** What concerns whom or what a row names: only a warning where the row says FALSE. */
const ABOUT_IDENTITY = /^(learner|content|compliance|scientific)-(?!empty)/;

export const PROBLEM_CODES = Object.keys(SENTENCE) as ProblemCode[];
export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(SENTENCE, code);

/** The sentence that says what is wrong and how to fix it, without its severity. */
export function sentenceOf<Code extends ProblemCode>(problem: {
  code: Code;
  details: ProblemDetails[Code];
}): string {
  return SENTENCE[problem.code](problem.details);
}

/**
 * @param row as a spreadsheet shows it: the header is 1, the first data row is 2
 * @param excluded whether `Reset required` is FALSE: then faults of whom or what the row names are warnings
 */
export function problem<Code extends ProblemCode>(
  code: Code,
  row: number,
  column: ProblemColumn,
  details: ProblemDetails[Code],
  excluded = false,
): Problem {
  const warning = ALWAYS_WARNINGS.has(code) || (excluded && ABOUT_IDENTITY.test(code));
  // The mapped type cannot be narrowed by a generic key; the signature above keeps code and details together.
  return { row, column, code, severity: warning ? 'warning' : 'error', details } as Problem;
}
