import { type ClaimedChunk, markChunkDone } from '@reset/shared/stores/chunk.store';
import { type DirectoryEntity, keyOf } from '@reset/shared/stores/directory-entity';
import { sortEntries } from '@reset/shared/stores/packed-entries';
import { insertProblems } from '@reset/shared/stores/problem.store';
import { KEY_LAYOUT, keyEntries, type StagedKey } from '@reset/shared/stores/staged-key';
import { insertEntryRun } from '@reset/shared/stores/staged-run.store';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';
import { compareRows } from './compare-rows';
import { readDirectoryRows } from './directory-file';
import type { ImportKind } from './import-kind';
import { isAnother, type MatchedRow } from './match-rows';

/**
 * Checks every row of one chunk of a directory file. Problems, what rows are compared by, counts and the
 * chunk's own state commit together or not at all.
 */
export async function checkRows(
  deps: WorkerDeps,
  chunk: ClaimedChunk,
  kind: ImportKind,
  signal: AbortSignal,
): Promise<void> {
  const { entity } = kind;
  const read = await readDirectoryRows(deps, chunk, entity);
  const rows = await compareRows(deps.dataSource, kind, chunk.organizationId, read);
  const keys = sortEntries(KEY_LAYOUT, keyEntries(rows.flatMap((row) => stagedKeys(entity, row))));
  signal.throwIfAborted();
  await inChunkTransaction(deps.dataSource, chunk, async (db) => {
    await insertEntryRun(db, chunk, chunk.number, KEY_LAYOUT, keys);
    await insertProblems(
      db,
      chunk,
      rows.map(({ problems }) => problems),
    );
    await markChunkDone(db, chunk, { counts: countRows(entity, rows) });
  });
}

const hasError = ({ problems }: MatchedRow) => problems.some(({ severity }) => severity === 'error');

/** A row that does not say which one it is about takes no part in the comparison. */
function stagedKeys(entity: DirectoryEntity, row: MatchedRow): StagedKey[] {
  if (row.target === undefined) return [];
  const { target, values, action } = row;
  const all = [row.pair, ...Object.keys(entity.fields).map((name) => values[name] ?? null)];
  const common = { row: row.row, action, hasError: hasError(row) };
  const keys = [{ ...common, about: 0, key: target, value: JSON.stringify(all) }];
  entity.identifiers.forEach((name, index) => {
    const value = values[name];
    if (value !== undefined && isAnother(row.stored?.values[name], value))
      keys.push({ ...common, about: index + 1, key: keyOf(value), value: target });
  });
  return keys;
}

/** Sums over the chunks give what settling starts from. */
export type CheckCounts = {
  withErrors: number;
  create: number;
  update: number;
  unchanged: number;
  deactivate: number;
};

function countRows(entity: DirectoryEntity, rows: readonly MatchedRow[]): CheckCounts {
  const counts = { withErrors: 0, create: 0, update: 0, unchanged: 0, deactivate: 0 };
  for (const row of rows) {
    if (hasError(row)) counts.withErrors += 1;
    else {
      counts[row.action] += 1;
      if (deactivates(entity, row)) counts.deactivate += 1;
    }
  }
  return counts;
}

function deactivates({ inactive }: DirectoryEntity, { values, stored }: MatchedRow): boolean {
  if (!inactive || !stored) return false;
  const { field, value } = inactive;
  return values[field] === value && stored.values[field] !== value;
}
