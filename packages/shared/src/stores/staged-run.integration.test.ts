import type { DataSource } from 'typeorm';
import { createTestDatabase } from '../database/test-database.fixture';
import { sortPairs } from './packed-pairs';
import { type Pair, pairsFrom, pairsOf } from './packed-pairs.fixture';
import { insertStagedRun, planLearnerRanges, readStagedPairs } from './staged-run.store';

let dataSource: DataSource;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ dataSource, drop } = await createTestDatabase());
});
afterAll(() => drop());

let lastBulkReset = 0;
const newKey = () => {
  lastBulkReset += 1;
  return { organizationId: 1, bulkResetId: lastBulkReset, version: 1 };
};
type Key = ReturnType<typeof newKey>;
const stage = async (key: Key, chunks: readonly (readonly Pair[])[]) => {
  for (const [number, pairs] of chunks.entries())
    await insertStagedRun(dataSource.manager, key, number, sortPairs(pairsFrom(pairs)));
};
const byRow = (a: Pair, b: Pair) => a.fileRow - b.fileRow;

/** Every range with its pairs. */
async function readAll(key: Key, pairsPerRange: number) {
  const ranges = await planLearnerRanges(dataSource.manager, key, pairsPerRange);
  const read = [];
  for (const range of ranges)
    read.push({ range, pairs: pairsOf(await readStagedPairs(dataSource.manager, key, range)) });
  return read;
}

/** Rows of a file, cut into chunks; `learnerOf` says whom a row names. */
function fileOf(rows: number, rowsPerChunk: number, learnerOf: (row: number) => number): Pair[][] {
  const pairs = Array.from({ length: rows }, (_, row) => ({
    learnerId: learnerOf(row),
    courseId: 1 + (row % 97),
    fileRow: row + 2,
    flags: row % 2,
  }));
  return Array.from({ length: Math.ceil(rows / rowsPerChunk) }, (_, chunk) =>
    pairs.slice(chunk * rowsPerChunk, (chunk + 1) * rowsPerChunk),
  );
}

const FILES: Readonly<Record<string, (row: number) => number>> = {
  'learner by learner': (row) => 1 + Math.floor(row / 20),
  'every row another learner, in no order': (row) => 1 + ((row * 7_919) % 20_011),
  'nearly all about one learner': (row) => (row % 10 === 0 ? 1 + row : 5_000),
  'one learner alone': () => 2 ** 47,
};

test.each(Object.entries(FILES))(
  'ranges hold every pair once and cut no learner: %s',
  async (_, learnerOf) => {
    const key = newKey();
    const chunks = fileOf(6_000, 1_300, learnerOf);
    await stage(key, chunks);
    const read = await readAll(key, 1_000);

    expect(read.flatMap(({ pairs }) => pairs).sort(byRow)).toEqual(chunks.flat().sort(byRow));
    expect(read[0]?.range.fromLearner).toBe(0);
    expect(read.at(-1)?.range.toLearner).toBe(Number.MAX_SAFE_INTEGER);
    for (const [index, { range, pairs }] of read.entries()) {
      if (index > 0) expect(range.fromLearner).toBe(read[index - 1]?.range.toLearner);
      for (const { learnerId } of pairs) {
        expect(learnerId).toBeGreaterThanOrEqual(range.fromLearner);
        expect(learnerId).toBeLessThan(range.toLearner);
      }
    }
    expect(read.reduce((sum, { range }) => sum + range.pairs, 0)).toBe(6_000);
  },
);

test('a file about many learners makes as many ranges as it has pairs for', async () => {
  const key = newKey();
  await stage(
    key,
    fileOf(6_000, 1_300, (row) => 1 + ((row * 7_919) % 20_011)),
  );
  const read = await readAll(key, 1_000);
  expect(read.length).toBeGreaterThanOrEqual(4);
  for (const { pairs } of read) expect(pairs.length).toBeLessThan(3_000);
});

test('other versions, bulk resets and organizations are left alone', async () => {
  const key = newKey();
  const pair = { learnerId: 7, courseId: 1, fileRow: 2, flags: 1 };
  await stage(key, [[pair]]);
  await stage({ ...key, version: 2 }, [[{ ...pair, fileRow: 3 }]]);
  await stage({ ...key, organizationId: 2 }, [[{ ...pair, fileRow: 4 }]]);
  await stage(newKey(), [[{ ...pair, fileRow: 5 }]]);
  expect((await readAll(key, 10)).map(({ pairs }) => pairs)).toEqual([[pair]]);
});

test('a file of which no row names anybody has no ranges', async () => {
  const key = newKey();
  await stage(key, [[]]);
  expect(await readAll(key, 10)).toEqual([]);
});
