import { type Problem, problem } from '@reset/shared/contracts/problem';
import { inTransaction } from '@reset/shared/database/in-transaction';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import {
  exchangeStagedRow,
  markContradictions,
  nextRepeatedPairs,
  type Pair,
  type RepeatedPair,
} from '@reset/shared/stores/collision.store';
import { insertPairProblems } from '@reset/shared/stores/problem.store';
import { ROW_FLAGS, type StagedRow } from '@reset/shared/stores/staged-row.store';
import type { DataSource } from 'typeorm';

const PAIRS_PER_BATCH = 2_000;

/**
 * Decides about pairs that several rows name, by row number and so without regard to which worker came first. Batches
 * commit by themselves; each may be done again.
 */
export async function settlePairs(
  dataSource: DataSource,
  key: VersionKey,
  signal: AbortSignal,
): Promise<void> {
  let after: Pair | undefined = { learnerId: 0, courseId: 0 };
  while (after) {
    signal.throwIfAborted();
    after = await settleBatch(dataSource, key, after);
  }
}

function settleBatch(dataSource: DataSource, key: VersionKey, after: Pair): Promise<Pair | undefined> {
  return inTransaction(dataSource, async (db) => {
    const pairs = await nextRepeatedPairs(db, key, after, PAIRS_PER_BATCH);
    for (const { staged, rows } of pairs) {
      const first = rows[0] as StagedRow;
      if (first.fileRow !== staged.fileRow) await exchangeStagedRow(db, key, staged, first);
    }
    await insertPairProblems(db, key, pairs.flatMap(pairProblems));
    await markContradictions(db, key, pairs.filter(contradicts));
    return pairs.at(-1);
  });
}

const resets = ({ flags }: StagedRow) => (flags & ROW_FLAGS.RESET) !== 0;
const contradicts = ({ rows }: RepeatedPair) => rows.some(resets) && !rows.every(resets);

/** Asked both ways: an error on every row of the pair. Asked again: a warning on each later row. */
function pairProblems(pair: RepeatedPair): Problem[] {
  const { rows } = pair;
  const first = rows[0] as StagedRow;
  if (!contradicts(pair))
    return rows
      .slice(1)
      .map(({ fileRow }) => problem('pair-repeated', fileRow, 'Row', { firstRow: first.fileRow }));
  const opposite = (row: StagedRow) => rows.find((other) => resets(other) !== resets(row)) as StagedRow;
  return rows.map((row) =>
    problem('pair-contradicts', row.fileRow, 'Row', { otherRow: opposite(row).fileRow }),
  );
}
