import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { LEASE_SECONDS, renewLease } from '@reset/shared/stores/chunk.store';
import type { WorkerDeps } from './dependencies';

const RENEW_MS = (LEASE_SECONDS * 1_000) / 3;

/**
 * Renews a chunk's lease until stopped. `lost` fires when another worker has the chunk: a courtesy that saves work,
 * while the fence in the chunk's transaction is what makes it safe.
 */
export function keepLease(
  { dataSource, log }: Pick<WorkerDeps, 'dataSource' | 'log'>,
  chunk: Chunk,
): { lost: AbortSignal; stop: () => void } {
  const lost = new AbortController();
  const renew = async () => {
    try {
      if (!(await renewLease(dataSource.manager, chunk))) lost.abort();
    } catch (error) {
      log.warn({ error, chunk: chunk.id }, 'lease not renewed');
    }
  };
  const timer = setInterval(() => void renew(), RENEW_MS);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}
