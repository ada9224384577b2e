import type { Delimiter, Encoding } from '../contracts/csv-columns';
import { readRecords } from './read-records';

const read = (
  text: string | Buffer,
  { delimiter = ',', encoding = 'utf-8' }: { delimiter?: Delimiter; encoding?: Encoding } = {},
) => {
  const bytes = Buffer.from(text);
  return readRecords(bytes, { delimiter, encoding }, { firstRow: 10, quoted: bytes.includes('"') });
};

test.each([
  ['without quotes', ' ann\u00a0,c-1\t,TRUE\r\nbob,,\rcid,c-2,FALSE,,\ndot'],
  ['with quotes', '" ann\u00a0","c-1\t",TRUE\r\n"bob","",\rcid,"c-2",FALSE,"",\n"dot"'],
])('cells %s are trimmed, as many as found, and any line end ends a record', (_, text) => {
  expect(read(text)).toEqual([
    { row: 10, cells: ['ann', 'c-1', 'TRUE'] },
    { row: 11, cells: ['bob', '', ''] },
    { row: 12, cells: ['cid', 'c-2', 'FALSE', '', ''] },
    { row: 13, cells: ['dot'] },
  ]);
});

test.each([
  ['without quotes', '\n ,\u00a0\n\nann,c-1\n,\n'],
  ['with quotes', '""\n" ",\u00a0\n\n"ann",c-1\n"",""\n'],
])('blank rows %s are left out and counted', (_, text) => {
  expect(read(text)).toEqual([{ row: 13, cells: ['ann', 'c-1'] }]);
});

test.each([
  ['doubled quotes', '"say ""hi""",x', ['say "hi"', 'x']],
  ['a quote alone', '"""",x', ['"', 'x']],
  ['delimiters and line ends in quotes', '"a,b\r\nc\n",x', ['a,b\r\nc', 'x']],
  ['a quote within a plain cell', `5" disk,o"x"o`, ['5" disk', 'o"x"o']],
  ['a quote after a blank', ' "a",x', ['"a"', 'x']],
  ['an empty quoted cell', 'a,"",', ['a', '', '']],
])('%s', (_, text, cells) => {
  expect(read(text)).toEqual([{ row: 10, cells }]);
});

test('a tab may separate columns, and is no blank then', () => {
  expect(read('ann\t\tc-1\t', { delimiter: '\t' })).toEqual([{ row: 10, cells: ['ann', '', 'c-1', ''] }]);
});

test('each encoding is decoded', () => {
  const cells = ['josé', '€', 'x'];
  const line = 'josé;€;x\n';
  const options = { delimiter: ';' } as const;
  expect(read(line, options)).toEqual([{ row: 10, cells }]);
  const le = Buffer.from(line, 'utf16le');
  expect(read(le, { ...options, encoding: 'utf-16le' })).toEqual([{ row: 10, cells }]);
  expect(read(Buffer.from(le).swap16(), { ...options, encoding: 'utf-16be' })).toEqual([{ row: 10, cells }]);
  const narrow = Buffer.from('jos\xe9;\x80;x\n', 'latin1');
  expect(read(narrow, { ...options, encoding: 'windows-1252' })).toEqual([{ row: 10, cells }]);
});

test('reading leaves the bytes as they were', () => {
  const bytes = Buffer.from('a,b\n', 'utf16le').swap16();
  const before = Buffer.from(bytes);
  read(bytes, { encoding: 'utf-16be' });
  expect(bytes.equals(before)).toBe(true);
});

test('a chunk whose quotes changed after the inspection is an error, not a guess', () => {
  expect(() => read('"ann,x')).toThrow('a quote is not closed in a chunk that was inspected');
  expect(() => read('"ann"x,x')).toThrow('text stands after a closing quote in a chunk that was inspected');
});
