import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { renewLease } from '@reset/shared/stores/chunk.store';
import type { WorkerDeps } from './dependencies';

/**
 * Renews a chunk's lease until stopped. `lost` fires when another worker has the chunk: a courtesy that saves work,
 * while the fence in the chunk's transaction is what makes it safe.
 */
export function keepLease(
  { dataSource, leaseSeconds, log }: Pick<WorkerDeps, 'dataSource' | 'leaseSeconds' | 'log'>,
  chunk: Chunk,
): { lost: AbortSignal; stop: () => void } {
  const lost = new AbortController();
  const renew = async () => {
    try {
      if (!(await renewLease(dataSource.manager, chunk, leaseSeconds))) lost.abort();
    } catch (error) {
      log.warn({ error, chunk: chunk.id }, 'lease not renewed');
    }
  };
  const timer = setInterval(() => void renew(), (leaseSeconds * 1_000) / 3);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}
