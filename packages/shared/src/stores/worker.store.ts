import type { EntityManager } from 'typeorm';
import type { ServiceName, WorkerState, WorkerView } from '../contracts/worker';

/** A worker not heard of for longer than this, by the database's clock, counts as dead. */
export const ALIVE_SECONDS = 15;

/** Which process it is. */
export type WorkerIdentity = { name: string; host: string; pid: number; version: string };
/** How it is at this moment. */
export type WorkerCondition = {
  state: WorkerState;
  consuming: boolean;
  waitingFor: ServiceName | null;
  chunksInHand: number;
};

/** Begins anew where a process of the same name was there before: it is another life of it. */
export async function announceWorker(
  db: EntityManager,
  { name, host, pid, version }: WorkerIdentity,
  condition: WorkerCondition,
): Promise<void> {
  await withdrawWorker(db, name);
  await db.query(
    `INSERT IGNORE INTO worker (name, host, pid, version, state, consuming, waiting_for, chunks_in_hand)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [name, host, pid, version, ...columnsOf(condition)],
  );
}

/** @returns false where nobody of this name is announced: upkeep removed it while it could not be heard */
export async function renewWorker(
  db: EntityManager,
  name: string,
  condition: WorkerCondition,
): Promise<boolean> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `UPDATE worker SET last_heartbeat = UTC_TIMESTAMP(3), state = ?, consuming = ?, waiting_for = ?, chunks_in_hand = ?
     WHERE name = ?`,
    [...columnsOf(condition), name],
  );
  return affectedRows === 1;
}

const columnsOf = ({ state, consuming, waitingFor, chunksInHand }: WorkerCondition) => [
  state,
  consuming,
  waitingFor,
  chunksInHand,
];

/** For one that ends on purpose. */
export async function withdrawWorker(db: EntityManager, name: string): Promise<void> {
  await db.query('DELETE FROM worker WHERE name = ?', [name]);
}

/** Removes those that were last heard of a day ago. */
export async function removeDeadWorkers(db: EntityManager): Promise<void> {
  await db.query('DELETE FROM worker WHERE last_heartbeat < UTC_TIMESTAMP(3) - INTERVAL 1 DAY');
}

type WorkerRow = {
  id: number;
  version: string;
  started_at: Date;
  last_heartbeat: Date;
  alive: number;
  state: WorkerState;
  consuming: number;
  waiting_for: ServiceName | null;
  chunks_in_hand: number;
};

/** Every worker that was heard of within a day, the living ones first. */
export async function listWorkers(db: EntityManager): Promise<WorkerView[]> {
  const rows: WorkerRow[] = await db.query(
    `SELECT id, version, started_at, last_heartbeat, state, consuming, waiting_for, chunks_in_hand,
       last_heartbeat >= UTC_TIMESTAMP(3) - INTERVAL ${ALIVE_SECONDS} SECOND AS alive
     FROM worker ORDER BY alive DESC, id LIMIT 1000`,
  );
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    startedAt: row.started_at.toISOString(),
    lastHeartbeat: row.last_heartbeat.toISOString(),
    alive: Number(row.alive) === 1,
    state: row.state,
    consuming: Number(row.consuming) === 1,
    waitingFor: row.waiting_for,
    chunksInHand: row.chunks_in_hand,
  }));
}
