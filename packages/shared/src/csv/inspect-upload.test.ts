import { crc32 } from 'node:zlib';
import { csv, inspect, recordsOf } from './inspected.fixture';
import { SCAN_BLOCK_BYTES } from './limits';

const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const utf16be = (text: string) => utf16le(text).swap16();

test('a plain file is described by its delimiter, encoding and rows', () => {
  const file = csv`
    Learner,Content,Reset required
    ann,c-1,TRUE
    bob,c-2,FALSE
  `;
  expect(inspect(file)).toEqual({
    format: {
      encoding: 'utf-8',
      markBytes: 0,
      delimiter: ',',
      sepLine: false,
      lineEnds: ['\n'],
      header: ['Learner', 'Content', 'Reset required'],
      headerRow: 1,
      headerStartByte: 0,
      headerEndByte: 31,
      columns: {
        learner: [{ index: 0, heading: 'Learner', reading: 'any' }],
        content: [{ index: 1, heading: 'Content', reading: 'any' }],
        resetRequired: 2,
        error: undefined,
      },
    },
    description: 'comma, UTF-8, 2 rows',
    bytes: 58,
    rows: 2,
    blankRows: 0,
    chunks: [
      {
        number: 0,
        firstRow: 2,
        records: 2,
        rows: 2,
        startByte: 31,
        endByte: 58,
        crc32: crc32('ann,c-1,TRUE\nbob,c-2,FALSE\n'),
        quoted: false,
      },
    ],
  });
});

test.each([
  ['semicolons', 'Learner;Content;Reset required\nann;c-1;TRUE\n', 'semicolon, UTF-8, 1 row'],
  ['tabs', 'Learner\tContent\tReset required\nann\tc-1\tTRUE\n', 'tab, UTF-8, 1 row'],
  ['CRLF', 'Learner,Content,Reset required\r\nann,c-1,TRUE\r\n', 'comma, UTF-8, CRLF line ends, 1 row'],
  ['CR', 'Learner,Content,Reset required\rann,c-1,TRUE\r', 'comma, UTF-8, CR line ends, 1 row'],
  [
    'mixed line ends',
    'Learner,Content,Reset required\r\nann,c-1,TRUE\nbob,c-1,TRUE\rcid,c-1,TRUE\n',
    'comma, UTF-8, CRLF and LF and CR line ends, 3 rows',
  ],
  [
    'no final line end',
    'Learner,Content,Reset required\nann,c-1,TRUE',
    'comma, UTF-8, 1 row, no final line end',
  ],
  [
    'a byte-order mark',
    '\ufeffLearner,Content,Reset required\nann,c-1,TRUE\n',
    'comma, UTF-8 with byte-order mark, 1 row',
  ],
  [
    'a sep= line',
    'sep=;\r\nLearner;Content;Reset required\r\nann;c-1;TRUE\r\n',
    'semicolon, UTF-8, CRLF line ends, sep= line, 1 row',
  ],
  [
    'blank rows above, between and below',
    '\n , ,\nLearner,Content,Reset required\n"",\u00a0,\nann,c-1,TRUE\n\n,,\n',
    'comma, UTF-8, 1 row, 5 blank rows skipped',
  ],
  [
    'our own report',
    'Learner,Content,Reset required,Error\nann,c-1,TRUE,"No."\n',
    'comma, UTF-8, Error column of an earlier report, 1 row',
  ],
])('a file with %s is accepted and told so', (_, file, description) => {
  expect(inspect(file).description).toBe(description);
});

test.each([
  ['little-endian', utf16le],
  ['big-endian', utf16be],
])('UTF-16, %s, is scanned by code unit', (_, encode) => {
  // U+0A0A and U+2C22 hold the bytes of line feeds, a comma and a quote.
  const file = encode(
    'Learner;Content;Reset required\r\nann\u0a0a;\u2c22;TRUE\r\n;;\r\nb"b;"c;\u0a0a";FALSE',
  );
  const inspection = inspect(file);
  expect(inspection.description).toBe(
    'semicolon, UTF-16, CRLF line ends, 2 rows, 1 blank row skipped, no final line end',
  );
  expect(inspection.format).toMatchObject({ markBytes: 2, headerStartByte: 2, headerEndByte: 66 });
  expect(recordsOf(file, inspection)).toEqual([
    { row: 2, cells: ['ann\u0a0a', '\u2c22', 'TRUE'] },
    { row: 4, cells: ['b"b', 'c;\u0a0a', 'FALSE'] },
  ]);
});

test('windows-1252 is read only when it is asked for', () => {
  const file = Buffer.from('Learner,Content,Reset required\njos\xe9,\x80uro,TRUE\n', 'latin1');
  const inspection = inspect(file, { encoding: 'windows-1252' });
  expect(inspection.description).toBe('comma, windows-1252, 1 row');
  expect(recordsOf(file, inspection)).toEqual([{ row: 2, cells: ['josé', '€uro', 'TRUE'] }]);
});

test('a byte-order mark decides against the encoding that was asked for', () => {
  const file = '\ufeffLearner,Content,Reset required\njosé,c-1,TRUE\n';
  expect(inspect(file, { encoding: 'windows-1252' }).format.encoding).toBe('utf-8');
});

test('a sep= line is no row, blank rows above the header are', () => {
  const file = Buffer.from('SEP=,\n\nLearner,Content,Reset required\nann,c-1,TRUE\n');
  const inspection = inspect(file);
  expect(inspection.format).toMatchObject({ headerRow: 2, headerStartByte: 7, headerEndByte: 38 });
  expect(recordsOf(file, inspection)).toEqual([{ row: 3, cells: ['ann', 'c-1', 'TRUE'] }]);
});

test('a quoted line break counts no row, a blank row does', () => {
  const file = Buffer.from('Learner,Content,Reset required\n"a\r\n\nb",c-1,TRUE\n\nbob,c-1,TRUE\n');
  expect(recordsOf(file, inspect(file))).toEqual([
    { row: 2, cells: ['a\r\n\nb', 'c-1', 'TRUE'] },
    { row: 4, cells: ['bob', 'c-1', 'TRUE'] },
  ]);
});

test('the delimiter is the one under which the header has most known headings', () => {
  const file = '"Name, first";Note;Learner;Content;Reset required\nann;x;y;z;TRUE\n';
  expect(inspect(file).format).toMatchObject({
    delimiter: ';',
    header: ['Name, first', 'Note', 'Learner', 'Content', 'Reset required'],
  });
});

test('more cells make no better delimiter than known headings', () => {
  const file = 'Learner;Content;Reset required;"a,b,c,d,e,f"\nann;c-1;TRUE\n';
  expect(inspect(file).format).toMatchObject({ delimiter: ';', columns: { resetRequired: 2 } });
});

test('a header may be long', () => {
  const file = `Learner,Content,Reset required,${'long '.repeat(5000)}x\nann,c-1,TRUE\n`;
  expect(inspect(file)).toMatchObject({ rows: 1, format: { headerEndByte: 31 + 25_002 } });
});

test('a header may have quotes, line breaks in them, any order, any case and blanks around', () => {
  const file = '"Zeile\r\nzwei" ,\u00a0RESET  REQUIRED, "x",content,"leaRNer "\nz,TRUE,x,c-1,ann\n';
  // A blank stands behind the first closing quote.
  expect(() => inspect(file)).toThrow('file-refused');
  const { format } = inspect(file.replace('" ,', '",'));
  expect(format.header).toEqual(['Zeile\r\nzwei', 'RESET  REQUIRED', '"x"', 'content', 'leaRNer']);
  expect(format.columns).toMatchObject({
    learner: [{ index: 4, heading: 'leaRNer' }],
    content: [{ index: 3, heading: 'content' }],
    resetRequired: 1,
  });
});

const ACTIVITY =
  'Login ID,Learner UUID,Email,Name,Course UUID,Asset ID,Title,Type,Status,First access,Last access,Completed on,Score,Accesses,Attempts,Reset on,Reset by file';

test('an export of the Learner Activity report with Reset required is read by all its identifiers', () => {
  const { columns } = inspect(`${ACTIVITY},Reset required\n${'x,'.repeat(17)}TRUE\n`).format;
  expect(columns).toEqual({
    learner: [
      { index: 0, heading: 'Login ID', reading: 'login' },
      { index: 1, heading: 'Learner UUID', reading: 'uuid' },
      { index: 2, heading: 'Email', reading: 'email' },
    ],
    content: [
      { index: 4, heading: 'Course UUID', reading: 'uuid' },
      { index: 5, heading: 'Asset ID', reading: 'asset' },
    ],
    resetRequired: 17,
    error: undefined,
  });
});

test('where Learner and Content stand, they alone are read', () => {
  const { columns } = inspect(
    `${ACTIVITY},Reset required,Content,Learner\n${'x,'.repeat(17)}TRUE,c-1,ann\n`,
  ).format;
  expect(columns.learner).toEqual([{ index: 19, heading: 'Learner', reading: 'any' }]);
  expect(columns.content).toEqual([{ index: 18, heading: 'Content', reading: 'any' }]);
});

test.each([
  ['Learner,Content,Reset required,Error', 3],
  ['Learner,Content,Reset required,Error,,', 3],
  ['Error,Learner,Content,Reset required', undefined],
  ['Error,Learner,Content,Reset required,ERROR', 4],
])('in the header %s the Error column of a report is %s', (header, error) => {
  expect(inspect(`${header}\nann,b,c,TRUE,e\n`).format.columns.error).toBe(error);
});

test('chunks end on records, at most rowsPerChunk rows and bytesPerChunk bytes; blank rows stay behind their row', () => {
  const file = csv`
    Learner,Content,Reset required
    ann,c-1,TRUE
    bob,c-1,TRUE

    ,,
    "cid
    2",c-1,TRUE

  `;
  const ranges = (options: { rowsPerChunk?: number; bytesPerChunk?: number }) =>
    inspect(file, options).chunks.map(({ firstRow, records, rows, startByte, endByte, quoted }) => [
      ...[firstRow, records, rows, startByte, endByte],
      quoted,
    ]);
  expect(ranges({ rowsPerChunk: 2 })).toEqual([
    [2, 4, 2, 31, 61, false],
    [6, 2, 1, 61, 79, true],
  ]);
  expect(ranges({ bytesPerChunk: 17 })).toEqual([
    [2, 1, 1, 31, 44, false],
    [3, 3, 1, 44, 61, false],
    [6, 1, 1, 61, 78, true],
    [7, 1, 0, 78, 79, false],
  ]);
});

test('a record of exactly the limit is accepted', () => {
  const file = `Learner,Content,Reset required\n${'x'.repeat(64 * 1024 - 1)}\n`;
  expect(inspect(file).rows).toBe(1);
});

test('what a report adds to the longest record is accepted too', () => {
  const row = `${'x'.repeat(64 * 1024 - 1)},"${'""'.repeat(8000)}"`;
  expect(inspect(`Learner,Content,Reset required,Error\n${row}\n`).rows).toBe(1);
});

test('a chunk grows over blocks up to its bytes', () => {
  const file = `Learner,Content,Reset required\n${'ann,c-1,TRUE\n'.repeat(100_000)}`;
  const { chunks } = inspect(file, { rowsPerChunk: 1_000_000, bytesPerChunk: 400_000 });
  expect(chunks.map(({ startByte, endByte }) => endByte - startByte)).toEqual([
    399_997, 399_997, 399_997, 100_009,
  ]);
});

test.each(['\n', '\r\n', '\r'])('rows of any length, ended by %j, are found at any place', (lineEnd) => {
  const rows = Array.from({ length: 300 }, (_, index) => 'x'.repeat((index % 13) + 1));
  const file = Buffer.from(['Learner,Content,Reset required', ...rows, ''].join(lineEnd));
  const inspection = inspect(file);
  expect(inspection.rows).toBe(300);
  expect(inspection.description).not.toContain('no final line end');
  expect(recordsOf(file, inspection).map(({ cells }) => cells[0])).toEqual(rows);
});

test('a final line end is seen wherever the file ends', () => {
  for (let length = 1; length <= 16; length += 1) {
    const file = `Learner,Content,Reset required\n${'x'.repeat(length)}\n`;
    expect(inspect(file).description).toBe('comma, UTF-8, 1 row');
    expect(inspect(file.trimEnd()).description).toBe('comma, UTF-8, 1 row, no final line end');
  }
});

test('every line end is told, also where another follows it', () => {
  const row = 'ann@example.org,c-1,TRUE';
  const file = ['Learner,Content,Reset required', row, `${row}\r`, row, row, row].join('\n');
  expect(inspect(file).format.lineEnds).toEqual(['\r\n', '\n']);
});

/** Whatever may be cut in two by the end of a block. */
const AWKWARD =
  'ann,"a ""b"" c",TRUE\r\n"bob\r\ncid",x,FALSE\r\n\r\n\r"","",""\né漢😀,"",TRUE\n\ndot,5" disk,TRUE\r\r\n"eve"';

test.each([
  ['utf-8', (text: string) => Buffer.from(text)],
  ['utf-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
])('in %s, rows that lie across two blocks are found wherever the cut is', (_, encode) => {
  const header = 'Learner,Content,Reset required\n';
  const alone = encode(header + AWKWARD);
  const expected = recordsOf(alone, inspect(alone)).map(({ row, cells }) => ({ row: row + 5, cells }));
  const units = encode('ab').length - encode('a').length;
  for (let cut = 0; cut <= AWKWARD.length + 4; cut += 1) {
    const filler = fillerRows(SCAN_BLOCK_BYTES / units - encode(header).length / units - cut);
    const file = encode(header + filler + AWKWARD);
    expect(recordsOf(file, inspect(file)).slice(5)).toEqual(expected);
  }
});

/** Five rows of so many code units. */
function fillerRows(units: number): string {
  const row = `${'x'.repeat(Math.floor(units / 5) - 1)}\n`;
  return `${row.repeat(4)}${'x'.repeat(units - 4 * row.length - 1)}\n`;
}

test('a header that lies across two blocks is found wherever the cut is', () => {
  const header = '"",""\r\n \r\n"Learner",Content,"Reset\u00a0required"\r\n';
  for (let cut = 0; cut <= header.length + 3; cut += 1) {
    const above = '\n'.repeat(SCAN_BLOCK_BYTES - cut);
    const file = Buffer.from(`${above}${header}ann,c-1,TRUE\r\n`);
    const inspection = inspect(file);
    expect(inspection).toMatchObject({ blankRows: above.length + 2, rows: 1, format: { delimiter: ',' } });
    expect(recordsOf(file, inspection)).toEqual([{ row: above.length + 4, cells: ['ann', 'c-1', 'TRUE'] }]);
  }
});

test('memory stays one block while a long file streams by', () => {
  const part = Buffer.from('ann@example.org,6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01,TRUE\r\n'.repeat(1000));
  const file = Buffer.concat([
    Buffer.from('Learner,Content,Reset required\r\n'),
    ...Array<Buffer>(20).fill(part),
  ]);
  const { rows, chunks, bytes } = inspect(file, { rowsPerChunk: 4096 }, [1, 70_001, 262_143]);
  expect({ rows, bytes }).toEqual({ rows: 20_000, bytes: file.length });
  expect(chunks.map((chunk) => chunk.rows)).toEqual([4096, 4096, 4096, 4096, 3616]);
  for (const { startByte, endByte, crc32: sum } of chunks)
    expect(crc32(file.subarray(startByte, endByte))).toBe(sum);
});
