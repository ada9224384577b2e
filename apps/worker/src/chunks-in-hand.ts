import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { postponeChunk } from '@reset/shared/stores/chunk.store';
import type { DataSource } from 'typeorm';

export type ChunksInHand = {
  size(): number;
  /** Claims a chunk and knows it from that moment on. @returns what `claim` returns */
  take<Claimed extends Chunk>(claim: () => Promise<Claimed | undefined>): Promise<Claimed | undefined>;
  /** The work at it is over, one way or the other. */
  release(chunk: Chunk): void;
  /**
   * Gives every chunk back, to be taken up by another worker at once, and uses up no attempt; also those that are being
   * claimed. Whoever still works at one can no longer commit it.
   */
  giveBack(dataSource: DataSource): Promise<void>;
};

/** What this process works at. */
export function createChunksInHand(): ChunksInHand {
  const chunks = new Set<Chunk>();
  const claims = new Set<Promise<unknown>>();
  return {
    size: () => chunks.size,
    async take(claim) {
      const claiming = claim().then((chunk) => {
        if (chunk) chunks.add(chunk);
        return chunk;
      });
      claims.add(claiming);
      try {
        return await claiming;
      } finally {
        claims.delete(claiming);
      }
    },
    release: (chunk) => void chunks.delete(chunk),
    async giveBack(dataSource) {
      await Promise.allSettled(claims);
      await Promise.all([...chunks].map((chunk) => postponeChunk(dataSource.manager, chunk, 0)));
    },
  };
}
