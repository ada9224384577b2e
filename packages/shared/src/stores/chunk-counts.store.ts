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
    (name) => `CAST(COALESCE(SUM(JSON_EXTRACT(counts, '$.${name}')), 0) AS SIGNED) AS \`${name}\``,
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

/** How far a phase is, and what its done chunks counted. Seconds run from its first chunk's start, by the database's clock. */
export type PhaseState = {
  rowsDone: number;
  rowsTotal: number;
  seconds: number;
  done: boolean;
  /** Of `validate`. */
  found: { excluded: number; withErrors: number };
  /** Of `reset`, in rows. */
  outcome: { reset: number; nothingToReset: number; changedSinceValidation: number };
};

const sum = (what: string) => `CAST(COALESCE(SUM(${what}), 0) AS SIGNED)`;
const ofDone = (column: string) => sum(`IF(c.state = 'done', c.${column}, 0)`);
/** Rows of a report that is being written: only its chunk tells how far it is before it commits. */
const IN_HAND = `(SELECT ${sum('LEAST(l.rows_done, r.data_rows)')} FROM chunk r STRAIGHT_JOIN chunk_lease l ON l.chunk_id = r.id
  WHERE r.organization_id = ? AND r.bulk_reset_id = ? AND r.version = ? AND r.phase = ? AND r.state <> 'done')`;

/** In one pass over the index of sums: beside a busy database each question waits for its turn. */
export async function readPhase(db: EntityManager, key: VersionKey, phase: Phase): Promise<PhaseState> {
  const [row]: [PhaseRow] = await db.query(
    `SELECT ${ofDone('data_rows')}${phase === 'report' ? ` + ${IN_HAND}` : ''} AS rowsDone,
       ${sum('c.data_rows')} AS rowsTotal, ${sum("c.state <> 'done'")} AS open,
       COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(c.started_at),
         IF(SUM(c.state <> 'done') > 0, UTC_TIMESTAMP(3), MAX(c.finished_at))), 0) / 1000000 AS seconds,
       ${ofDone('rows_excluded')} AS excluded, ${ofDone('rows_with_errors')} AS withErrors,
       ${ofDone('rows_reset')} AS reset, ${ofDone('rows_nothing_to_reset')} AS nothingToReset,
       ${ofDone('rows_changed')} AS changedSinceValidation
     FROM chunk c WHERE c.organization_id = ? AND c.bulk_reset_id = ? AND c.version = ? AND c.phase = ?`,
    [...(phase === 'report' ? at(key, phase) : []), ...at(key, phase)],
  );
  const { rowsDone, rowsTotal, seconds, open, excluded, withErrors, ...outcome } = row;
  return {
    rowsDone,
    rowsTotal,
    seconds: Number(seconds),
    done: open === 0,
    found: { excluded, withErrors },
    outcome,
  };
}
type PhaseRow = Pick<PhaseState, 'rowsDone' | 'rowsTotal'> &
  PhaseState['found'] &
  PhaseState['outcome'] & { seconds: number | string; open: number };
