import type { EntityManager } from 'typeorm';
import type { BulkResetKey } from './bulk-reset-key';

/**
 * - `files`, `details`: have expired.
 * - `staged`: what only settling needs, of a bulk reset that is completed.
 * - `superseded`: files and details of the versions before the current one.
 */
export type RemovalKind = 'files' | 'details' | 'staged' | 'superseded';
/** Something that nobody may read any more and that may still lie about. */
export type Removal = BulkResetKey & { what: RemovalKind; askedAt: Date };

/** In the transaction after which nobody needs it. Asked for again, it counts from then. */
export async function askForRemoval(
  db: EntityManager,
  { organizationId, bulkResetId }: BulkResetKey,
  what: RemovalKind,
): Promise<void> {
  await db.query(
    `INSERT INTO removal (organization_id, bulk_reset_id, what, asked_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE asked_at = VALUES(asked_at)`,
    [organizationId, bulkResetId, what],
  );
}

/** What is due of all organizations, at most so many. For upkeep alone. */
export async function listRemovals(
  db: EntityManager,
  { supersededDays, limit }: { supersededDays: number; limit: number },
): Promise<Removal[]> {
  return db.query(
    `SELECT organization_id AS organizationId, bulk_reset_id AS bulkResetId, what, asked_at AS askedAt FROM removal
     WHERE what <> 'superseded' OR asked_at < UTC_TIMESTAMP(3) - INTERVAL ? DAY
     ORDER BY organization_id, bulk_reset_id, what LIMIT ?`,
    [supersededDays, limit],
  );
}

/** All of it is gone. One that was asked for again meanwhile stays. */
export async function endRemoval(
  db: EntityManager,
  { organizationId, bulkResetId, what, askedAt }: Removal,
): Promise<void> {
  await db.query(
    'DELETE FROM removal WHERE organization_id = ? AND bulk_reset_id = ? AND what = ? AND asked_at = ?',
    [organizationId, bulkResetId, what, askedAt],
  );
}

/** Above every version, so that "below" it means all of them. */
export const EVERY_VERSION = 65_536;

/** The keys of the files of the versions below one. */
export async function filesOfVersions(
  db: EntityManager,
  { organizationId, bulkResetId }: BulkResetKey,
  below: number,
): Promise<{ storageKey: string; reportKey: string | null }[]> {
  return db.query(
    `SELECT storage_key AS storageKey, report_key AS reportKey FROM bulk_reset_file
     WHERE organization_id = ? AND bulk_reset_id = ? AND version < ? ORDER BY version`,
    [organizationId, bulkResetId, below],
  );
}
