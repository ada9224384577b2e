import type { EntityManager } from 'typeorm';
import type { Phase } from '../contracts/bulk-reset';
import type { VersionKey } from './bulk-reset-key';

const OF_PHASE = 'organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = ?';
const at = ({ organizationId, bulkResetId, version }: VersionKey, phase: Phase) => [
  organizationId,
  bulkResetId,
  version,
  phase,
];

/** Counts that the done chunks of a phase committed, each summed over them. */
export async function sumCounts<Name extends string>(
  db: EntityManager,
  key: VersionKey,
  phase: Phase,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const sums = names.map(
    (name) => `CAST(COALESCE(SUM(JSON_EXTRACT(counts, '$.${name}')), 0) AS SIGNED) AS ${name}`,
  );
  const [row]: [Record<Name, number>] = await db.query(
    `SELECT ${sums.join(', ')} FROM chunk WHERE ${OF_PHASE} AND state = 'done'`,
    at(key, phase),
  );
  return row;
}

/** Rows that say FALSE, and rows with an error of their own: known before anything is settled. */
export const sumValidateCounts = (db: EntityManager, key: VersionKey) =>
  sumCounts(db, key, 'validate', ['excluded', 'withErrors']);

/** What the done reset chunks did, in rows. */
export async function sumResetCounts(db: EntityManager, key: VersionKey) {
  const [sums]: [{ reset: number; nothingToReset: number; changedSinceValidation: number }] = await db.query(
    `SELECT CAST(COALESCE(SUM(rows_reset), 0) AS SIGNED) AS reset,
       CAST(COALESCE(SUM(rows_nothing_to_reset), 0) AS SIGNED) AS nothingToReset,
       CAST(COALESCE(SUM(rows_changed), 0) AS SIGNED) AS changedSinceValidation
     FROM chunk WHERE ${OF_PHASE} AND state = 'done'`,
    at(key, 'reset'),
  );
  return sums;
}

/** How far a phase is. Seconds run from its first chunk's start, by the database's clock. */
export type PhaseProgress = { rowsDone: number; rowsTotal: number; seconds: number; done: boolean };

export async function readPhaseProgress(
  db: EntityManager,
  key: VersionKey,
  phase: Phase,
): Promise<PhaseProgress> {
  const [row]: [{ done: number; total: number; open: number; seconds: number }] = await db.query(
    `SELECT CAST(COALESCE(SUM(CASE WHEN c.state = 'done' THEN c.data_rows
         ELSE LEAST(COALESCE(l.rows_done, 0), c.data_rows) END), 0) AS SIGNED) AS done,
       CAST(COALESCE(SUM(c.data_rows), 0) AS SIGNED) AS total,
       CAST(COALESCE(SUM(c.state <> 'done'), 0) AS SIGNED) AS open,
       COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(c.started_at),
         IF(SUM(c.state <> 'done') > 0, UTC_TIMESTAMP(3), MAX(c.finished_at))), 0) / 1000000 AS seconds
     FROM chunk c LEFT JOIN chunk_lease l ON l.chunk_id = c.id
     WHERE c.organization_id = ? AND c.bulk_reset_id = ? AND c.version = ? AND c.phase = ?`,
    at(key, phase),
  );
  return { rowsDone: row.done, rowsTotal: row.total, seconds: Number(row.seconds), done: row.open === 0 };
}
