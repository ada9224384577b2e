import { createHash } from 'node:crypto';
import { AppError } from '@reset/shared/errors/app-error';
import type { Logger } from '@reset/shared/log/logger';
import {
  type Claim,
  type Creation,
  claimIdempotencyKey,
  type HeldKey,
  KEY_LEASE_SECONDS,
  keepIdempotencyKey,
  releaseIdempotencyKey,
  renewIdempotencyKey,
} from '@reset/shared/stores/idempotency-key.store';
import type { DataSource, EntityManager } from 'typeorm';

export type IdempotencyDeps = {
  dataSource: DataSource;
  log: Logger;
  /** For how long a key is remembered. */
  idempotencyKeyHours: number;
};
/** `name` is what stands in the header `Idempotency-Key`; without one, every request is a new one. */
export type RequestKey = { organizationId: number; name: string | undefined };

export type KeyHold = {
  /** Whether a request with this key has created something: this one must create nothing. */
  isRepeat: boolean;
  /**
   * What that request created.
   * @throws AppError `idempotency-key-reused` where it asked for something else
   */
  createdBefore(fingerprint: Buffer): string;
  /** Writes down what this request creates, in the transaction that creates it. */
  keep(db: EntityManager, creation: Creation): Promise<void>;
};

/** Stands for everything that a request asks for, so that another one under the same key is noticed. */
export const fingerprintOf = (...parts: readonly unknown[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

/**
 * Does the work of a request that creates something, under its key. While it is at work, the same key is refused; when
 * it fails, the key is free again at once, and when the process dies, as soon as the lease has run out.
 * @throws AppError `request-in-flight`; what `work` throws
 */
export async function withIdempotencyKey<Result>(
  deps: IdempotencyDeps,
  { organizationId, name }: RequestKey,
  work: (hold: KeyHold) => Promise<Result>,
): Promise<Result> {
  if (name === undefined) return work(NO_KEY);
  const claim = await claimIdempotencyKey(
    deps.dataSource,
    { organizationId, name },
    deps.idempotencyKeyHours,
  );
  const hold = holdOf(claim);
  return 'created' in claim ? work(hold) : whileHeld(deps, claim.held, () => work(hold));
}

const NO_KEY: KeyHold = {
  isRepeat: false,
  createdBefore: () => {
    throw new Error('a request without a key repeats nothing');
  },
  keep: async () => undefined,
};

const holdOf = (claim: Claim): KeyHold => ({
  isRepeat: 'created' in claim,
  createdBefore: (fingerprint) => {
    if (!('created' in claim)) throw new Error('the first request with a key repeats nothing');
    if (!claim.created.fingerprint.equals(fingerprint)) throw new AppError('idempotency-key-reused', {});
    return claim.created.resourceUuid;
  },
  keep: async (db, creation) => {
    if ('held' in claim) await keepIdempotencyKey(db, claim.held, creation);
  },
});

async function whileHeld<Result>(
  { dataSource, log }: IdempotencyDeps,
  held: HeldKey,
  work: () => Promise<Result>,
): Promise<Result> {
  const db = dataSource.manager;
  const warn = (error: unknown) => log.warn({ error }, 'idempotency key not renewed or released');
  const timer = setInterval(
    () => void renewIdempotencyKey(db, held).catch(warn),
    (KEY_LEASE_SECONDS * 1_000) / 3,
  );
  try {
    return await work();
  } catch (error) {
    await releaseIdempotencyKey(db, held).catch(warn);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
