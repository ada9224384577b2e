import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { inspect, recordsOf } from './inspected.fixture';
import { writeCsv } from './write-csv';

const batches = (...rows: string[][][]) => Readable.from(rows);
const written = async (...parameters: Parameters<typeof writeCsv>) =>
  (await buffer(writeCsv(...parameters))).toString();

test('rows are written for spreadsheets: mark, CRLF, quotes where needed, formulas guarded', async () => {
  const rows = batches(
    [
      ['ann', '=1+1'],
      ['a "b", c', "'x"],
    ],
    [],
    [['', '-5']],
  );
  expect(await written(['Name', '@Value'], rows)).toBe(
    `\ufeffName,'@Value\r\nann,'=1+1\r\n"a ""b"", c",'x\r\n,'-5\r\n`,
  );
});

test('for a program, cells are written as they are', async () => {
  expect(await written(['Name'], batches([['=1']]), { formulaGuard: false })).toBe('\ufeffName\r\n=1\r\n');
});

test('without rows there is still the header', async () => {
  expect(await written(['Name', 'Value'], batches())).toBe('\ufeffName,Value\r\n');
});

test('what is written is read back the same', async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab "\',;\t\r\n=é漢'), maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), async (cells) => {
      const rows = cells.map(([one, two]) => ['first', one, two]);
      const file = await buffer(
        writeCsv(['Learner', 'Content', 'Reset required'], batches(rows, [['last', '', '']]), {
          formulaGuard: false,
        }),
      );
      expect(recordsOf(file, inspect(file)).map((record) => record.cells)).toEqual([
        ...rows.map((row) => row.map((value) => value.trim())),
        ['last', '', ''],
      ]);
    }),
  );
});

test('a fault of the source is the fault of the stream', async () => {
  async function* broken() {
    yield [['ann']];
    throw new Error('the database is away');
  }
  await expect(written(['Name'], broken())).rejects.toThrow('the database is away');
});

test('rows are pulled no faster than they are read, and no more when nobody reads', async () => {
  let pulled = 0;
  let returned: () => void;
  const hasReturned = new Promise<void>((resolve) => {
    returned = resolve;
  });
  async function* endless() {
    try {
      for (;;) {
        pulled += 1;
        yield Array.from({ length: 100 }, () => ['x'.repeat(1000)]);
      }
    } finally {
      returned();
    }
  }
  const stream = writeCsv(['Name'], endless());
  for await (const _part of stream) {
    if (pulled > 3) break;
  }
  await hasReturned;
  expect(pulled).toBeLessThan(10);
});
