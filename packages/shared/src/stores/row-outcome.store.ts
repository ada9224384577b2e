import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';

/** What became of a row of a directory file that was applied. One byte each is kept: the place in this list. */
const ROW_OUTCOMES = ['created', 'updated', 'unchanged', 'repeated', 'changed-since-validation'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** Keeps what became of the data rows of a chunk, in file order. */
export async function insertRowOutcomes(
  db: EntityManager,
  key: VersionKey,
  number: number,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  await db.query(
    'INSERT INTO chunk_rows (organization_id, bulk_reset_id, version, number, packed) VALUES (?, ?, ?, ?, ?)',
    [
      key.organizationId,
      key.bulkResetId,
      key.version,
      number,
      Buffer.from(outcomes.map((outcome) => ROW_OUTCOMES.indexOf(outcome))),
    ],
  );
}

/** Nothing where the chunk has not been applied. */
export async function readRowOutcomes(
  db: EntityManager,
  key: VersionKey,
  number: number,
): Promise<RowOutcome[] | undefined> {
  const rows: { packed: Buffer }[] = await db.query(
    'SELECT packed FROM chunk_rows WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND number = ?',
    [key.organizationId, key.bulkResetId, key.version, number],
  );
  return rows[0] && Array.from(rows[0].packed, (place) => ROW_OUTCOMES[place] as RowOutcome);
}
