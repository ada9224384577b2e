import { type DataSource, type EntityManager, In } from 'typeorm';
import { PHASES, type Phase } from '../contracts/bulk-reset';
import type { BulkResetStatus } from '../contracts/bulk-reset-status';
import type { WorkKind } from '../contracts/directory-columns';
import type { ChunkRange } from '../csv/file-format';
import { inTransaction } from '../database/in-transaction';
import { Chunk } from '../entities/bulk-reset';
import { failpoint, isBroken } from '../failpoints/failpoint';
import { chunkPriority } from '../queue/chunk-priority';
import type { ChunkJob } from '../queue/jobs';
import type { VersionKey } from './bulk-reset-key';
import { insertRows } from './multi-row';

/** In which status of the bulk reset a chunk of a phase may run. */
export const STATUS_OF_PHASE: Readonly<Record<Phase, BulkResetStatus>> = {
  validate: 'validating',
  settle: 'settling',
  summarize: 'settling',
  report: 'settling',
  reset: 'resetting',
  undo: 'resetting',
};
/** The phases that may run. An undo has one of its own, and nothing else has that. */
export const phasesIn = (kind: WorkKind, status: BulkResetStatus): Phase[] =>
  PHASES.filter((phase) => STATUS_OF_PHASE[phase] === status && (phase === 'undo') === (kind === 'undo'));
/** At most this many chunks of one bulk reset are in the queue, so that a large file does not make a small one wait. */
export const WINDOW = 8;
/** Pairs of a chunk that settles or resets, about, where nothing else is asked for: a tenth of a second's work. */
export const PAIRS_PER_CHUNK = 10_000;
/** A lease not renewed for this long is lost, where nothing else is asked for. */
export const LEASE_SECONDS = 15;
/** Attempts that end in a fault of ours, after which a chunk is given up. */
export const MAX_ATTEMPTS = 3;
/** Workers that may die over one chunk before it is given up: a chunk that kills its worker must not go on for ever. */
export const MAX_LOSSES = 20;

/** The lease was lost: another worker has the chunk, and nothing of this one may be committed. */
export class LeaseLost extends Error {}

const VALIDATE_COLUMNS = [
  'organization_id',
  'bulk_reset_id',
  'version',
  'phase',
  'number',
  'data_rows',
  'first_row',
  'records',
  'start_byte',
  'end_byte',
  'crc32',
  'quoted',
] as const;

/** Writes the chunks of a validation, as the pass over the upload has planned them. */
export async function insertValidateChunks(
  db: EntityManager,
  key: VersionKey,
  chunks: readonly ChunkRange[],
) {
  const values = chunks.flatMap((chunk) => [
    key.organizationId,
    key.bulkResetId,
    key.version,
    'validate',
    chunk.number,
    chunk.rows,
    chunk.firstRow,
    chunk.records,
    chunk.startByte,
    chunk.endByte,
    chunk.crc32,
    chunk.quoted ? 1 : 0,
  ]);
  await insertRows(db, 'chunk', VALIDATE_COLUMNS, values);
}

/**
 * One chunk for a phase that one worker does alone. Writing it again changes nothing.
 * @returns whether it was not there
 */
export async function insertSingleChunk(
  db: EntityManager,
  key: VersionKey,
  phase: 'summarize' | 'report',
  rows: number,
): Promise<boolean> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `INSERT IGNORE INTO chunk (organization_id, bulk_reset_id, version, phase, number, data_rows)
     VALUES (?, ?, ?, ?, 0, ?)`,
    [key.organizationId, key.bulkResetId, key.version, phase, rows],
  );
  return affectedRows === 1;
}

/** Learner ids, half-open, and how many staged pairs they have, about. */
export type LearnerRange = { fromLearner: number; toLearner: number; pairs: number };

/** The learners of a chunk. Only those that settle and reset have some. */
export function learnersOf({ fromLearner, toLearner, id }: Chunk): Omit<LearnerRange, 'pairs'> {
  if (fromLearner === null || toLearner === null) throw new Error(`chunk ${id} has no learners`);
  return { fromLearner, toLearner };
}

/** One chunk for each range, in the order of the ranges. */
export async function insertSettleChunks(
  db: EntityManager,
  key: VersionKey,
  ranges: readonly LearnerRange[],
) {
  const values = ranges.flatMap(({ fromLearner, toLearner, pairs }, number) => [
    key.organizationId,
    key.bulkResetId,
    key.version,
    'settle',
    number,
    pairs,
    fromLearner,
    toLearner,
  ]);
  await insertRows(db, 'chunk', [...VALIDATE_COLUMNS.slice(0, 6), 'from_learner', 'to_learner'], values);
}

/** One chunk for each range that has pairs to reset, with the number under which settling keeps them. */
export async function insertResetChunks(db: EntityManager, key: VersionKey) {
  await db.query(
    `INSERT INTO chunk (organization_id, bulk_reset_id, version, phase, number, data_rows, from_learner, to_learner)
     SELECT organization_id, bulk_reset_id, version, 'reset', number, JSON_EXTRACT(counts, '$.pairs'), from_learner, to_learner
     FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = 'settle'
       AND JSON_EXTRACT(counts, '$.pairs') > 0`,
    [key.organizationId, key.bulkResetId, key.version],
  );
}

/**
 * One chunk for each part of the file, to be read again when the file is applied: for what each row says for itself, and
 * not about a pair.
 */
export async function insertApplyChunks(db: EntityManager, key: VersionKey) {
  const columns = [...VALIDATE_COLUMNS];
  await db.query(
    `INSERT INTO chunk (${columns.join(', ')})
     SELECT ${columns.map((column) => (column === 'phase' ? "'reset'" : column)).join(', ')}
     FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = 'validate'`,
    [key.organizationId, key.bulkResetId, key.version],
  );
}

type DueChunk = ChunkJob & { phase: Phase; priority: number };

/**
 * Marks as queued what is due of one bulk reset, in the order of the file and within its window.
 * @returns what has to be added to the queue; a crash before that is mended by `takeStaleQueuedChunks`
 */
export async function takeDueChunks(
  dataSource: DataSource,
  key: VersionKey,
  phase: Phase,
): Promise<DueChunk[]> {
  const { manager } = dataSource;
  const at = [key.organizationId, key.bulkResetId, key.version, phase];
  const [{ chunks, inFlight }]: [{ chunks: number; inFlight: number }] = await manager.query(
    `SELECT COUNT(*) AS chunks, CAST(COALESCE(SUM(state IN ('queued', 'running')), 0) AS SIGNED) AS inFlight
     FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = ?`,
    at,
  );
  if (inFlight >= WINDOW) return [];
  const due: { id: number; epoch: number; number: number }[] = await manager.query(
    `SELECT id, epoch, number FROM chunk WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase = ?
     AND state = 'waiting' AND (not_before IS NULL OR not_before <= UTC_TIMESTAMP(3))
     ORDER BY number LIMIT ${WINDOW - inFlight}`,
    at,
  );
  if (due.length === 0) return [];
  await manager.query(
    `UPDATE chunk SET state = 'queued', queued_at = UTC_TIMESTAMP(3)
     WHERE organization_id = ? AND id IN (?) AND state = 'waiting'`,
    [key.organizationId, due.map(({ id }) => id)],
  );
  return due.map(({ id, epoch, number }) => ({
    organizationId: key.organizationId,
    chunkId: id,
    epoch,
    phase,
    priority: chunkPriority(number, chunks),
  }));
}

/** A chunk in a worker's hands, and what is asked for. */
export type ClaimedChunk = Chunk & { kind: WorkKind };

/**
 * Takes the chunk for this worker: state, owner and lease in one transaction.
 * @returns the chunk, or nothing where the job has been superseded or the bulk reset has moved on
 */
export async function claimChunk(
  dataSource: DataSource,
  { organizationId, chunkId, epoch }: ChunkJob,
  { worker, leaseSeconds = LEASE_SECONDS }: { worker: string; leaseSeconds?: number },
): Promise<ClaimedChunk | undefined> {
  return inTransaction(dataSource, async (db) => {
    const dueOnly = isBroken('claim') ? {} : { epoch, state: 'queued' as const };
    const chunk = await db.findOneBy(Chunk, { organizationId, id: chunkId, ...dueOnly });
    if (!chunk) return undefined;
    const kind = await kindIfRunnable(db, chunk);
    if (!kind) {
      await putBack(db, chunk);
      return undefined;
    }
    const claimed: { affectedRows: number } = await db.query(
      `UPDATE chunk SET state = 'running', started_at = COALESCE(started_at, UTC_TIMESTAMP(3))
       WHERE organization_id = ? AND id = ? AND epoch = ? AND state = 'queued'`,
      [organizationId, chunkId, epoch],
    );
    if (claimed.affectedRows !== 1 && !isBroken('claim')) return undefined;
    await db.query(
      `INSERT INTO chunk_lease (organization_id, chunk_id, epoch, worker, lease_until)
       VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)
       ON DUPLICATE KEY UPDATE epoch = VALUES(epoch), worker = VALUES(worker), lease_until = VALUES(lease_until)`,
      [organizationId, chunkId, epoch, worker, leaseSeconds],
    );
    await failpoint('claim:written');
    return { ...chunk, kind, state: 'running' };
  });
}

/** Locks the bulk reset's row against a move, so that no chunk starts behind the back of a pause or a cancel. */
async function kindIfRunnable(db: EntityManager, chunk: Chunk): Promise<WorkKind | undefined> {
  const rows: { kind: WorkKind }[] = await db.query(
    'SELECT kind FROM bulk_reset WHERE organization_id = ? AND id = ? AND version = ? AND status = ? LOCK IN SHARE MODE',
    [chunk.organizationId, chunk.bulkResetId, chunk.version, STATUS_OF_PHASE[chunk.phase]],
  );
  return rows[0]?.kind;
}

/** Until the bulk reset goes on. Another epoch, because the queue ignores the id of a job that it still has in hand. */
async function putBack(db: EntityManager, { organizationId, id, epoch }: Chunk): Promise<void> {
  await db.query(
    `UPDATE chunk SET state = 'waiting', epoch = epoch + 1
     WHERE organization_id = ? AND id = ? AND epoch = ? AND state = 'queued'`,
    [organizationId, id, epoch],
  );
}

/** Extends the lease by the database's clock. Gives false once the chunk has another owner. */
export async function renewLease(
  db: EntityManager,
  { organizationId, id, epoch }: Chunk,
  leaseSeconds = LEASE_SECONDS,
): Promise<boolean> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `UPDATE chunk_lease SET lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE organization_id = ? AND chunk_id = ? AND epoch = ?`,
    [leaseSeconds, organizationId, id, epoch],
  );
  return affectedRows === 1;
}

/** Says how far a chunk is that commits only at its end. Never falls, also when another worker starts it anew. */
export async function writeRowsDone(db: EntityManager, { organizationId, id, epoch }: Chunk, rows: number) {
  await db.query(
    `UPDATE chunk_lease SET rows_done = GREATEST(rows_done, ?) WHERE organization_id = ? AND chunk_id = ? AND epoch = ?`,
    [rows, organizationId, id, epoch],
  );
}

export type ChunkOutcome = { counts?: unknown; reset?: number; nothingToReset?: number; changed?: number };

/**
 * The fence. It is the last statement of the chunk's transaction: it holds its lock for one round trip, and where
 * another worker has the chunk, everything rolls back.
 * @throws LeaseLost
 */
export async function markChunkDone(db: EntityManager, chunk: Chunk, outcome: ChunkOutcome) {
  await failpoint(`${chunk.phase}:effects`);
  const ledger = isBroken('done-at-commit') ? db.connection.manager : db;
  const { affectedRows }: { affectedRows: number } = await ledger.query(
    `UPDATE chunk SET state = 'done', finished_at = UTC_TIMESTAMP(3), counts = ?, rows_reset = ?,
       rows_nothing_to_reset = ?, rows_changed = ?
     WHERE organization_id = ? AND id = ? AND epoch = ? AND state = 'running'`,
    [
      outcome.counts === undefined ? null : JSON.stringify(outcome.counts),
      outcome.reset ?? 0,
      outcome.nothingToReset ?? 0,
      outcome.changed ?? 0,
      chunk.organizationId,
      chunk.id,
      chunk.epoch,
    ],
  );
  if (affectedRows !== 1 && !isBroken('fence')) throw new LeaseLost();
}

/**
 * Gives a chunk back, to be taken up again after a while by whoever is free. Uses up no attempt. Waits for a COMMIT of
 * the chunk that is still under way, because the fence locks its row, so that the answer is the truth.
 * @returns whether it was still in hand: a chunk that is done, or another worker's, is left alone
 */
export async function postponeChunk(db: EntityManager, chunk: Chunk, seconds: number): Promise<boolean> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `UPDATE chunk SET state = 'waiting', epoch = epoch + 1, not_before = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
     WHERE organization_id = ? AND id = ? AND epoch = ? AND state = 'running'`,
    [seconds, chunk.organizationId, chunk.id, chunk.epoch],
  );
  return affectedRows === 1;
}

/** Whether the work of this epoch is committed. What a COMMIT without an answer led to, the ledger knows. */
export async function isChunkDone(db: EntityManager, { organizationId, id, epoch }: Chunk): Promise<boolean> {
  return (await db.findOneBy(Chunk, { organizationId, id, epoch, state: 'done' })) !== null;
}

/**
 * Gives the chunks of a version that are not done their attempts back, and takes up again those that had none left.
 * One that is running goes on. Another epoch, because the queue ignores the id of a job that it still has in hand.
 */
export async function retryChunks(db: EntityManager, key: VersionKey, phases: readonly Phase[]) {
  await db.query(
    `UPDATE chunk SET epoch = epoch + (state = 'failed'), state = IF(state = 'failed', 'waiting', state),
       attempts = 0, losses = 0, not_before = NULL
     WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND phase IN (?) AND state <> 'done'`,
    [key.organizationId, key.bulkResetId, key.version, phases],
  );
}

export const chunksOf = (dataSource: DataSource, key: VersionKey, phase: Phase): Promise<Chunk[]> =>
  dataSource.getRepository(Chunk).find({
    where: {
      organizationId: key.organizationId,
      bulkResetId: key.bulkResetId,
      version: key.version,
      phase: In([phase]),
    },
    order: { number: 'ASC' },
  });
