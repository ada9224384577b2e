import { hostname } from 'node:os';
import { productVersion } from '@reset/shared/config/product-version';
import type { ServiceName, WorkerState } from '@reset/shared/contracts/worker';
import { answersInTime } from '@reset/shared/health/check-readiness';
import {
  announceWorker,
  renewWorker,
  type WorkerCondition,
  type WorkerIdentity,
  withdrawWorker,
} from '@reset/shared/stores/worker.store';
import type { Consumer } from '../consume-queue';
import type { WorkerDeps } from '../dependencies';
import { storageIsThere } from './storage-is-there';

/** A heartbeat that takes longer is given up: the next one may have a better connection. */
const PATIENCE_MS = 5_000;

export type Announcement = {
  /** Says how the worker is now. Called every few seconds, because the silent count as dead. */
  renew(): Promise<void>;
  /** Says at once that it ends. */
  stopping(): Promise<void>;
  /** Takes the announcement back. */
  withdraw(): Promise<void>;
};

/** What this process tells of itself in the database. */
export function announcementOf(
  deps: WorkerDeps,
  consumer: Pick<Consumer, 'isConsuming'>,
  host = hostname(),
): Announcement {
  const db = deps.dataSource.manager;
  const identity: WorkerIdentity = {
    name: deps.workerName,
    host,
    pid: process.pid,
    version: productVersion(),
  };
  let state: WorkerState = 'working';
  let announced = false;
  const write = async () => {
    const condition = await conditionOf(deps, consumer, state);
    announced = announced && (await renewWorker(db, identity.name, condition));
    if (!announced) await announceWorker(db, identity, condition);
    announced = true;
  };
  const inTime = async (work: () => Promise<void>) => {
    if (!(await answersInTime(work, PATIENCE_MS))) throw new Error('the worker could not announce itself');
  };
  return {
    renew: () => inTime(write),
    stopping: () => {
      state = 'stopping';
      return inTime(write);
    },
    withdraw: () => inTime(() => withdrawWorker(db, identity.name)),
  };
}

async function conditionOf(
  deps: WorkerDeps,
  consumer: Pick<Consumer, 'isConsuming'>,
  state: WorkerState,
): Promise<WorkerCondition> {
  return {
    state,
    consuming: state === 'working' && consumer.isConsuming(),
    waitingFor: await missingService(deps),
    chunksInHand: deps.inHand.size(),
  };
}

/** The one that does not answer now, or for which a chunk had to be put back lately. */
async function missingService({ queue, fileStore, trouble }: WorkerDeps): Promise<ServiceName | null> {
  const [redis, storage] = await Promise.all([
    answersInTime(() => queue.ping(), PATIENCE_MS / 2),
    answersInTime(() => storageIsThere(fileStore), PATIENCE_MS / 2),
  ]);
  if (!redis) return 'redis';
  return storage ? trouble.service() : 'storage';
}
