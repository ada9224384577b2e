import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { postponeChunk } from '@reset/shared/stores/chunk.store';
import type { DataSource } from 'typeorm';

export type ChunksInHand = {
  size(): number;
  /** Knows the chunk for as long as the work lasts. */
  hold(chunk: Chunk, work: () => Promise<void>): Promise<void>;
  /**
   * Gives every chunk back, to be taken up by another worker at once, and uses up no attempt. Whoever still works at
   * one can no longer commit it.
   */
  giveBack(dataSource: DataSource): Promise<void>;
};

/** What this process works at. */
export function createChunksInHand(): ChunksInHand {
  const chunks = new Set<Chunk>();
  return {
    size: () => chunks.size,
    async hold(chunk, work) {
      chunks.add(chunk);
      try {
        await work();
      } finally {
        chunks.delete(chunk);
      }
    },
    async giveBack(dataSource) {
      await Promise.all([...chunks].map((chunk) => postponeChunk(dataSource.manager, chunk, 0)));
    },
  };
}
