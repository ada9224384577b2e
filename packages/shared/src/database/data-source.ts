import 'reflect-metadata';
import { createPool, type PoolOptions } from 'mysql2';
import { DataSource } from 'typeorm';
import { BulkReset, BulkResetFile, BulkResetUndo, Chunk } from '../entities/bulk-reset';
import { Assignment, Course, Launch, LearningRecord, ProgressReset } from '../entities/learning';
import { ApiKey, Learner, Organization, UserAccount } from '../entities/people';
import { Spine1764000000000 } from '../migrations/1764000000000-spine';
import { SortedRuns1764100000000 } from '../migrations/1764100000000-sorted-runs';
import { ChunkSums1764150000000 } from '../migrations/1764150000000-chunk-sums';
import { Workers1764220000000 } from '../migrations/1764220000000-workers';
import { IdempotencyAndRetention1764230000000 } from '../migrations/1764230000000-idempotency-and-retention';
import { ContentPackages1764300000000 } from '../migrations/1764300000000-content-packages';
import { RunTime1764310000000 } from '../migrations/1764310000000-run-time';
import { Housekeeping1764410000000 } from '../migrations/1764410000000-housekeeping';
import { ReportIndexes1764440000000 } from '../migrations/1764440000000-report-indexes';
import { DirectoryImports1764450000000 } from '../migrations/1764450000000-directory-imports';
import { Timelines1764460000000 } from '../migrations/1764460000000-timelines';
import { Undos1764470000000 } from '../migrations/1764470000000-undos';
import { ImportedRecords1764480000000 } from '../migrations/1764480000000-imported-records';

/**
 * Seconds without a statement after which the server ends a connection, and with it the transaction of a process that is
 * frozen or whose machine is gone. Its locks would stay for `wait_timeout` otherwise, 8 hours by default, and nobody could
 * pause, cancel or go on with what it had in hand.
 */
export const IDLE_SECONDS = 15;
/** After so long we close a connection ourselves, so that nobody asks over one that the server is just about to end. */
const CLOSE_IDLE_MS = 5_000;

/** What TypeORM makes its pool with. */
const driver = {
  createPool(options: PoolOptions) {
    const pool = createPool(options);
    pool.on('connection', (connection) =>
      connection.query(`SET SESSION wait_timeout = ${IDLE_SECONDS}`, () => undefined),
    );
    return pool;
  },
};

/** @param url `mysql://user:password@host:port/database`, or with `?socketPath=…` instead of a host */
export function createDataSource(url: string, { poolSize = 10 } = {}): DataSource {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const socketPath = searchParams.get('socketPath');
  return new DataSource({
    type: 'mysql',
    driver,
    ...(socketPath ? { socketPath } : { host: hostname, port: Number(port || 3306) }),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    entities: [
      Organization,
      Learner,
      UserAccount,
      ApiKey,
      Course,
      Assignment,
      LearningRecord,
      Launch,
      ProgressReset,
      BulkReset,
      BulkResetFile,
      BulkResetUndo,
      Chunk,
    ],
    migrations: [
      Spine1764000000000,
      SortedRuns1764100000000,
      ChunkSums1764150000000,
      Workers1764220000000,
      IdempotencyAndRetention1764230000000,
      ContentPackages1764300000000,
      RunTime1764310000000,
      ReportIndexes1764440000000,
      Housekeeping1764410000000,
      DirectoryImports1764450000000,
      Timelines1764460000000,
      Undos1764470000000,
      ImportedRecords1764480000000,
    ],
    charset: 'utf8mb4_bin',
    // Our ids stay below 2^53 (entities/columns.ts), so a BIGINT is a number.
    supportBigNumbers: true,
    bigNumberStrings: false,
    timezone: 'Z',
    poolSize,
    isolationLevel: 'READ COMMITTED',
    // TypeORM's logger prints parameters, which hold learners' identifiers.
    logging: false,
    extra: {
      connectTimeout: 10_000,
      // A server that has gone without a word is noticed within half a minute, also in the middle of a statement.
      enableKeepAlive: true,
      keepAliveInitialDelay: 10_000,
      maxPreparedStatements: 64,
      // Only a pool that may keep fewer than it may have looks after those that are idle.
      maxIdle: Math.max(poolSize - 1, 1),
      idleTimeout: CLOSE_IDLE_MS,
      gracefulEnd: true,
    },
  });
}
