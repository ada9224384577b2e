import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Phase } from '@reset/shared/contracts/bulk-reset';
import type { FileKind } from '@reset/shared/contracts/directory-columns';
import { headerOf } from '@reset/shared/csv/directory-header';
import { createInspectorFor } from '@reset/shared/csv/inspect-upload';
import { createTestDatabase } from '@reset/shared/database/test-database.fixture';
import { createLogger } from '@reset/shared/log/logger';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { type ChunkJob, JOB_OF_PHASE } from '@reset/shared/queue/jobs';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import {
  type Actor,
  createBulkReset,
  getBulkReset,
  type NewFile,
  newUpload,
} from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { confirmBulkReset } from '@reset/shared/stores/confirm-bulk-reset';
import { correctBulkReset } from '@reset/shared/stores/correct-bulk-reset';
import { showBulkReset } from '@reset/shared/stores/show-bulk-reset';
import { type DirectoryImport, showDirectoryImport } from '@reset/shared/stores/show-directory-import';
import { Registry } from 'prom-client';
import { createChunksInHand } from './chunks-in-hand';
import type { WorkerDeps } from './dependencies';
import { createRecentTrouble } from './recent-trouble';
import { runJob } from './run-job';
import { createIdentifierCache } from './validate/identifier-cache';
import { createWorkerMetrics } from './worker-metrics';

export const ADMINISTRATOR: Actor = { kind: 'user', id: 1, name: 'Ada Administrator' };
type Job = ChunkJob & { phase: Phase };
/** Picks the job to run next: in a worker's life the order is anybody's guess. */
export type Pick = (jobs: readonly Job[]) => number;
const inOrder: Pick = () => 0;

/**
 * A worker's handlers over a real database and a real directory. The queue is a list, so that a test decides which
 * job runs when; what real processes do is for the end-to-end tests.
 */
export async function givenWorker() {
  const database = await createTestDatabase();
  const directory = await mkdtemp(path.join(tmpdir(), 'reset-worker-'));
  const jobs: Job[] = [];
  const registry = new Registry();
  const deps: WorkerDeps = {
    dataSource: database.dataSource,
    fileStore: openFileStore(`file://${directory}`),
    queue: {
      add: async (chunks) => void jobs.push(...chunks),
      ping: async () => undefined,
      checkEviction: async () => undefined,
      close: async () => undefined,
    },
    identifiers: createIdentifierCache(),
    inHand: createChunksInHand(),
    trouble: createRecentTrouble(),
    metrics: createWorkerMetrics(registry),
    log: createLogger('test', { LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent', LOG_PRETTY: false }),
    workerName: 'test',
    leaseSeconds: 15,
    pairsPerChunk: 2,
    retention: { files: 90, details: 180, undo: 30 },
  };
  const { dataSource, fileStore } = deps;

  /** Stores a file as the API does. @param rowsPerChunk small, so that a few rows make several chunks */
  async function store(
    csv: string | Buffer,
    storageKey: string,
    rowsPerChunk: number,
    kind: FileKind,
  ): Promise<NewFile> {
    const bytes = Buffer.from(csv);
    const inspector = createInspectorFor(headerOf(kind), { rowsPerChunk, bytesPerChunk: 1024 * 1024 });
    inspector.push(bytes);
    const { format, description, rows, blankRows, chunks } = inspector.finish();
    const stored = await fileStore.write(storageKey, Readable.from([bytes]));
    return {
      storageKey,
      fileName: 'resets.csv',
      ...stored,
      format: { ...format, description },
      rows,
      blankRows,
      chunks,
    };
  }

  async function upload(
    organizationId: number,
    csv: string | Buffer,
    {
      rowsPerChunk = 2,
      confirmWhenValid = false,
      kind = 'reset',
    }: { rowsPerChunk?: number; confirmWhenValid?: boolean; kind?: FileKind } = {},
  ): Promise<VersionKey> {
    const { uuid, storageKey } = newUpload(organizationId);
    const file = await store(csv, storageKey, rowsPerChunk, kind);
    return createBulkReset(dataSource, organizationId, ADMINISTRATOR, {
      ...file,
      kind,
      uuid,
      confirmWhenValid,
      reason: null,
    });
  }

  async function correct(key: VersionKey, csv: string): Promise<VersionKey> {
    const storageKey = `${key.organizationId}/bulk-resets/${randomUUID()}/upload.csv`;
    return correctBulkReset(dataSource, key, ADMINISTRATOR, await store(csv, storageKey, 2, 'reset'));
  }

  /** Runs jobs until none is left. */
  async function work(key: VersionKey, pick: Pick = inOrder): Promise<void> {
    await moveOn(deps, key);
    while (jobs.length > 0) {
      const [job] = jobs.splice(pick(jobs), 1) as [Job];
      await run(job);
    }
  }
  const run = ({ phase, organizationId, chunkId, epoch }: Job) =>
    runJob(
      deps,
      { name: JOB_OF_PHASE[phase], data: { organizationId, chunkId, epoch } },
      new AbortController().signal,
    );

  const show = async (key: VersionKey) =>
    showBulkReset(dataSource.manager, await getBulkReset(dataSource.manager, key), deps.retention);
  const showImport = async (key: VersionKey) =>
    showDirectoryImport(
      dataSource.manager,
      (await getBulkReset(dataSource.manager, key)) as DirectoryImport,
      deps.retention,
    );
  const confirm = (key: VersionKey) =>
    confirmBulkReset(dataSource, key, {
      by: ADMINISTRATOR,
      reason: 'new rules',
      summaryVersion: key.version,
    });
  const readFile = async (key: string) => (await buffer(fileStore.read(key))).toString();
  const stop = async () => {
    await database.drop();
    await rm(directory, { recursive: true });
  };
  return {
    deps,
    registry,
    databaseUrl: database.url,
    directory,
    jobs,
    upload,
    correct,
    work,
    run,
    show,
    showImport,
    confirm,
    readFile,
    stop,
  };
}
export type GivenWorker = Awaited<ReturnType<typeof givenWorker>>;
