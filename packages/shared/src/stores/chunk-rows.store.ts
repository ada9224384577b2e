import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';

/** What one data row led to. Ids are 0 where it named nobody or nothing. */
export type PackedRow = { learnerId: number; courseId: number; flags: number };

/** Bytes of a packed row: learner 6, course 4, flags 1. */
const ROW_BYTES = 11;

export function packRows(rows: readonly PackedRow[]): Buffer {
  const packed = Buffer.allocUnsafe(rows.length * ROW_BYTES);
  rows.forEach(({ learnerId, courseId, flags }, index) => {
    const start = index * ROW_BYTES;
    packed.writeUIntLE(learnerId, start, 6);
    packed.writeUInt32LE(courseId, start + 6);
    packed.writeUInt8(flags, start + 10);
  });
  return packed;
}

export function unpackRows(packed: Buffer): PackedRow[] {
  return Array.from({ length: packed.length / ROW_BYTES }, (_, index) => {
    const start = index * ROW_BYTES;
    return {
      learnerId: packed.readUIntLE(start, 6),
      courseId: packed.readUInt32LE(start + 6),
      flags: packed.readUInt8(start + 10),
    };
  });
}

/** Keeps what the data rows of a chunk led to, in file order, so that downloads in row order need no sorting. */
export async function insertChunkRows(
  db: EntityManager,
  key: VersionKey,
  number: number,
  rows: readonly PackedRow[],
) {
  await db.query(
    'INSERT INTO chunk_rows (organization_id, bulk_reset_id, version, number, packed) VALUES (?, ?, ?, ?, ?)',
    [key.organizationId, key.bulkResetId, key.version, number, packRows(rows)],
  );
}

export async function readChunkRows(
  db: EntityManager,
  key: VersionKey,
  number: number,
): Promise<PackedRow[]> {
  const rows: { packed: Buffer }[] = await db.query(
    'SELECT packed FROM chunk_rows WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND number = ?',
    [key.organizationId, key.bulkResetId, key.version, number],
  );
  return rows[0] ? unpackRows(rows[0].packed) : [];
}
