import type { EntityManager } from 'typeorm';
import type { VersionKey } from './bulk-reset-key';
import type { PairColumns } from './packed-pairs';

/** What one data row led to. Ids are 0 where it named nobody or nothing. */
export type PackedRow = { learnerId: number; courseId: number; flags: number };

/** Bytes of a packed row: learner 6, course 4, flags 1. */
const ROW_BYTES = 11;

export function packRows({ learnerIds, courseIds, flags }: PairColumns): Buffer {
  const packed = Buffer.allocUnsafe(flags.length * ROW_BYTES);
  for (let index = 0, start = 0; index < flags.length; index += 1, start += ROW_BYTES) {
    packed.writeUIntLE(learnerIds[index] as number, start, 6);
    packed.writeUInt32LE(courseIds[index] as number, start + 6);
    packed[start + 10] = flags[index] as number;
  }
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
export async function insertChunkRows(db: EntityManager, key: VersionKey, number: number, rows: PairColumns) {
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
