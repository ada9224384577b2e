import fc from 'fast-check';
import type { Delimiter, Encoding } from '../contracts/csv-columns';
import { DELIMITERS, ENCODINGS } from '../contracts/csv-columns';
import type { LineEnd } from './grammar';
import { LINE_ENDS } from './grammar';

/** A cell as it is written, and what it says. */
type WrittenCell = { raw: string; value: string };
/** A record as it is written. Its cells are blank, or some are not. */
export type WrittenRecord = { cells: WrittenCell[]; lineEnd: LineEnd | '' };
/** A file in pieces: what a reader must find, and what its report must be, follows from them alone. */
export type WrittenTable = {
  encoding: Encoding;
  mark: boolean;
  delimiter: Delimiter;
  sepLine: LineEnd | undefined;
  blanksAbove: WrittenRecord[];
  header: WrittenRecord;
  records: WrittenRecord[];
};

const BLANKS = [' ', '\t', '\u00a0', '\v', '\f'];
/** What windows-1252 can hold, with the characters that a grammar may trip over. */
const NARROW = [...'aZ09 .\'"";,\t\r\n=+-@|€éßÿ\u00a0\u0000'];
const WIDE = [...NARROW, '\u0a0a', '\u0d0d', '\u2c22', '\u3b09', '\u2028', '\u3000', '\ufeff', '漢', '😀'];

const isWide = (encoding: Encoding) => encoding !== 'windows-1252';
const bytesOf = {
  'utf-8': (text: string) => Buffer.from(text),
  'utf-16le': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  'windows-1252': (text: string) => Buffer.from(text.replaceAll('€', '\x80'), 'latin1'),
} as const satisfies Record<Encoding, (text: string) => Buffer>;
/** Not the code under test: a few characters, each written by hand or by Node. */
export const encoded = (text: string, encoding: Encoding): Buffer => bytesOf[encoding](text);

export const recordText = ({ cells, lineEnd }: WrittenRecord, delimiter: Delimiter) =>
  cells.map(({ raw }) => raw).join(delimiter) + lineEnd;

/** The file up to its first record below the header, as text. */
export function prefixText(table: WrittenTable, header = table.header): string {
  const { mark, encoding, sepLine, delimiter, blanksAbove } = table;
  return [
    mark || encoding.startsWith('utf-16') ? '\ufeff' : '',
    sepLine === undefined ? '' : `sep=${delimiter}${sepLine}`,
    ...blanksAbove.map((record) => recordText(record, delimiter)),
    recordText(header, delimiter),
  ].join('');
}

export function tableBytes(table: WrittenTable): Buffer {
  const records = table.records.map((record) => recordText(record, table.delimiter));
  return encoded(prefixText(table) + records.join(''), table.encoding);
}

/** The options with which a file in this encoding is accepted. */
export const askedEncoding = ({ encoding }: WrittenTable): { encoding?: 'windows-1252' } =>
  encoding === 'windows-1252' ? { encoding } : {};

export const isBlank = ({ cells }: WrittenRecord) => cells.every(({ value }) => value === '');

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const needsQuotes = (text: string, delimiter: Delimiter) =>
  text.startsWith('"') || [delimiter, '\r', '\n'].some((character) => text.includes(character));

/** A value in any of the ways in which it may be written. */
const writtenCell = (text: fc.Arbitrary<string>, delimiter: Delimiter): fc.Arbitrary<WrittenCell> =>
  fc
    .record({ text, inQuotes: fc.boolean(), before: blanks(delimiter), after: blanks(delimiter) })
    .map(({ text, inQuotes, before, after }) => {
      const inside = `${before}${text}${after}`;
      const raw = inQuotes || needsQuotes(inside, delimiter) ? quoted(inside) : inside;
      return { raw, value: inside.trim() };
    });

const blanks = (delimiter: Delimiter) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant('') },
    fc.string({
      unit: fc.constantFrom(...BLANKS.filter((blank) => blank !== delimiter)),
      minLength: 1,
      maxLength: 2,
    }),
  );

const someText = (encoding: Encoding) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'abcXYZ0189-@.'), maxLength: 12 }) },
    fc.string({ unit: fc.constantFrom(...(isWide(encoding) ? WIDE : NARROW)), maxLength: 6 }),
  );

const HEADINGS = ['Learner', 'Content', 'Reset required'] as const;
const inAnyCase = (heading: string) =>
  fc
    .array(fc.boolean(), { minLength: heading.length, maxLength: heading.length })
    .map((upper) =>
      [...heading].map((character, at) => (upper[at] ? character.toUpperCase() : character)).join(''),
    );

/** Our three headings in any order and case, with others between them and empty ones behind. */
const headingTexts = (withError: boolean) =>
  fc
    .record({
      own: fc.tuple(...HEADINGS.map(inAnyCase)),
      others: fc.array(fc.constantFrom('Note', 'Name, first', 'Say "hi"', 'Zeile\nzwei', 'é'), {
        maxLength: 2,
      }),
      empty: fc.integer({ min: 0, max: 2 }),
    })
    .chain(({ own, others, empty }) =>
      fc
        .shuffledSubarray([...own, ...others], { minLength: own.length + others.length })
        .map((names) => [...names, ...(withError ? ['eRRor'] : []), ...Array<string>(empty).fill('')]),
    );

/** Any table, written in any accepted way. @param withError whether it has an `Error` column as a report has */
export const writtenTable = ({ withError }: { withError: boolean }): fc.Arbitrary<WrittenTable> =>
  fc
    .record({
      encoding: fc.constantFrom(...ENCODINGS),
      delimiter: fc.constantFrom(...DELIMITERS),
      lineEnds: fc.subarray([...LINE_ENDS], { minLength: 1 }),
      headings: headingTexts(withError),
    })
    .chain(({ encoding, delimiter, lineEnds, headings }) => {
      const lineEnd = fc.constantFrom(...lineEnds);
      const cell = writtenCell(someText(encoding), delimiter);
      const blank = writtenCell(fc.constant(''), delimiter);
      // Each row has a cell that is not blank and not the one under `Error`, which a report may empty.
      const filled = writtenCell(fc.constantFrom('ann', '0042', "o'hara", 'a"b', '"', 'x\r\ny'), delimiter);
      const record = fc.record({
        cells: fc
          .tuple(fc.array(cell, { maxLength: 2 }), filled, fc.array(cell, { maxLength: headings.length }))
          .map(([before, one, after]) => [...before, one, ...after]),
        lineEnd,
      });
      const blankRecord = fc.record({
        cells: fc.array(blank, { minLength: 1, maxLength: headings.length + 2 }),
        lineEnd,
      });
      return fc
        .record({
          encoding: fc.constant(encoding),
          mark: encoding === 'windows-1252' ? fc.constant(false) : fc.boolean(),
          delimiter: fc.constant(delimiter),
          sepLine: fc.option(lineEnd, { nil: undefined }),
          blanksAbove: fc.array(blankRecord, { maxLength: 2 }),
          header: fc.record({
            cells: fc.tuple(...headings.map((heading) => writtenCell(fc.constant(heading), delimiter))),
            lineEnd,
          }),
          records: fc
            .tuple(
              record,
              fc.array(fc.oneof({ weight: 4, arbitrary: record }, blankRecord), { maxLength: 8 }),
            )
            .map(([first, others]) => [...others.slice(0, 2), first, ...others.slice(2)]),
          final: fc.boolean(),
        })
        .map(({ final, ...table }) => withoutAmbiguity(final ? table : withoutFinalLineEnd(table)));
    });

function withoutFinalLineEnd(table: WrittenTable): WrittenTable {
  const last = table.records.at(-1) as WrittenRecord;
  // Without its line end, a record of one empty cell is nothing at all.
  if (recordText({ ...last, lineEnd: '' }, table.delimiter) === '') return table;
  return { ...table, records: [...table.records.slice(0, -1), { ...last, lineEnd: '' }] };
}

/** A record that ends with a lone CR, and an empty line after it that begins with LF, would be one CR LF. */
function withoutAmbiguity(table: WrittenTable): WrittenTable {
  const all = [...table.blanksAbove, table.header, ...table.records];
  const apart = all.map((record, index) => {
    const next = all[index + 1];
    const beginsWithLf = next && recordText(next, table.delimiter).startsWith('\n');
    return record.lineEnd === '\r' && beginsWithLf ? { ...record, lineEnd: '\r\n' as const } : record;
  });
  const above = table.blanksAbove.length;
  const first = all[0] as WrittenRecord;
  const sepJoins = table.sepLine === '\r' && recordText(first, table.delimiter).startsWith('\n');
  return {
    ...table,
    sepLine: sepJoins ? '\n' : table.sepLine,
    blanksAbove: apart.slice(0, above),
    header: apart[above] as WrittenRecord,
    records: apart.slice(above + 1),
  };
}
