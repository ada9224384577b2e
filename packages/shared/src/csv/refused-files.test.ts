import { refusalOf } from './inspected.fixture';
import { REFUSAL_REASONS, shown } from './refuse-file';

const HEADER = 'Learner,Content,Reset required\n';
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const utf32 = (text: string) =>
  Buffer.concat(Array.from(text, (character) => Buffer.from([character.charCodeAt(0), 0, 0, 0])));

const EMPTY = 'The file is empty. Upload a CSV file with a header and at least one row below it.';
const NO_ROWS =
  'The file has a header and no rows. Add a row below it for each learner and course, and upload it again.';
const SPREADSHEET =
  'This is a spreadsheet, not a CSV file. Open it, save it as "CSV UTF-8", and upload the saved file.';
const UTF_32 = 'The file is in UTF-32, which is not accepted. Save it as "CSV UTF-8" and upload it again.';
const UTF_16 = 'The file is in UTF-16 without a byte-order mark. Save it as "CSV UTF-8" and upload it again.';
const AFTER_QUOTE = (row: number) =>
  `Row ${row} has text after a closing quote. Write a quote twice ("") where it belongs to the text, and put the whole cell in quotes.`;
const UNCLOSED = (row: number) =>
  `A quote opens in row ${row} and is not closed. Close it, or write it twice ("") where it belongs to the text.`;
const NOT_UTF_8 = (row: number) =>
  `Row ${row} holds bytes that are not valid UTF-8. Save it as "CSV UTF-8" and upload it again. If a spreadsheet on Windows saved it as plain CSV, ask for it to be read as windows-1252 instead.`;
const AS_TEMPLATE = 'Name the columns as the template does, separated by commas, semicolons or tabs.';
const compressed = (kind: string) =>
  `This is a compressed file (${kind}), not a CSV. Unpack it and upload the CSV file.`;

type Case = [what: string, file: Buffer | string, reason: string, sentence: string, row?: number];

const cases: Case[] = [
  ['nothing', '', 'empty-file', EMPTY],
  ['a mark alone', '\ufeff', 'empty-file', EMPTY],
  ['blank rows alone', '\r\n , ;\n"",""\n  ', 'empty-file', EMPTY],
  ['a sep= line alone', 'sep=,', 'empty-file', EMPTY],
  ['a header alone', HEADER, 'no-rows', NO_ROWS],
  ['a header without a line end', HEADER.trim(), 'no-rows', NO_ROWS],
  ['a header and blank rows', `${HEADER}\n,,\n"",\u00a0,`, 'no-rows', NO_ROWS],
  [
    'data where the header should be',
    'ann,6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01,TRUE\nbob,6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01,TRUE\n',
    'no-header',
    'Row 1 is not a header; found: "ann, 6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01, TRUE". Put a header with the columns Learner, Content and Reset required above the data.',
    1,
  ],
  [
    'data below a blank row',
    '\nann@example.org;c-1;x\n',
    'no-header',
    'Row 2 is not a header; found: "ann@example.org, c-1, x". Put a header with the columns Learner, Content and Reset required above the data.',
    2,
  ],
  [
    'a missing column',
    'Learner;Kurs;Reset required;\nann;c-1;TRUE\n',
    'missing-column',
    `The header lacks the column "Content". Expected: Learner, Content and Reset required; found: "Learner, Kurs, Reset required". ${AS_TEMPLATE}`,
    1,
  ],
  [
    'columns with other names',
    'User,Course,Reset\nann,c-1,yes\n',
    'missing-column',
    `The header lacks the columns "Learner" and "Content" and "Reset required". Expected: Learner, Content and Reset required; found: "User, Course, Reset". ${AS_TEMPLATE}`,
    1,
  ],
  [
    'another delimiter',
    'Learner|Content|Reset required\nann|c-1|TRUE\n',
    'missing-column',
    `The header lacks the columns "Learner" and "Content" and "Reset required". Expected: Learner, Content and Reset required; found: "Learner|Content|Reset required". ${AS_TEMPLATE}`,
    1,
  ],
  [
    'a long header, of which 80 characters are shown',
    `Learner,Content,${'long heading,'.repeat(20)}\nann,c-1\n`,
    'missing-column',
    `The header lacks the column "Reset required". Expected: Learner, Content and Reset required; found: "Learner, Content, long heading, long heading, long heading, long heading, long …". ${AS_TEMPLATE}`,
    1,
  ],
  [
    'an export of the Learner Activity report as it is',
    'Login ID,Email,Course UUID\nann,ann@example.org,c-1\n',
    'missing-column',
    `The header lacks the column "Reset required". Expected: Learner, Content and Reset required; found: "Login ID, Email, Course UUID". ${AS_TEMPLATE}`,
    1,
  ],
  [
    'a doubled column',
    'Learner,Content, LEARNER ,Reset required\nann,c-1,bob,TRUE\n',
    'doubled-column',
    'The header has the column "Learner" 2 times; found as columns 1, 3, expected once. Remove the others.',
    1,
  ],
  [
    'a doubled column of the Learner Activity report',
    'Email,Asset ID,email,Reset required\nann,c-1,bob,TRUE\n',
    'doubled-column',
    'The header has the column "Email" 2 times; found as columns 1, 3, expected once. Remove the others.',
    1,
  ],
  [
    'a sep= line with another delimiter',
    'sep=|\nLearner|Content|Reset required\n',
    'unknown-delimiter',
    'The "sep=" line names a delimiter that is not accepted. Separate the columns by commas, semicolons or tabs.',
  ],
  [
    'a quote that is never closed',
    `${HEADER}\n"ann,c-1,TRUE\nbob,c-2,TRUE\n`,
    'unclosed-quote',
    UNCLOSED(3),
    3,
  ],
  [
    'a quote that opens in the header',
    'Learner,Content,"Reset required\nann',
    'unclosed-quote',
    UNCLOSED(1),
    1,
  ],
  [
    'a quote that opens far above the end',
    `${HEADER}ann,"c-1,TRUE\n${'bob,c-2,TRUE\n'.repeat(100_000)}`,
    'unclosed-quote',
    UNCLOSED(2),
    2,
  ],
  [
    'a quote that is closed beyond the longest record',
    `${HEADER}"${'x'.repeat(70_000)}",c-1,TRUE\n`,
    'unclosed-quote',
    UNCLOSED(2),
    2,
  ],
  [
    'text after a closing quote',
    `${HEADER}a,b,TRUE\n"ann"x,c-1,TRUE\n`,
    'text-after-quote',
    AFTER_QUOTE(3),
    3,
  ],
  ['a blank after a closing quote', `${HEADER}"ann" ,c-1,TRUE\n`, 'text-after-quote', AFTER_QUOTE(2), 2],
  [
    'text after a quote in the header',
    '"Learner"x,Content,Reset required\na',
    'text-after-quote',
    AFTER_QUOTE(1),
    1,
  ],
  [
    'bytes of windows-1252',
    latin1(`${HEADER}ann,c-1,TRUE\n\njos\xe9,c-1,TRUE\n`),
    'invalid-bytes',
    NOT_UTF_8(4),
    4,
  ],
  ['such bytes in the header', latin1(`Pr\xe9nom,${HEADER}a,b,c,TRUE\n`), 'invalid-bytes', NOT_UTF_8(1), 1],
  ['a character cut off at the end', latin1(`${HEADER}ann,c-1,TRUE\xc3`), 'invalid-bytes', NOT_UTF_8(2), 2],
  [
    'bytes that are invalid far below',
    latin1(`${HEADER}${'ann,c-1,TRUE\n'.repeat(50_000)}"jos\xe9",c-1,TRUE\n`),
    'invalid-bytes',
    NOT_UTF_8(50_002),
    50_002,
  ],
  [
    'half a pair in UTF-16',
    utf16(`\ufeff${HEADER}a\ud83d,b,TRUE\n`),
    'invalid-bytes',
    'Row 2 holds bytes that are not valid UTF-16. Save it as "CSV UTF-8" and upload it again.',
    2,
  ],
  [
    'half a character at the end of UTF-16',
    Buffer.concat([utf16(`\ufeff${HEADER}a,b,TRUE\n`), Buffer.from('x')]),
    'invalid-bytes',
    'Row 3 holds bytes that are not valid UTF-16. Save it as "CSV UTF-8" and upload it again.',
    3,
  ],
  [
    'half a character within the last row of UTF-16',
    Buffer.concat([utf16(`\ufeff${HEADER}a,b,TRUE\nc,d`), Buffer.from('x')]),
    'invalid-bytes',
    'Row 3 holds bytes that are not valid UTF-16. Save it as "CSV UTF-8" and upload it again.',
    3,
  ],
  [
    'a record that is too long',
    `${HEADER}a,b,TRUE\n${'x'.repeat(64 * 1024)}\n`,
    'record-too-long',
    'Row 3 is longer than 64 KiB. Put each learner and course on a row of its own.',
    3,
  ],
  [
    'such a record among others',
    `${HEADER}a,b,TRUE\n${'x'.repeat(64 * 1024)}\n${'a,b,TRUE\n'.repeat(100)}`,
    'record-too-long',
    'Row 3 is longer than 64 KiB. Put each learner and course on a row of its own.',
    3,
  ],
  [
    'a header that is too long',
    `Learner,Content,Reset required,${'x'.repeat(64 * 1024)}\na,b,TRUE\n`,
    'record-too-long',
    'Row 1 is longer than 64 KiB. Put each learner and course on a row of its own.',
    1,
  ],
  [
    'one line of a megabyte',
    'Learner,'.repeat(128 * 1024),
    'record-too-long',
    'Row 1 is longer than 64 KiB. Put each learner and course on a row of its own.',
    1,
  ],
  ['an Excel file', latin1('PK\x03\x04....[Content_Types].xml'), 'spreadsheet', SPREADSHEET],
  [
    'an OpenDocument file',
    latin1('PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
    'spreadsheet',
    SPREADSHEET,
  ],
  ['an old Excel file', hex('D0 CF 11 E0 A1 B1 1A E1 00 00'), 'spreadsheet', SPREADSHEET],
  ['a ZIP', latin1('PK\x03\x04....resets.csv'), 'compressed', compressed('ZIP')],
  ['an empty ZIP', latin1('PK\x05\x06'), 'compressed', compressed('ZIP')],
  ['gzip', hex('1F 8B 08 00'), 'compressed', compressed('gzip')],
  ['bzip2', latin1('BZh91AY&SY..'), 'compressed', compressed('bzip2')],
  ['xz', hex('FD 37 7A 58 5A 00 00'), 'compressed', compressed('xz')],
  ['zstd', hex('28 B5 2F FD 00'), 'compressed', compressed('zstd')],
  ['7z', hex('37 7A BC AF 27 1C 00'), 'compressed', compressed('7z')],
  ['RAR', hex('52 61 72 21 1A 07 00'), 'compressed', compressed('RAR')],
  ['UTF-32 with a mark', Buffer.concat([hex('FF FE 00 00'), utf32(HEADER)]), 'utf-32', UTF_32],
  ['UTF-32 with a mark, the other way round', hex('00 00 FE FF 00 00 00 4C'), 'utf-32', UTF_32],
  ['UTF-32 without a mark', utf32(`${HEADER}a,b,TRUE\n`), 'utf-32', UTF_32],
  ['UTF-16 without a mark', utf16(`${HEADER}a,b,TRUE\n`), 'utf-16-without-mark', UTF_16],
  [
    'UTF-16 the other way round, without a mark',
    utf16(`\n${HEADER}`).swap16(),
    'utf-16-without-mark',
    UTF_16,
  ],
  ['UTF-16 without a mark that begins with a blank row', utf16(`\n${HEADER}`), 'utf-16-without-mark', UTF_16],
  [
    'bytes with NULs anywhere',
    hex('00 01 02 00 00 03 04 05 00'),
    'not-text',
    'This is not a text file. Save the table as "CSV UTF-8" and upload that file.',
  ],
];

const named = cases.map(([what, file, reason, sentence, row]) => ({
  what,
  file,
  expected: row === undefined ? { reason, sentence } : { reason, sentence, row },
}));
test.each(named)('$what: refused with a sentence', ({ file, expected }) => {
  expect(refusalOf(file)).toEqual(expected);
});

test('bytes without a meaning in windows-1252 are refused, not guessed', () => {
  const file = latin1(`${HEADER}ann,c-1,TRUE\njos\x81,c-1,TRUE\n`);
  expect(refusalOf(file, { encoding: 'windows-1252' })).toEqual({
    reason: 'invalid-bytes',
    sentence:
      'Row 3 holds bytes that are not valid windows-1252. Save it as "CSV UTF-8" and upload it again.',
    row: 3,
  });
});

test('the fault that comes first in the file is the one that is told', () => {
  const file = latin1(`${HEADER}jos\xe9,b,TRUE\n"ann"x,b,TRUE\n`);
  expect(refusalOf(file)).toMatchObject({ reason: 'invalid-bytes', row: 2 });
  expect(refusalOf(latin1(`${HEADER}"ann"x,b,TRUE\njos\xe9,b,TRUE\n`))).toMatchObject({
    reason: 'text-after-quote',
    row: 2,
  });
});

test('a NUL below the first line is a character like others', () => {
  expect(refusalOf(`${HEADER}\0a\0,b,TRUE\n`)).toBeUndefined();
});

test('every reason has a file above that is refused for it', () => {
  expect([...new Set(cases.map(([, , reason]) => reason))].sort()).toEqual([...REFUSAL_REASONS].sort());
});

test('what was found is shown on one line, cut between characters', () => {
  expect(shown(' a\r\n\tb\0c ')).toBe('a b c');
  expect(shown('😀'.repeat(80))).toBe('😀'.repeat(80));
  expect(shown('😀'.repeat(81))).toBe(`${'😀'.repeat(79)}…`);
});
