import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { uuidToBytes } from '../entities/columns';

/** Files on their way into the store that belong to no package yet. `id` is a UUID. */
export type ContentImport = { organizationId: number; id: string; storagePrefix: string };

/** Written before the first file is. */
export async function beginImport(
  db: EntityManager,
  { organizationId, id, storagePrefix }: ContentImport,
  paths: readonly string[],
): Promise<void> {
  await db.query(
    'INSERT INTO content_import (organization_id, uuid, storage_prefix, paths) VALUES (?, ?, ?, ?)',
    [organizationId, uuidToBytes(id), storagePrefix, JSON.stringify(paths)],
  );
}

/** Says that the process is alive. @returns false where upkeep has taken the import for abandoned */
export async function touchImport(
  db: EntityManager,
  { organizationId, id }: ContentImport,
): Promise<boolean> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    'UPDATE content_import SET touched_at = UTC_TIMESTAMP(3) WHERE organization_id = ? AND uuid = ?',
    [organizationId, uuidToBytes(id)],
  );
  return affectedRows === 1;
}

/** @returns false where upkeep has taken the import for abandoned: its files may be gone */
export async function endImport(db: EntityManager, { organizationId, id }: ContentImport): Promise<boolean> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    'DELETE FROM content_import WHERE organization_id = ? AND uuid = ?',
    [organizationId, uuidToBytes(id)],
  );
  return affectedRows === 1;
}

export type AbandonedImport = ContentImport & { paths: string[] };

/**
 * Takes over an import, of any organization, of which nothing was heard for so long, by the database's clock. It gets
 * another id, so that its process cannot commit it any more; where this one dies too, it comes up again.
 */
export async function takeAbandonedImport(
  dataSource: DataSource,
  afterSeconds: number,
): Promise<AbandonedImport | undefined> {
  return dataSource.transaction('READ COMMITTED', async (db) => {
    const [row]: AbandonedRow[] = await db.query(
      `SELECT organization_id AS organizationId, uuid, storage_prefix AS storagePrefix, paths FROM content_import
       WHERE touched_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY touched_at LIMIT 1 FOR UPDATE`,
      [afterSeconds],
    );
    if (!row) return undefined;
    const { organizationId, uuid, storagePrefix, paths } = row;
    const id = randomUUID();
    await db.query(
      `UPDATE content_import SET uuid = ?, touched_at = UTC_TIMESTAMP(3) WHERE organization_id = ? AND uuid = ?`,
      [uuidToBytes(id), organizationId, uuid],
    );
    return { organizationId, id, storagePrefix, paths: JSON.parse(paths) as string[] };
  });
}
type AbandonedRow = { organizationId: number; uuid: Buffer; storagePrefix: string; paths: string };
