import { sentenceOf } from '../contracts/problem';
import { checkWidth } from './check-width';
import type { HeaderColumns } from './file-format';
import { inspect, recordsOf, reportOf } from './inspected.fixture';

const verdicts = (text: string | Buffer) => {
  const file = Buffer.from(text);
  const inspection = inspect(file);
  const { columns, header } = inspection.format;
  return recordsOf(file, inspection).map((record) => checkWidth(record, columns, header.length));
};
const few = (expected: number, found: number) => ({ code: 'too-few-cells', expected, found });
const many = (expected: number, found: number) => ({ code: 'too-many-cells', expected, found });
const HEADER = 'Learner,Content,Reset required';

test('a row needs the cells of all columns that are read', () => {
  expect(verdicts(`${HEADER},Note\nann\nann,c\nann,c,TRUE\nann,c,TRUE,x\n,,x\n`)).toEqual([
    few(4, 1),
    few(4, 2),
    undefined,
    undefined,
    undefined,
  ]);
});

test('every learner column of the Learner Activity report is read', () => {
  expect(verdicts('Reset required,Content,Login ID,Email\nTRUE,c,ann\nTRUE,c,ann,\n')).toEqual([
    few(4, 3),
    undefined,
  ]);
});

test('cells beyond the header are too many unless they are empty', () => {
  expect(verdicts(`${HEADER}\na,b,c,,\na,b,c,d\na,b,c,,e,,\na,b,c,""," "\n`)).toEqual([
    undefined,
    many(3, 4),
    many(3, 5),
    undefined,
  ]);
});

test('cells under empty headings at the end are neither too few nor too many', () => {
  expect(verdicts(`${HEADER},,\na,b,TRUE\na,b,TRUE,x,y\na,b,TRUE,x,y,z\na,b\n`)).toEqual([
    undefined,
    undefined,
    many(5, 6),
    few(5, 2),
  ]);
});

test('the Error column is not counted', () => {
  expect(verdicts(`${HEADER},Error\na,b\na,b,TRUE\na,b,TRUE,No.\na,b,TRUE,No.,x\n`)).toEqual([
    few(3, 2),
    undefined,
    undefined,
    many(3, 4),
  ]);
});

const SHORT = 'Something else. The row has 2 cells where the header has 3. Add what is missing.';
test.each([
  ['still empty', `a,b,,"${SHORT}"`, few(3, 2)],
  ['still empty, and goes on empty', `a,b,,"${SHORT}",,`, few(3, 2)],
  ['filled', `a,b,TRUE,"${SHORT}"`, undefined],
  ['filled in part', `a,b,,"${SHORT.replace('2 cells', '1 cell')}"`, undefined],
  ['emptied further', `a,,,"${SHORT}"`, few(3, 2)],
  ['without the words', 'a,b,,', undefined],
  ['with other words', 'a,b,,"Reset required is missing."', undefined],
  ['whose words tell other numbers', `a,b,,"${SHORT.replace('3', '4')}"`, undefined],
])('a padded row that is %s', (_, row, verdict) => {
  expect(verdicts(`${HEADER},Error\n${row}\n`)).toEqual([verdict]);
});

test('padding differs from cells that were empty by what the report says', () => {
  const file = Buffer.from(`${HEADER},Note\na,b\na,b,,\na,,\n`);
  const first = inspect(file);
  const words = sentenceOf({ code: 'too-few-cells', details: { expected: 4, found: 2 } });
  const report = reportOf(file, first, (row) => (row === 2 ? words : 'Reset required is missing.'));
  expect(report.toString()).toBe(
    `${HEADER},Note,Error\na,b,,,"${words}"\na,b,,,"Reset required is missing."\na,,,,"Reset required is missing."\n`,
  );
  expect(verdicts(file)).toEqual([few(4, 2), undefined, undefined]);
  expect(verdicts(report)).toEqual([few(4, 2), undefined, undefined]);
});

test('the columns may stand in any order', () => {
  const columns: HeaderColumns = {
    learner: [{ index: 4, heading: 'Learner', reading: 'any' }],
    content: [{ index: 1, heading: 'Content', reading: 'any' }],
    resetRequired: 0,
    error: undefined,
  };
  expect(checkWidth({ cells: ['TRUE', 'c', '', ''] }, columns, 6)).toEqual(few(6, 4));
});
