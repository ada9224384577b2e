import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIRECTORY_HEADINGS, DIRECTORY_KINDS } from './directory-columns';
import {
  DIRECTORY_PROBLEM_CODES,
  type DirectoryProblemCode,
  type DirectoryProblemDetails,
  directoryProblem,
  directorySentenceOf,
} from './directory-problem';
import { KIND_NAME } from './learning';

const DOCUMENT = readFileSync(path.resolve(__dirname, '../../../../docs/directory-format.md'), 'utf8');
const section = (title: string) => DOCUMENT.split('\n## ').find((part) => part.startsWith(title)) ?? '';
const rowsOf = (text: string): string[][] =>
  text.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return cells.length > 3 && /^`/.test(cells[1] ?? '') ? [cells.slice(1, -1)] : [];
  });
const named = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

const EXAMPLES: DirectoryProblemDetails = {
  'too-few-cells': { expected: 3, found: 1 },
  'too-many-cells': { expected: 3, found: 4 },
  'scientific-notation': { value: '1.2E+11' },
  'learner-empty': {},
  'learner-unknown': { value: 'x' },
  'learner-ambiguous': { value: 'x', count: 2, readings: '2 by email' },
  'learner-columns-disagree': { first: 'Login ID', second: 'Email' },
  'learner-is-course': { value: 'x' },
  'content-empty': {},
  'course-unknown': { value: 'x' },
  'content-ambiguous': { value: 'x', count: 2, readings: '2 by asset ID' },
  'content-columns-disagree': { first: 'Course UUID', second: 'Asset ID' },
  'content-is-learner': { value: 'x' },
  'identifier-missing': { headings: 'Login ID' },
  'identifier-taken': { heading: 'Login ID', value: 'x', noun: 'learner', uuid: 'u' },
  'identifier-ambiguous': { heading: 'Asset ID', value: 'x', noun: 'course', count: 2 },
  'identifier-repeated': { heading: 'Login ID', noun: 'learner', otherRow: 2 },
  'value-missing': { heading: 'Name', noun: 'learner' },
  'value-invalid': { heading: 'Active', value: 'x', expected: 'TRUE or FALSE' },
  'value-too-long': { heading: 'Name', limit: 255 },
  'type-of-content': { type: 'Book', content: 'AICC' },
  'dates-out-of-order': { earlier: 'First access', later: 'Completed on' },
  'not-completed': { status: 'Started' },
  'record-elsewhere': { value: 'x' },
  'record-ambiguous': { count: 2 },
  'record-in-use': {},
  'record-too-late': {},
  'row-repeated': { firstRow: 2 },
  'row-contradicts': { otherRow: 2 },
  'changed-since-validation': { because: 'The learner is gone.' },
};

test('the document describes every problem code, and no other', () => {
  const described = rowsOf(section('What is said about a row')).flatMap(([code = '']) => named(code));
  expect(described.sort()).toEqual([...DIRECTORY_PROBLEM_CODES].sort());
});

test.each(DIRECTORY_PROBLEM_CODES)(
  '%s has the severity that the document states, and its sentence is safe in a cell',
  (code) => {
    const made = directoryProblem<DirectoryProblemCode>(code, 2, 'Row', EXAMPLES[code]);
    const row = rowsOf(section('What is said about a row')).find(([name]) => name === `\`${code}\``);
    expect(row?.[1]).toBe(made.severity);
    const sentence = directorySentenceOf<DirectoryProblemCode>(made);
    expect(sentence).toMatch(/^["A-Z].*\.$/);
    expect(sentence).not.toMatch(/undefined|\[object/);
  },
);

const TITLES = {
  learners: 'Learners',
  courses: 'Courses',
  assignments: 'Assignments',
  records: 'Past learning records',
} as const;
test.each(DIRECTORY_KINDS)('the document describes every column of %s, in their order', (kind) => {
  const described = rowsOf(section(TITLES[kind])).flatMap(([column = '']) => named(column));
  expect(described).toEqual([...DIRECTORY_HEADINGS[kind]]);
});

test('the document names every type of course', () => {
  for (const name of Object.values(KIND_NAME)) expect(section('Courses')).toContain(name);
});
