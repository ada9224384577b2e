import { retentionOf } from '@reset/shared/config/retention';
import { DEFAULT_CONTENT_LIMITS } from '@reset/shared/content/content-limits';
import { createDataSource } from '@reset/shared/database/data-source';
import { databaseTakesWrites } from '@reset/shared/database/database-takes-writes';
import { createReadinessCheck, storageAnswers, tellReadiness } from '@reset/shared/health/check-readiness';
import { createLogger, type Logger } from '@reset/shared/log/logger';
import { createRegistry } from '@reset/shared/metrics/metrics-endpoint';
import { type ChunkQueue, createChunkQueue } from '@reset/shared/queue/chunk-queue';
import { checkFileStore } from '@reset/shared/storage/check-file-store';
import type { FileStore } from '@reset/shared/storage/file-store';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import { findActiveAccount } from '@reset/shared/stores/account.store';
import { listWorkers } from '@reset/shared/stores/worker.store';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { AppDeps } from './app';
import { bulkResetActions } from './bulk-resets/bulk-reset-actions';
import type { BulkResetDeps } from './bulk-resets/bulk-reset-deps';
import type { ApiConfig } from './config/api-config';
import { contentActions } from './content-host/content-actions';
import { createContentHost } from './content-host/content-host';
import { courseActions } from './courses/course-actions';
import { receiveArchives } from './courses/receive-archive';
import { directoryImportActions } from './directory-imports/directory-import-actions';
import { acknowledgeReset } from './launches/acknowledge-reset';
import { commitState } from './launches/commit-state';
import { launchCourse } from './launches/launch-course';
import { myCoursesActions } from './launches/my-courses-actions';
import { measureRequests } from './metrics/measure-requests';
import { metricsActions } from './metrics/metrics-actions';
import { routesIn } from './metrics/route-of';
import { DESCRIBED_ROUTES } from './openapi/described-routes';
import { readWorkFlow } from './operations/read-work-flow';
import { showOperations } from './operations/show-operations';
import { watchWorkFlow } from './operations/watch-work-flow';
import { reportActions } from './reports/report-actions';
import { credentialsIn } from './session/credentials';
import { signIn } from './session/sign-in';
import { createSignInBrake } from './session/sign-in-brake';
import { timelineActions } from './timelines/timeline-actions';
import { receiveUploads } from './uploads/receive-file';

/** What the API talks to. */
export type Services = {
  config: ApiConfig;
  log: Logger;
  dataSource: DataSource;
  fileStore: FileStore;
  queue: ChunkQueue;
  registry: Registry;
};

/** @throws Error that says which service cannot be used; Redis may be away, since MySQL knows what is due */
export async function openServices(config: ApiConfig): Promise<Services> {
  const fileStore = openFileStore(config.STORAGE_URL);
  await checkFileStore(fileStore, config.STORAGE_URL);
  return {
    config,
    log: createLogger('api', config),
    dataSource: await createDataSource(config.DATABASE_URL).initialize(),
    fileStore,
    queue: createChunkQueue(config),
    registry: createRegistry(),
  };
}

export async function closeServices({ queue, dataSource }: Services): Promise<void> {
  await queue.close();
  await dataSource.destroy();
}

/** What the app can do, each part with what it uses. */
export function buildDependencies(services: Services): AppDeps {
  const { config, log, dataSource, fileStore, queue, registry } = services;
  const db = dataSource.manager;
  const retention = retentionOf(config);
  const workFlow = watchWorkFlow(() => readWorkFlow(db, queue));
  const readiness = createReadinessCheck(
    {
      database: () => databaseTakesWrites(db),
      redis: () => queue.ping(),
      redisKeepsJobs: () => queue.checkEviction(),
      storage: () => storageAnswers(fileStore),
    },
    { onChange: tellReadiness(log) },
  );
  const ofFiles: BulkResetDeps = {
    workFlow,
    dataSource,
    fileStore,
    queue,
    log,
    idempotencyKeyHours: config.IDEMPOTENCY_KEY_HOURS,
    retention,
  };
  return {
    log,
    contentHost: createContentHost(config.CONTENT_URL),
    playerDirectory: config.PLAYER_DIRECTORY,
    content: contentActions({ dataSource, fileStore }),
    sessionSecret: config.SESSION_SECRET,
    trustProxyHops: config.TRUST_PROXY_HOPS,
    webDirectory: config.WEB_DIRECTORY,
    credentials: credentialsIn(db),
    health: { readiness },
    measure: measureRequests(registry, routesIn(DESCRIBED_ROUTES)),
    metrics: metricsActions({ token: config.METRICS_TOKEN, registry, db, workFlow, readiness }),
    session: {
      signIn: signIn({
        findAccount: (loginKey) => findActiveAccount(db, loginKey),
        brake: createSignInBrake(),
      }),
    },
    launches: {
      launch: launchCourse({ dataSource }),
      acknowledge: acknowledgeReset({ dataSource }),
      commit: commitState({ dataSource }),
    },
    bulkResets: bulkResetActions(ofFiles),
    directoryImports: directoryImportActions(ofFiles),
    receiveUpload: receiveUploads({
      fileStore,
      limits: {
        maxBytes: config.MAX_UPLOAD_BYTES,
        rowsPerChunk: config.ROWS_PER_CHUNK,
        bytesPerChunk: config.BYTES_PER_CHUNK,
      },
    }),
    operations: {
      show: (organizationId) => showOperations({ db, workFlow, readiness, retention }, organizationId),
    },
    courses: courseActions({
      dataSource,
      fileStore,
      log,
      limits: { ...DEFAULT_CONTENT_LIMITS, archiveBytes: config.MAX_PACKAGE_BYTES },
      idempotencyKeyHours: config.IDEMPOTENCY_KEY_HOURS,
    }),
    receiveArchive: receiveArchives(config.MAX_PACKAGE_BYTES),
    workers: { list: async () => ({ workers: await listWorkers(db) }) },
    reports: reportActions(db),
    timelines: timelineActions(db),
    myCourses: myCoursesActions(services),
  };
}
