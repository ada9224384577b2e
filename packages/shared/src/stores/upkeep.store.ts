import type { DataSource } from 'typeorm';
import type { Phase } from '../contracts/bulk-reset';
import { ACTIVE_STATUSES, type BulkResetStatus } from '../contracts/bulk-reset-status';
import type { ChunkJob } from '../queue/jobs';
import type { VersionKey } from './bulk-reset-key';
import { countLoss } from './count-failure';

export type ActiveBulkReset = VersionKey & { status: BulkResetStatus };

/** The bulk resets of all organizations that work is due for, oldest first. For upkeep alone. */
export async function findActiveBulkResets(dataSource: DataSource): Promise<ActiveBulkReset[]> {
  const rows: { organization_id: number; id: number; version: number; status: BulkResetStatus }[] =
    await dataSource.query(
      'SELECT organization_id, id, version, status FROM bulk_reset WHERE status IN (?) ORDER BY id',
      [ACTIVE_STATUSES],
    );
  return rows.map(({ organization_id, id, version, status }) => ({
    organizationId: organization_id,
    bulkResetId: id,
    version,
    status,
  }));
}

export type LostChunk = ChunkJob & { phase: Phase; bulkResetId: number; version: number };

/**
 * Takes running chunks away from owners whose lease has run out, by the database's clock. The epoch grows, so the old
 * owner can no longer commit. One that too many workers have died over is given up, and its bulk reset fails.
 */
export async function takeOverLostChunks(dataSource: DataSource): Promise<LostChunk[]> {
  const lost: {
    organization_id: number;
    id: number;
    epoch: number;
    phase: Phase;
    bulk_reset_id: number;
    version: number;
  }[] = await dataSource.query(
    `SELECT c.organization_id, c.id, c.epoch, c.phase, c.bulk_reset_id, c.version
     FROM chunk c JOIN chunk_lease l ON l.chunk_id = c.id AND l.epoch = c.epoch
     WHERE c.state = 'running' AND l.lease_until < UTC_TIMESTAMP(3)`,
  );
  const taken: LostChunk[] = [];
  for (const { organization_id, id, epoch, phase, bulk_reset_id, version } of lost) {
    const chunk = { organizationId: organization_id, bulkResetId: bulk_reset_id, version };
    if ((await countLoss(dataSource, { ...chunk, id, epoch })) !== 'superseded')
      taken.push({ ...chunk, chunkId: id, epoch: epoch + 1, phase });
  }
  return taken;
}

/**
 * Chunks that MySQL believes to be in the queue for longer than `seconds`, and believes so anew from here on, so that
 * they come up once in that time and not at every look. Adding them again does no harm where the job is there, and
 * brings it back where Redis has forgotten it.
 */
export async function takeStaleQueuedChunks(
  dataSource: DataSource,
  seconds: number,
): Promise<(ChunkJob & { phase: Phase; late: true })[]> {
  const rows: { organization_id: number; id: number; epoch: number; phase: Phase }[] = await dataSource.query(
    `SELECT organization_id, id, epoch, phase FROM chunk
     WHERE state = 'queued' AND queued_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY id LIMIT 10000`,
    [seconds],
  );
  if (rows.length > 0)
    await dataSource.query(
      "UPDATE chunk SET queued_at = UTC_TIMESTAMP(3) WHERE id IN (?) AND state = 'queued'",
      [rows.map(({ id }) => id)],
    );
  return rows.map(({ organization_id, id, epoch, phase }) => ({
    organizationId: organization_id,
    chunkId: id,
    epoch,
    phase,
    late: true as const,
  }));
}
