import { Fifo } from './fifo';

/**
 * In which order the chunks of a queue are delivered.
 * - `fifo`: as they came; what BullMQ does.
 * - `round-robin`: an organization after the other; BullMQ Pro's groups, or priorities that count an organization's turns.
 * - `round-robin-of-files`: the same, and within an organization a bulk reset after the other.
 * - `small-first`: chunks of smaller files first; BullMQ's priorities.
 */
export type Order = 'fifo' | 'round-robin' | 'round-robin-of-files' | 'small-first';
export type QueuedChunk = { bulkReset: number; organization: number; rows: number };

export type ChunkOrder = {
  readonly size: number;
  push(chunk: QueuedChunk): void;
  /** @returns the number of the bulk reset */
  shift(): number | undefined;
};

export function createChunkOrder(order: Order): ChunkOrder {
  switch (order) {
    case 'fifo':
      return inArrival();
    case 'round-robin':
      return inTurns(({ organization }) => organization, inArrival);
    case 'round-robin-of-files':
      return inTurns(
        ({ organization }) => organization,
        () => inTurns(({ bulkReset }) => bulkReset, inArrival),
      );
    case 'small-first':
      return smallFirst();
  }
}

function inArrival(): ChunkOrder {
  const chunks = new Fifo();
  return {
    get size() {
      return chunks.size;
    },
    push: ({ bulkReset }) => chunks.push(bulkReset),
    shift: () => chunks.shift(),
  };
}

/** One chunk of each in turn. @param of whose turn a chunk waits for */
function inTurns(of: (chunk: QueuedChunk) => number, createOwn: () => ChunkOrder): ChunkOrder {
  const owns = new Map<number, ChunkOrder>();
  const turns = new Fifo();
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
      const bulkReset = own.shift();
      if (own.size > 0) turns.push(key);
      else owns.delete(key);
      return bulkReset;
    },
  };
}

/** One level for each power of ten of the rows. */
const LEVELS = 9;

function smallFirst(): ChunkOrder {
  const levels = Array.from({ length: LEVELS }, inArrival);
  let size = 0;
  return {
    get size() {
      return size;
    },
    push(chunk) {
      const level = Math.min(LEVELS - 1, Math.floor(Math.log10(Math.max(1, chunk.rows))));
      levels[level]?.push(chunk);
      size += 1;
    },
    shift() {
      const bulkReset = levels.find((level) => level.size > 0)?.shift();
      if (bulkReset !== undefined) size -= 1;
      return bulkReset;
    },
  };
}
