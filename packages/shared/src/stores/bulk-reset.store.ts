import { randomUUID } from 'node:crypto';
import {
  type DataSource,
  type EntityManager,
  type FindOptionsWhere,
  In,
  LessThan,
  type QueryDeepPartialEntity,
} from 'typeorm';
import type { BulkResetStatus, Move } from '../contracts/bulk-reset-status';
import {
  DIRECTORY_KINDS,
  type DirectoryKind,
  type FileKind,
  type WorkKind,
} from '../contracts/directory-columns';
import type { ChunkRange, ErrorColumn } from '../csv/file-format';
import { inTransaction } from '../database/in-transaction';
import { BulkReset, BulkResetFile, type StoredFormat } from '../entities/bulk-reset';
import { AppError } from '../errors/app-error';
import { isBroken } from '../failpoints/failpoint';
import { aboutFile, recordAudit } from './audit.store';
import type { BulkResetKey, VersionKey } from './bulk-reset-key';
import { insertValidateChunks } from './chunk.store';
import type { DirectorySummary } from './directory-summary';
import type { Summary } from './summary';

/** Who asked: a person who signed in, or an API key. */
export type Actor = { kind: 'user' | 'api-key'; id: number; name: string };

/** A file that lies in storage, as the one pass over it found it. */
export type NewFile = {
  fileName: string;
  storageKey: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  format: StoredFormat<ErrorColumn>;
  rows: number;
  blankRows: number;
  chunks: readonly ChunkRange[];
};
export type NewBulkReset = NewFile & {
  /** What the file asks for. */
  kind?: FileKind;
  uuid: string;
  /** A confirmation in advance. */
  confirmWhenValid: boolean;
  reason: string | null;
};

/** More that a transaction does. */
export type Alongside = (db: EntityManager) => Promise<void>;

/** The key under which version 1 of an upload is stored, known before its bulk reset exists. */
export function newUpload(organizationId: number): { uuid: string; storageKey: string } {
  const uuid = randomUUID();
  return { uuid, storageKey: `${organizationId}/bulk-resets/${uuid}/1/upload.csv` };
}

/**
 * Writes the bulk reset, its file, its chunks and the audit together. It is validating from here on.
 * @param upload.alongside commits together with it, or nothing does
 */
export function createBulkReset(
  dataSource: DataSource,
  organizationId: number,
  by: Actor,
  { alongside, kind = 'reset', ...upload }: NewBulkReset & { alongside?: Alongside },
): Promise<VersionKey> {
  return inTransaction(dataSource, async (db) => {
    const { identifiers } = await db.insert(BulkReset, {
      organizationId,
      uuid: upload.uuid,
      kind,
      status: 'validating',
      version: 1,
      createdByKind: by.kind,
      createdById: by.id,
      createdByName: by.name,
      confirmWhenValid: upload.confirmWhenValid,
      reason: upload.reason,
    });
    const key = { organizationId, bulkResetId: Number(identifiers[0]?.id), version: 1 };
    await insertFile(db, key, upload);
    await recordAudit(db, {
      organizationId,
      actor: by,
      ...aboutFile(kind, key.bulkResetId, 'uploaded'),
      details: { sha256: upload.sha256, rows: upload.rows, confirmWhenValid: upload.confirmWhenValid },
    });
    await alongside?.(db);
    return key;
  });
}

/** One version of the file, with the chunks of its validation. */
export async function insertFile(db: EntityManager, key: VersionKey, file: NewFile): Promise<void> {
  await db.insert(BulkResetFile, {
    ...key,
    name: file.fileName,
    storageKey: file.storageKey,
    bytes: file.bytes,
    sha256: Buffer.from(file.sha256, 'hex'),
    // Whoever reads it knows the kind of the file, and with it the columns.
    format: file.format as StoredFormat,
    rows: file.rows,
    blankRows: file.blankRows,
  });
  await insertValidateChunks(db, key, file.chunks);
}

/** @throws AppError `not-found`, also where another organization has it */
export const findBulkReset = (db: EntityManager, organizationId: number, uuid: string): Promise<BulkReset> =>
  findOne(db, { ...(!isBroken('organization') && { organizationId }), uuid, kind: 'reset' });

/** As `findBulkReset`, for a directory import. */
export const findDirectoryImport = (
  db: EntityManager,
  organizationId: number,
  uuid: string,
): Promise<BulkReset & { kind: DirectoryKind }> =>
  findOne(db, { organizationId, uuid, kind: In([...DIRECTORY_KINDS]) }) as Promise<
    BulkReset & { kind: DirectoryKind }
  >;

async function findOne(db: EntityManager, where: FindOptionsWhere<BulkReset>): Promise<BulkReset> {
  const found = await db.findOneBy(BulkReset, where);
  if (!found) throw new AppError('not-found', {});
  return found;
}

export const getBulkReset = (db: EntityManager, key: BulkResetKey): Promise<BulkReset> =>
  db.findOneByOrFail(BulkReset, { organizationId: key.organizationId, id: key.bulkResetId });

/** Only the key: what names a version may be a chunk with more to it. */
const fileOf = ({ organizationId, bulkResetId, version }: VersionKey) => ({
  organizationId,
  bulkResetId,
  version,
});

export const getFile = (db: EntityManager, key: VersionKey): Promise<BulkResetFile> =>
  db.findOneByOrFail(BulkResetFile, fileOf(key));

/** Newest first. @param before the internal cursor of the page before */
export function listBulkResets(
  db: EntityManager,
  organizationId: number,
  {
    kinds = ['reset'],
    status,
    before,
    limit,
  }: {
    kinds?: readonly WorkKind[];
    status?: BulkResetStatus | undefined;
    before?: number | undefined;
    limit: number;
  },
): Promise<BulkReset[]> {
  return db.find(BulkReset, {
    where: {
      organizationId,
      kind: In(kinds),
      ...(status ? { status } : {}),
      ...(before ? { id: LessThan(before) } : {}),
    },
    order: { id: 'DESC' },
    take: limit,
  });
}

/** Work of every kind, of some statuses, by age. @param order `ASC`: oldest first */
export const listBulkResetsWith = (
  db: EntityManager,
  organizationId: number,
  statuses: readonly BulkResetStatus[],
  { order, limit }: { order: 'ASC' | 'DESC'; limit: number },
): Promise<BulkReset[]> =>
  db.find(BulkReset, {
    where: { organizationId, status: In([...statuses]) },
    order: { id: order },
    take: limit,
  });

/**
 * Moves a bulk reset on, or says that its status does not allow it. The affected row is the lock: two clicks, two
 * tabs and two workers make one move.
 * @throws AppError `wrong-status`
 */
export async function moveBulkReset<To extends BulkResetStatus>(
  db: EntityManager,
  key: BulkResetKey,
  { from, to }: Move<To>,
  set: QueryDeepPartialEntity<BulkReset> = {},
): Promise<void> {
  if (!(await tryMove(db, key, { from, to }, set))) {
    const { uuid } = await getBulkReset(db, key);
    throw new AppError('wrong-status', { id: uuid, wanted: to });
  }
}

/** As `moveBulkReset`, for those who only want to know whether they were the one who moved it. */
export const tryMove = <To extends BulkResetStatus>(
  db: EntityManager,
  { organizationId, bulkResetId }: BulkResetKey,
  move: Move<To>,
  set: QueryDeepPartialEntity<BulkReset> = {},
): Promise<boolean> => movedOne(db, { organizationId, id: bulkResetId }, move, set);

/**
 * As `tryMove`, for who has looked at the chunks of one version: meanwhile a corrected file may have come and be in the
 * same status.
 */
export const tryMoveVersion = <To extends BulkResetStatus>(
  db: EntityManager,
  { organizationId, bulkResetId, version }: VersionKey,
  move: Move<To>,
  set: QueryDeepPartialEntity<BulkReset> = {},
): Promise<boolean> => movedOne(db, { organizationId, id: bulkResetId, version }, move, set);

async function movedOne<To extends BulkResetStatus>(
  db: EntityManager,
  which: FindOptionsWhere<BulkReset>,
  { from, to }: Move<To>,
  set: QueryDeepPartialEntity<BulkReset>,
): Promise<boolean> {
  const { affected } = await db.update(
    BulkReset,
    { ...which, status: In(from as readonly BulkResetStatus[]) },
    { ...set, status: to, revision: () => 'revision + 1' },
  );
  return affected === 1;
}

/** The database's clock, in place of a value that a process would make up. */
export const NOW = () => 'UTC_TIMESTAMP(3)';

/** Keeps what settling found, for the version that it was found for. */
export async function saveSummary(
  db: EntityManager,
  key: VersionKey,
  summary: Summary | DirectorySummary,
): Promise<void> {
  await db.query(
    'UPDATE bulk_reset SET summary = ?, revision = revision + 1 WHERE organization_id = ? AND id = ? AND version = ?',
    [JSON.stringify(summary), key.organizationId, key.bulkResetId, key.version],
  );
}

/** Says where the validation report lies. */
export async function saveReportKey(db: EntityManager, key: VersionKey, reportKey: string): Promise<void> {
  await db.update(BulkResetFile, fileOf(key), { reportKey });
}

/** The report of an upload lies beside it: known also where no row says so yet. */
export const reportKeyOf = (storageKey: string): string => storageKey.replace(/upload\.csv$/, 'report.csv');
