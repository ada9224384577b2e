import { shardPrefixes } from '@reset/shared/queue/queue-shards';
import type { Platform } from './platform';

/** However much upkeep asks for, commands of others come in between. */
const LARGEST_BACKGROUND = 0.95;

/** One Redis node: it runs calls one after the other. */
export class RedisNode {
  #freeAt = 0;
  #background = 0;
  #lastAt = 0;
  /** Seconds used so far. */
  foregroundSeconds = 0;
  backgroundSeconds = 0;

  constructor(readonly callsPerSecond: number) {}

  /** Calls made now. @returns when they have been answered */
  call(now: number, calls: number): number {
    const seconds = calls / this.callsPerSecond;
    this.foregroundSeconds += seconds;
    this.#freeAt = Math.max(now, this.#freeAt) + seconds / (1 - this.#background);
    return this.#freeAt;
  }

  /** @param share of its time that others ask for; it may exceed 1 */
  setBackground(now: number, share: number): void {
    this.advance(now);
    this.#background = Math.min(LARGEST_BACKGROUND, share);
  }

  /** Brings the counters up to this time. */
  advance(now: number): void {
    this.backgroundSeconds += this.#background * (now - this.#lastAt);
    this.#lastAt = now;
  }
}

/**
 * The node of a queue shard, by the hash tag that the product gives it. Redis Cluster deals the slots out evenly and in
 * order; the tags fall where they fall, so that nodes may have one shard more or less.
 */
export const nodeOfQueue = (shard: number, { queueShards, redisNodes }: Platform): number => {
  const [prefix = ''] = shardPrefixes({ QUEUE_PREFIX: '{reset}', QUEUE_SHARDS: queueShards }).slice(shard);
  return Math.floor((hashSlot(prefix.slice(1, -1)) * redisNodes) / SLOTS);
};

const SLOTS = 16_384;

/** CRC-16 (XMODEM) of the hash tag. @see the Redis Cluster specification, "Hash tags" */
export function hashSlot(tag: string): number {
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc % SLOTS;
}
