import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** A piece of upkeep in the hands of one process. Only the holder can say that it is done. */
export type TaskInHand = { name: string; holder: Buffer };

/** A task whose process has not been heard of for this long belongs to whoever asks next. */
export const TASK_LEASE_SECONDS = 60;
const LEASE = `UTC_TIMESTAMP(3) + INTERVAL ${TASK_LEASE_SECONDS} SECOND`;

/**
 * Takes a task of all organizations, where it is due and no other process has it in hand, by the database's clock.
 * @param everySeconds how long after it was done it is due again
 */
export async function takeTask(
  db: EntityManager,
  name: string,
  everySeconds: number,
): Promise<TaskInHand | undefined> {
  const holder = randomBytes(16);
  await db.query(
    'INSERT IGNORE INTO upkeep_task (name, holder, lease_until) VALUES (?, ?, UTC_TIMESTAMP(3))',
    [name, holder],
  );
  const { affectedRows }: { affectedRows: number } = await db.query(
    `UPDATE upkeep_task SET holder = ?, lease_until = ${LEASE}
     WHERE name = ? AND lease_until <= UTC_TIMESTAMP(3)
       AND (done_at IS NULL OR done_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND)`,
    [holder, name, everySeconds],
  );
  return affectedRows === 1 ? { name, holder } : undefined;
}

/** @returns false where another process has it by now */
export async function renewTask(db: EntityManager, { name, holder }: TaskInHand): Promise<boolean> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `UPDATE upkeep_task SET lease_until = ${LEASE} WHERE name = ? AND holder = ?`,
    [name, holder],
  );
  return affectedRows === 1;
}

/** @param done false where something of it could not be done: it is due at once then */
export async function endTask(
  db: EntityManager,
  { name, holder }: TaskInHand,
  { done }: { done: boolean },
): Promise<void> {
  await db.query(
    `UPDATE upkeep_task SET lease_until = UTC_TIMESTAMP(3)${done ? ', done_at = UTC_TIMESTAMP(3)' : ''}
     WHERE name = ? AND holder = ?`,
    [name, holder],
  );
}
