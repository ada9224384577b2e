import { Fifo } from './fifo';
import type { Platform } from './platform';

/** Places for chunks on workers. The thread of a worker does one thing at a time, the places of a worker share it. */
export type Fleet = {
  readonly workers: number;
  readonly places: number;
  /** Places that have a chunk in hand. */
  readonly busy: number;
  /** CPU seconds of the threads used so far. */
  readonly threadSeconds: number;
  /** The longest idle place that serves a queue shard, which is now busy. */
  takeIdle(shard: number): number | undefined;
  putIdle(place: number): void;
  /** The queue shards that a place takes chunks from, the next in turn first. */
  shardsOf(place: number): Iterable<number>;
  /** Runs code on the thread of a place. @returns when it is done */
  run(place: number, from: number, seconds: number): number;
};

export function createFleet({ workers, concurrency, queueShards, shardsPerWorker }: Platform): Fleet {
  const places = workers * concurrency;
  const groups = shardsPerWorker === 'all' ? 1 : queueShards;
  const groupOf = (place: number) => Math.floor(place / concurrency) % groups;
  const idle = Array.from({ length: groups }, () => new Fifo<number>());
  // A worker after the other, and not all places of one: they share its thread.
  for (let turn = 0; turn < concurrency; turn += 1)
    for (let place = turn; place < places; place += concurrency) idle[groupOf(place)]?.push(place);
  const freeAt = new Float64Array(workers);
  let [busy, threadSeconds, turn] = [0, 0, 0];
  return {
    workers,
    places,
    get busy() {
      return busy;
    },
    get threadSeconds() {
      return threadSeconds;
    },
    takeIdle(shard) {
      const place = idle[shard % groups]?.shift();
      if (place !== undefined) busy += 1;
      return place;
    },
    putIdle(place) {
      busy -= 1;
      idle[groupOf(place)]?.push(place);
    },
    shardsOf(place) {
      if (groups > 1) return [groupOf(place)];
      turn += 1;
      return Array.from({ length: queueShards }, (_, step) => (turn + step) % queueShards);
    },
    run(place, from, seconds) {
      const worker = Math.floor(place / concurrency);
      const end = Math.max(from, freeAt[worker] as number) + seconds;
      freeAt[worker] = end;
      threadSeconds += seconds;
      return end;
    },
  };
}
