import fc from 'fast-check';
import { checkWidth } from './check-width';
import { askedEncoding, tableBytes, writtenTable } from './csv-table.fixture';
import { fuzzRuns } from './fuzz-runs.fixture';
import type { UploadInspection } from './inspect-upload';
import { inspect, isRefusal, recordsOf, reportOf } from './inspected.fixture';

type Options = { encoding?: 'windows-1252' };
const limits = { rowsPerChunk: 3, bytesPerChunk: 100 };

/** The inspection, or nothing where the file was refused as a file may be. */
function inspectionOf(file: Buffer, options: Options, slices: number[]): UploadInspection | undefined {
  try {
    return inspect(file, { ...limits, ...options }, slices);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { sentence, row } = error.details;
    expect(sentence.length).toBeLessThan(400);
    expect(row ?? 1).toBeGreaterThan(0);
    return undefined;
  }
}

/** What is accepted can be read to its end, and its report is accepted with the same rows. */
function expectReadable(file: Buffer, options: Options, slices: number[]) {
  const inspection = inspectionOf(file, options, slices);
  if (!inspection) return;
  const { columns, header } = inspection.format;
  const records = recordsOf(file, inspection);
  expect(records.length).toBe(inspection.rows);
  for (const record of records) checkWidth(record, columns, header.length);

  const cellOf = (row: number) => `Row ${row} is "fuzzy".`;
  const report = reportOf(file, inspection, cellOf);
  const again = inspectionOf(report, options, slices);
  expect(again).toMatchObject({ rows: inspection.rows, blankRows: inspection.blankRows });
  expect(reportOf(report, again as UploadInspection, cellOf).equals(report)).toBe(true);
}

const tables = fc.oneof(writtenTable({ withError: false }), writtenTable({ withError: true }));
const slices = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 3 });
const nastyBytes = fc.constantFrom(
  ...Buffer.from('",;\t\r\n \x00\x80\xa0\xc2\xd8\xdc\xef\xbb\xbf\xff\xfe=s', 'latin1'),
);
const mutation = fc.record({
  at: fc.nat(),
  remove: fc.integer({ min: 0, max: 3 }),
  insert: fc.array(nastyBytes, { maxLength: 3 }),
});

test('a file with bytes changed, lost or put in is read or refused, and nothing else', () => {
  fc.assert(
    fc.property(
      tables,
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      slices,
      (table, mutations, slices) => {
        let file = tableBytes(table);
        for (const { at, remove, insert } of mutations) {
          const from = at % (file.length + 1);
          file = Buffer.concat([file.subarray(0, from), Buffer.from(insert), file.subarray(from + remove)]);
        }
        expectReadable(file, askedEncoding(table), slices);
      },
    ),
    { numRuns: fuzzRuns(500) },
  );
});

test('any bytes are read or refused, and nothing else', () => {
  const asked = fc.constantFrom<Options>({}, { encoding: 'windows-1252' });
  const begin = fc.constantFrom(
    '',
    'Learner,Content,Reset required\n',
    'sep=;\r\nLearner;Content;Reset required\r',
  );
  const rest = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.array(nastyBytes, { maxLength: 60 }));
  fc.assert(
    fc.property(begin, rest, asked, slices, (begin, rest, asked, slices) => {
      expectReadable(Buffer.concat([Buffer.from(begin), Buffer.from(rest)]), asked, slices);
    }),
    { numRuns: fuzzRuns(1000) },
  );
});
