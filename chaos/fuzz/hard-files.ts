/** Files that have been hard to read, somewhere, for somebody. They are what the fuzzer begins from. */

const HEADER = 'Learner,Content,Reset required\n';
const ROWS = 'ann,c-1,TRUE\nbob,c-2,FALSE\n';
const utf8 = (text: string) => Buffer.from(text);
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const utf16be = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

const TEXTS = [
  '',
  HEADER,
  HEADER + ROWS,
  (HEADER + ROWS).trim(),
  (HEADER + ROWS).replaceAll('\n', '\r\n'),
  (HEADER + ROWS).replaceAll('\n', '\r'),
  'Learner,Content,Reset required\r\nann,c-1,TRUE\nbob,c-2,TRUE\rcid,c-3,TRUE\n\r\n',
  `sep=;\r\n${(HEADER + ROWS).replaceAll(',', ';')}`,
  `sep=|\n${HEADER}`,
  (HEADER + ROWS).replaceAll(',', '\t'),
  `\n\n , \n${HEADER}\n,,\n"",""\n${ROWS}\n\n`,
  '"Learner","Content","Reset required"\r\n"O""Hara","c,1","TRUE"\r\n"two\r\nlines","c-2","TRUE"\r\n',
  `${HEADER}"never closed,c-1,TRUE\n${ROWS}`,
  `${HEADER}"closed"x,c-1,TRUE\n`,
  `${HEADER} "after a blank",c-1,TRUE\nmid"quote,c-1,TRUE\n`,
  `${HEADER}""\n""""\n"""",""\r"\r",\n`,
  'Learner,Content,Reset required,Error\nann,c-1,TRUE,"Row 2 is wrong."\nbob,c-2\n',
  'Learner,Content,Reset required,,,\nann,c-1,TRUE,,,,,\nbob,c-2,TRUE,,,,,surplus\nshort\n',
  'LEARNER;content;reset REQUIRED;Note\nann;c-1;TRUE;=cmd|x\nbob;c-2;true\n',
  'Login ID,Email,UUID,Course UUID,Asset ID,Reset required\nann,ann@example.org,,c-1,a-1,TRUE\n',
  `${HEADER}é漢😀,\u0a0a\u0d0d,\u2c22\u3b09\n\u00a0,\u3000,\ufeff\n\u2028,x\u0000y,TRUE\n`,
  `${HEADER}${'x'.repeat(300)},${'"a\n'.repeat(40)},TRUE\n`,
];

const SIGNATURES = [
  '504b0304',
  'd0cf11e0a1b11ae1',
  '1f8b08',
  '28b52ffd',
  'fffe0000',
  '0000feff',
  'efbbbfefbbbf',
];

export const HARD_FILES: readonly [Buffer, ...Buffer[]] = [
  utf8(HEADER + ROWS),
  ...TEXTS.flatMap((text) => [utf8(text), utf8(`\ufeff${text}`), utf16le(text), utf16be(text)]),
  ...TEXTS.map((text) => Buffer.from(text, 'utf16le')),
  latin1(`${HEADER}M\u00fcller,c-1,TRUE\n\x80\x9f,c-2,TRUE\n\x81,c-3,TRUE\n`),
  Buffer.concat([utf8(HEADER), Buffer.from('c0afe280eda080f4908080ff', 'hex'), utf8(`\n${ROWS}`)]),
  Buffer.concat([utf16le(HEADER), Buffer.from('00d841003fdc0a00', 'hex')]),
  ...SIGNATURES.map((hex) => Buffer.concat([Buffer.from(hex, 'hex'), utf8(HEADER + ROWS)])),
];

/** What a grammar may trip over, as text. */
export const HARD_TEXTS: readonly [string, ...string[]] = [
  '"',
  ...['""', '"",', ',"', '\r', '\n', '\r\n', '\n\r', ',', ';', '\t', ' ', '\0', '\u00a0', '\ufeff', '\u2028'],
  ...['"\r\n"', '","', '\n"', '"\n', ',,,,', '"a\n\r\n"",b",', 'Error', '"Error"', "'=", '=', '😀', HEADER],
  ...['\u0a0a', '\u0d0d', '\u2c22', '\u2200', '\u3000', '\v', '\f'],
];

/** And as bytes that may fall out of step with their encoding. */
export const HARD_BYTES: readonly [Buffer, ...Buffer[]] = [
  Buffer.from([0]),
  ...[
    '22',
    '0d00',
    '0a00',
    '000d',
    '000a',
    '2200',
    '0022',
    '0a0a',
    '0d0d',
    '222c',
    '00d8',
    'd800',
    '00dc',
  ].map(hex),
  ...['80', '81', '9d', 'a0', 'c2', 'e2', 'f4', 'ff', 'fe', 'fffe', 'feff', 'efbbbf', 'ef'].map(hex),
];

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex');
}
