import { chunkPriority } from '@reset/shared/queue/chunk-priority';
import { Fifo } from './fifo';

/**
 * In which order the chunks of a queue are delivered.
 * - `priority`: what the product does: the fewer chunks a phase has, the sooner, and every eighth chunk with the first.
 * - `fifo`: as they came; what BullMQ does by itself.
 * - `round-robin`: an organization after the other; BullMQ Pro's groups, or priorities that count an organization's turns.
 * - `round-robin-of-files`: the same, and within an organization a bulk reset after the other.
 * - `small-first`: chunks of smaller files first, without an exception.
 */
export type Order = 'priority' | 'fifo' | 'round-robin' | 'round-robin-of-files' | 'small-first';
export type QueuedChunk = {
  bulkReset: number;
  organization: number;
  /** Of the file. */
  rows: number;
  number: number;
  /** Of the phase. */
  chunks: number;
  queuedAt: number;
};

export type ChunkOrder = {
  readonly size: number;
  push(chunk: QueuedChunk): void;
  shift(): QueuedChunk | undefined;
};

export function createChunkOrder(order: Order): ChunkOrder {
  switch (order) {
    case 'priority':
      return inLevels(({ number, chunks }) => chunkPriority(number, chunks));
    case 'fifo':
      return new Fifo();
    case 'round-robin':
      return inTurns(
        ({ organization }) => organization,
        () => new Fifo(),
      );
    case 'round-robin-of-files':
      return inTurns(
        ({ organization }) => organization,
        () =>
          inTurns(
            ({ bulkReset }) => bulkReset,
            () => new Fifo(),
          ),
      );
    case 'small-first':
      return inLevels(({ rows }) => Math.floor(Math.log10(rows)));
  }
}

/** One chunk of each in turn. @param of whose turn a chunk waits for */
function inTurns(of: (chunk: QueuedChunk) => number, createOwn: () => ChunkOrder): ChunkOrder {
  const owns = new Map<number, ChunkOrder>();
  const turns = new Fifo<number>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    push(chunk) {
      const key = of(chunk);
      const own = owns.get(key) ?? createOwn();
      if (own.size === 0) {
        owns.set(key, own);
        turns.push(key);
      }
      own.push(chunk);
      size += 1;
    },
    shift() {
      const key = turns.shift();
      const own = key === undefined ? undefined : owns.get(key);
      if (key === undefined || !own) return undefined;
      size -= 1;
      const chunk = own.shift();
      if (own.size > 0) turns.push(key);
      else owns.delete(key);
      return chunk;
    },
  };
}

/** More than the logarithms of any number of rows or chunks. */
const LEVELS = 32;

/** The lowest level first, and within a level as they came. */
function inLevels(levelOf: (chunk: QueuedChunk) => number): ChunkOrder {
  const levels = Array.from({ length: LEVELS }, () => new Fifo<QueuedChunk>());
  let size = 0;
  return {
    get size() {
      return size;
    },
    push(chunk) {
      levels[levelOf(chunk)]?.push(chunk);
      size += 1;
    },
    shift() {
      const chunk = levels.find((level) => level.size > 0)?.shift();
      if (chunk) size -= 1;
      return chunk;
    },
  };
}
