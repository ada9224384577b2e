import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CONTENT, ERROR, LEARNER, RESET_REQUIRED } from './csv-columns';
import { PROBLEM_CODES, type ProblemCode, type ProblemDetails, problem, sentenceOf } from './problem';

const DOCUMENT = readFileSync(path.resolve(__dirname, '../../../../docs/csv-format.md'), 'utf8');
const tableRows = DOCUMENT.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim());
  return cells.length > 4 && /^`/.test(cells[1] ?? '') ? [cells.slice(1, -1)] : [];
});
const described = new Map(tableRows.map(([name = '', ...cells]) => [name.replaceAll('`', ''), cells]));

const EXAMPLES: ProblemDetails = {
  'too-few-cells': { expected: 3, found: 1 },
  'too-many-cells': { expected: 3, found: 4 },
  'learner-empty': {},
  'learner-not-found': { value: 'x' },
  'learner-ambiguous': { value: 'x', count: 2, readings: '2 by email' },
  'learner-columns-disagree': { first: 'Login ID', second: 'Email' },
  'learner-deactivated': { value: 'x' },
  'learner-is-course': { value: 'x' },
  'content-empty': {},
  'content-not-found': { value: 'x' },
  'content-ambiguous': { value: 'x', count: 2, readings: '2 by asset ID' },
  'content-columns-disagree': { first: 'Course UUID', second: 'Asset ID' },
  'content-is-learner': { value: 'x' },
  'content-kind': { value: 'x', kind: 'Video' },
  'compliance-not-configured': { value: 'x' },
  'content-retired': { value: 'x' },
  'scientific-notation': { value: '1.2E+11' },
  'reset-required-empty': {},
  'reset-required-invalid': { value: 'x' },
  'reset-required-localized': { value: 'WAHR', meaning: 'TRUE' },
  'pair-repeated': { firstRow: 2 },
  'pair-contradicts': { otherRow: 2 },
};

test('the document describes every column and every problem code, and no other', () => {
  const columns = [LEARNER, CONTENT, RESET_REQUIRED, ERROR];
  expect([...described.keys()].sort()).toEqual([...columns, ...PROBLEM_CODES].sort());
});

test.each(PROBLEM_CODES)(
  '%s has the severity that the document states, and its sentence is safe in a cell',
  (code) => {
    const made = problem(code, 2, 'Row', EXAMPLES[code]);
    expect(described.get(code)?.[1]).toBe(made.severity);
    const sentence = sentenceOf<ProblemCode>(made);
    expect(sentence).toMatch(/^["A-Z].*\.$/);
    expect(sentence).not.toMatch(/undefined|\[object/);
  },
);

test('on a row that says FALSE, only what concerns whom or what it names is a warning', () => {
  const errors = PROBLEM_CODES.filter(
    (code) => problem(code, 2, 'Row', EXAMPLES[code], true).severity === 'error',
  );
  expect(errors).toEqual([
    'too-few-cells',
    'too-many-cells',
    'learner-empty',
    'content-empty',
    'reset-required-empty',
    'reset-required-invalid',
    'reset-required-localized',
    'pair-contradicts',
  ]);
});
