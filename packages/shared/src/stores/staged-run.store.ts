import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import type { LearnerRange } from './chunk.store';
import { type Entries, type EntryLayout, entryBytes, packEntries, unpackEntries } from './packed-entries';
import { PAIR_BYTES, type PairColumns, packPairs, unpackPairs } from './packed-pairs';

/** Of one stored row, 512 pairs: the most that InnoDB keeps beside the key (half a page of 16 KiB). */
const SLICE_BYTES = 512 * PAIR_BYTES;
/** Slices of one statement: about a megabyte, written in hexadecimal. */
const SLICES_PER_STATEMENT = 64;

const OF_VERSION = 'organization_id = ? AND bulk_reset_id = ? AND version = ?';
const at = ({ organizationId, bulkResetId, version }: VersionKey) => [organizationId, bulkResetId, version];

/**
 * Stages what a chunk of the validation found as one sorted run, cut into slices. Settling merges the runs of all
 * chunks, range of learners by range of learners (an external merge sort), so that a million rows are two thousand
 * stored rows.
 * @param pairs sorted
 */
export async function insertStagedRun(
  db: EntityManager,
  key: VersionKey,
  number: number,
  pairs: PairColumns,
): Promise<void> {
  await insertRun(db, key, number, {
    lead: pairs.learnerIds,
    bytes: PAIR_BYTES,
    pack: (from, to) => packPairs(pairs, from, to),
  });
}

/** As `insertStagedRun`, for entries of any layout. Their first column takes the place of the learner. */
export async function insertEntryRun<Layout extends EntryLayout>(
  db: EntityManager,
  key: VersionKey,
  number: number,
  layout: Layout,
  entries: Entries<Layout>,
): Promise<void> {
  const [lead] = Object.keys(layout) as [keyof Layout & string];
  await insertRun(db, key, number, {
    lead: entries[lead],
    bytes: entryBytes(layout),
    pack: (from, to) => packEntries(layout, entries, from, to),
  });
}

/** `lead` is sorted: the column that ranges are made of. */
type Run = { lead: Float64Array; bytes: number; pack: (from: number, to: number) => Buffer };

async function insertRun(db: EntityManager, key: VersionKey, number: number, { lead, bytes, pack }: Run) {
  const slices: (number | Buffer)[][] = [];
  const perSlice = Math.floor(SLICE_BYTES / bytes);
  for (let from = 0; from < lead.length; from += perSlice) {
    const to = Math.min(from + perSlice, lead.length);
    const learners = [lead[from] as number, lead[to - 1] as number];
    slices.push([...at(key), number, slices.length, ...learners, to - from, pack(from, to)]);
  }
  for (let from = 0; from < slices.length; from += SLICES_PER_STATEMENT) {
    const some = slices.slice(from, from + SLICES_PER_STATEMENT);
    await db.query(
      `INSERT INTO staged_run (organization_id, bulk_reset_id, version, number, slice, first_learner, last_learner, pairs, packed)
       VALUES ${some.map(() => '(?)').join(', ')}`,
      some,
    );
  }
}

/** No learner has this id: half-open ranges end here. */
const NO_LEARNER = Number.MAX_SAFE_INTEGER;

/**
 * Cuts the staged pairs into ranges of whole learners with about `pairsPerRange` pairs each, by where their slices
 * begin: no pair is read. A learner with more pairs than that makes a larger range.
 * @returns ranges from the first learner to the last, and the pairs that each probably has; together they are exact
 */
export async function planLearnerRanges(
  db: EntityManager,
  key: VersionKey,
  pairsPerRange: number,
): Promise<LearnerRange[]> {
  const slices: { learner: number; pairs: number }[] = await db.query(
    `SELECT first_learner AS learner, pairs FROM staged_run FORCE INDEX (staged_run_learners)
     WHERE ${OF_VERSION} ORDER BY first_learner`,
    at(key),
  );
  const ranges: LearnerRange[] = [];
  let range: LearnerRange = { fromLearner: 0, toLearner: NO_LEARNER, pairs: 0 };
  for (const { learner, pairs } of slices) {
    if (range.pairs >= pairsPerRange && learner > range.fromLearner) {
      ranges.push({ ...range, toLearner: learner });
      range = { fromLearner: learner, toLearner: NO_LEARNER, pairs: 0 };
    }
    range.pairs += pairs;
  }
  return range.pairs > 0 ? [...ranges, range] : ranges;
}

/** The staged pairs of a range of learners, chunk by chunk: not sorted. */
export async function readStagedPairs(
  db: EntityManager,
  key: VersionKey,
  learners: { fromLearner: number; toLearner: number },
): Promise<PairColumns> {
  return unpackPairs(await readSlices(db, key, learners), learners);
}

/** As `readStagedPairs`, for entries of any layout. */
export async function readStagedEntries<Layout extends EntryLayout>(
  db: EntityManager,
  key: VersionKey,
  layout: Layout,
  range: { fromLearner: number; toLearner: number },
): Promise<Entries<Layout>> {
  const packed = await readSlices(db, key, range);
  return unpackEntries(layout, packed, { from: range.fromLearner, to: range.toLearner });
}

async function readSlices(
  db: EntityManager,
  key: VersionKey,
  learners: { fromLearner: number; toLearner: number },
): Promise<Buffer[]> {
  // By itself the server reads every packed run of the file: its key has the version first, too.
  const slices: { packed: Buffer }[] = await db.query(
    `SELECT packed FROM staged_run FORCE INDEX (staged_run_learners) WHERE ${OF_VERSION} AND first_learner < ? AND last_learner >= ?`,
    [...at(key), learners.toLearner, learners.fromLearner],
  );
  return slices.map(({ packed }) => packed);
}
