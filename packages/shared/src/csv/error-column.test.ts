import { appendErrorCells } from './error-column';
import { inspect, recordsOf, reportOf } from './inspected.fixture';
import { MAX_ERROR_CELL_LENGTH } from './limits';

const HEADER = 'Learner,Content,Reset required';
const report = (
  text: string | Buffer,
  cells: Record<number, string>,
  options: { onlyRowsWithCell?: boolean; encoding?: 'windows-1252'; rowsPerChunk?: number } = {},
) => {
  const file = Buffer.from(text);
  const { onlyRowsWithCell = false, ...inspection } = options;
  return reportOf(file, inspect(file, inspection), (row) => cells[row], { onlyRowsWithCell });
};

test('each row gets its cell before its line end, quoted where it has text; blank rows stay', () => {
  expect(
    report(`${HEADER}\r\nann,c-1,TRUE\n\n"b ""b""",c-1,TRUE\r , \r\ncid,c-1,TRUE`, {
      4: 'Row 6 says "no".',
      6: 'Why?',
    }).toString(),
  ).toBe(
    `${HEADER},Error\r\nann,c-1,TRUE,\n\n"b ""b""",c-1,TRUE,"Row 6 says ""no""."\r , \r\ncid,c-1,TRUE,"Why?"`,
  );
});

test('mark, sep= line and blank rows above the header stay', () => {
  expect(
    report('\ufeffsep=;\n;;\nLearner;Content;Reset required\nann;c-1;TRUE\n', { 3: 'No.' }).toString(),
  ).toBe('\ufeffsep=;\n;;\nLearner;Content;Reset required;Error\nann;c-1;TRUE;"No."\n');
});

test('short rows are padded; in long ones the cell stands before the surplus, under its heading', () => {
  expect(report(`${HEADER}\nann\nann,c-1,"x,y",TRUE,\nann,c-1,TRUE,\n`, { 2: 'A', 3: 'B' }).toString()).toBe(
    `${HEADER},Error\nann,,,"A"\nann,c-1,"x,y","B",TRUE,\nann,c-1,TRUE,,\n`,
  );
});

test('an Error column is filled anew, also where a row has not got it or goes on behind it', () => {
  const again = report(
    `${HEADER},Error\nann,c-1,TRUE,"Old, ""words"""\nbob,c-1,TRUE,old\ncid\ndot,c-1,TRUE,old,x\neve,c-1,TRUE,""\n`,
    { 2: 'New', 4: 'Short', 5: 'Long' },
  );
  expect(again.toString()).toBe(
    `${HEADER},Error\nann,c-1,TRUE,"New"\nbob,c-1,TRUE,\ncid,,,"Short"\ndot,c-1,TRUE,"Long",x\neve,c-1,TRUE,\n`,
  );
});

test('an Error column that is not the last is an ordinary one', () => {
  expect(report(`Error,${HEADER}\nx,ann,c-1,TRUE\n`, { 2: 'No.' }).toString()).toBe(
    `Error,${HEADER},Error\nx,ann,c-1,TRUE,"No."\n`,
  );
});

test('the variant with failing rows leaves out the others and the blank ones', () => {
  const text = `${HEADER}\nann,c-1,TRUE\n\nbob,c-1,TRUE\ncid,c-1,TRUE`;
  expect(report(text, { 4: 'No.' }, { onlyRowsWithCell: true, rowsPerChunk: 1 }).toString()).toBe(
    `${HEADER},Error\nbob,c-1,TRUE,"No."\n`,
  );
});

test('the cell is written in the encoding of the file', () => {
  const text = `\ufeff${HEADER}\nann,c-1,TRUE\n`;
  const expected = `\ufeff${HEADER},Error\nann,c-1,TRUE,"é 漢"\n`;
  const le = (value: string) => Buffer.from(value, 'utf16le');
  expect(report(text, { 2: 'é 漢' }).toString()).toBe(expected);
  expect(report(le(text), { 2: 'é 漢' }).equals(le(expected))).toBe(true);
  expect(report(le(text).swap16(), { 2: 'é 漢' }).equals(le(expected).swap16())).toBe(true);
});

test('what windows-1252 lacks becomes a question mark', () => {
  const text = Buffer.from(`${HEADER}\njos\xe9,c-1,TRUE\n`, 'latin1');
  expect(report(text, { 2: '“é€” 漢 😀 \x81' }, { encoding: 'windows-1252' })).toEqual(
    Buffer.from(`${HEADER},Error\njos\xe9,c-1,TRUE,"\x93\xe9\x80\x94 ? ? ?"\n`, 'latin1'),
  );
});

test.each([...'=+-@\t\r\n＝＋－＠'])('a cell never begins with %j', (character) => {
  expect(report(`${HEADER}\nann,c-1,TRUE\n`, { 2: `${character}1` }).toString()).toBe(
    `${HEADER},Error\nann,c-1,TRUE,"'${character}1"\n`,
  );
});

test('a cell that is too long is cut, so that the report can be uploaded again', () => {
  const row = `${'x'.repeat(64 * 1024 - 10)},c-1,TRUE\n`;
  const file = `${HEADER}\n${row}`;
  const long = report(file, { 2: '"'.repeat(3 * MAX_ERROR_CELL_LENGTH) });
  const inspection = inspect(long);
  expect(recordsOf(long, inspection)[0]?.cells[3]).toBe(`${'"'.repeat(MAX_ERROR_CELL_LENGTH - 1)}…`);
});

test('half a surrogate pair in a text does not break the encoding', () => {
  for (const encode of [Buffer.from, (text: string) => Buffer.from(text, 'utf16le')]) {
    const again = report(encode(`\ufeff${HEADER}\nann,c-1,TRUE\n`), { 2: 'cut \ud83d' });
    expect(recordsOf(again, inspect(again))[0]?.cells[3]).toBe('cut \ufffd');
  }
});

test('chunks are reported each by itself', () => {
  const text = `${HEADER}\n${'ann,c-1,TRUE\n'.repeat(7)}`;
  const cells = { 3: 'three', 8: 'eight' };
  expect(report(text, cells, { rowsPerChunk: 1 }).equals(report(text, cells))).toBe(true);
});

test('rows without problems are copied; what is put in may be longer than the chunk', () => {
  const bytes = Buffer.from('a,b,TRUE\nc,d,TRUE\n');
  const { format } = inspect(`${HEADER}\na,b,TRUE\n`);
  const words = 'w'.repeat(5000);
  expect(appendErrorCells(bytes, format, { firstRow: 2 }, () => words).toString()).toBe(
    `a,b,TRUE,"${words}"\nc,d,TRUE,"${words}"\n`,
  );
});
