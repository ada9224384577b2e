import type { EntityManager } from 'typeorm';

/** A file in the store that no bulk reset has: on its way, or left by a process that died. */
export type UnclaimedFile = { organizationId: number; storageKey: string };

const OF_FILE = 'organization_id = ? AND storage_key = ?';
const at = ({ organizationId, storageKey }: UnclaimedFile) => [organizationId, storageKey];

/** Written before the first byte is, so that nothing can lie in the store that nobody knows of. */
export async function noteUnclaimedFile(db: EntityManager, file: UnclaimedFile): Promise<void> {
  await db.query('INSERT INTO unclaimed_file (organization_id, storage_key) VALUES (?, ?)', at(file));
}

/**
 * In the transaction that makes the file a bulk reset's.
 * @throws Error where upkeep has taken the file for abandoned: it may be gone
 */
export async function claimFile(db: EntityManager, file: UnclaimedFile): Promise<void> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `DELETE FROM unclaimed_file WHERE ${OF_FILE} AND taken = FALSE`,
    at(file),
  );
  if (affectedRows !== 1) throw new Error('upkeep took the upload for abandoned');
}

/** For a file that is no longer in the store. */
export async function forgetUnclaimedFile(db: EntityManager, file: UnclaimedFile): Promise<void> {
  await db.query(`DELETE FROM unclaimed_file WHERE ${OF_FILE}`, at(file));
}

/**
 * Takes files, of any organization, that were begun so long ago, by the database's clock: no bulk reset can claim them any
 * more. Where this process dies, they come up again.
 */
export async function takeAbandonedFiles(
  db: EntityManager,
  { afterSeconds, limit }: { afterSeconds: number; limit: number },
): Promise<UnclaimedFile[]> {
  const found: UnclaimedFile[] = await db.query(
    `SELECT organization_id AS organizationId, storage_key AS storageKey FROM unclaimed_file
     WHERE begun_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY begun_at LIMIT ?`,
    [afterSeconds, limit],
  );
  const taken: UnclaimedFile[] = [];
  for (const file of found) {
    const { affectedRows }: { affectedRows: number } = await db.query(
      `UPDATE unclaimed_file SET taken = TRUE WHERE ${OF_FILE}`,
      at(file),
    );
    if (affectedRows === 1) taken.push(file);
  }
  return taken;
}
