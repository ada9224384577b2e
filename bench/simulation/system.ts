import { costOfChunk } from './chunk-cost';
import { createDatabases } from './databases';
import { type BulkReset, createDispatcher, type RunningChunk } from './dispatcher';
import { createFleet } from './fleet';
import { createMeter, type Load } from './meter';
import { nodeOfQueue, RedisNode } from './redis-node';
import type { Simulation } from './simulate';
import { loadUpkeep } from './upkeep';
import { createUpkeepWatch } from './upkeep-watch';

/** What can happen: to a bulk reset (the first two), at a place of a worker, at a database, to the system. */
export const EVENTS = ['arrival', 'confirmation', 'thread-done', 'database', 'upkeep'] as const;
export type EventKind = (typeof EVENTS)[number];
type At = (time: number, kind: EventKind, subject: number) => void;

export type System = {
  bulkResets: readonly BulkReset[];
  isBusy(): boolean;
  handle(now: number, kind: EventKind, subject: number): void;
  load(now: number): Load;
};

/** How often the fluid load of upkeep is worked out anew, in seconds. */
const UPKEEP_LOOKS_EVERY = 0.25;
/** Of all chunks. What comes then is a tail in which little is left to do. */
const LOADED_SHARE = 0.9;

/**
 * A chunk holds a place on a worker from its delivery until the queue has been refilled after it: a call to Redis, the
 * worker's thread, the database, and the database again for what is due next.
 */
export function createSystem({ platform, costs, workload, onChunk }: Simulation, at: At): System {
  const parts = createParts({ platform, costs, workload }, at);
  const { fleet, dispatcher, databases, meter, watch } = parts;
  const { bulkResets } = dispatcher;
  const running: (RunningChunk | undefined)[] = [];
  const hasCommitted = new Uint8Array(fleet.places);
  const chunksInAll = bulkResets.reduce((sum, { chunks }) => sum + 3 * chunks + 1, 0);
  const done = { rows: 0, chunks: 0 };
  let [threadShare, unfinished] = [0, workload.length];
  let load: Load | undefined;

  const begin = (now: number, bulkReset: BulkReset, phase: 'validate' | 'reset') => {
    watch.active(bulkReset, 1);
    deliver(now, bulkReset, dispatcher.begin(bulkReset, phase, now));
  };
  /** Chunks have been added to a queue: idle places take them. */
  const deliver = (now: number, bulkReset: BulkReset, count: number) => {
    if (count === 0) return;
    const { shard } = bulkReset;
    parts.nodeOf(shard).call(now, count * costs.redis.callsPerAdd);
    watch.added(bulkReset, count, now);
    while (dispatcher.queuedIn(shard) > 0) {
      const place = fleet.takeIdle(shard);
      if (place === undefined) return;
      start(now, place, shard);
    }
  };
  const start = (now: number, place: number, shard: number) => {
    const chunk = dispatcher.take(shard);
    if (!chunk) throw new Error('an empty queue delivers nothing');
    watch.taken(chunk, now);
    running[place] = chunk;
    const delivered = parts.nodeOf(shard).call(now, costs.redis.callsPerDelivery);
    const { workerSeconds, waitSeconds } = costOfChunk(chunk, costs);
    at(fleet.run(place, delivered, workerSeconds / (1 - threadShare)) + waitSeconds, 'thread-done', place);
  };
  const commit = (now: number, place: number, chunk: RunningChunk) => {
    const { bulkReset, phase, number, rows } = chunk;
    hasCommitted[place] = 1;
    done.chunks += 1;
    done.rows += rows / 3;
    if (!load && done.chunks >= LOADED_SHARE * chunksInAll) load = meter.read(now, done);
    onChunk?.({ bulkReset: bulkReset.number, phase, number, rows, at: now });
    const { databaseSeconds, databaseSecondsPerChunk } = costs.dispatch;
    const seconds = databaseSeconds + bulkReset.chunks * databaseSecondsPerChunk;
    databases.run(now, place, bulkReset.number, seconds);
  };
  const moveOn = (now: number, place: number, chunk: RunningChunk) => {
    const { bulkReset } = chunk;
    hasCommitted[place] = 0;
    running[place] = undefined;
    deliver(now, bulkReset, dispatcher.finish(chunk, now));
    if (bulkReset.phase === 'ready') at(now + bulkReset.confirmAfter, 'confirmation', bulkReset.number);
    if (bulkReset.phase === 'completed') unfinished -= 1;
    if (bulkReset.phase === 'ready' || bulkReset.phase === 'completed') watch.active(bulkReset, -1);
    takeNext(now, place);
  };
  const takeNext = (now: number, place: number) => {
    for (const shard of fleet.shardsOf(place))
      if (dispatcher.queuedIn(shard) > 0) return start(now, place, shard);
    fleet.putIdle(place);
  };

  const handlers: Readonly<Record<EventKind, (now: number, subject: number) => void>> = {
    arrival: (now, number) => begin(now, bulkResets[number] as BulkReset, 'validate'),
    confirmation: (now, number) => begin(now, bulkResets[number] as BulkReset, 'reset'),
    'thread-done': (now, place) => {
      const chunk = running[place] as RunningChunk;
      databases.run(now, place, chunk.bulkReset.number, costOfChunk(chunk, costs).databaseSeconds);
    },
    database: (now, index) => {
      for (const place of databases.ended(now, index))
        (hasCommitted[place] ? moveOn : commit)(now, place, running[place] as RunningChunk);
    },
    upkeep: (now) => {
      threadShare = loadUpkeep({ platform, costs, ...parts }, watch.sees(now), now);
      databases.wakeAll();
      at(now + UPKEEP_LOOKS_EVERY, 'upkeep', 0);
    },
  };
  return {
    bulkResets,
    isBusy: () => unfinished > 0,
    handle(now, kind, subject) {
      meter.advance(now);
      handlers[kind](now, subject);
    },
    load: (now) => load ?? meter.read(now, done),
  };
}

/** The parts of the system, idle, with every arrival in the future. */
function createParts({ platform, costs, workload }: Simulation, at: At) {
  const databases = createDatabases(platform, workload, (time, index) => at(time, 'database', index));
  const nodes = Array.from({ length: platform.redisNodes }, () => new RedisNode(costs.redis.callsPerSecond));
  const nodeOfShard = Array.from({ length: platform.queueShards }, (_, shard) =>
    nodeOfQueue(shard, platform),
  );
  const fleet = createFleet(platform);
  const dispatcher = createDispatcher({ platform, costs, workload });
  const { stations } = databases;
  workload.forEach((planned, number) => {
    at(planned.at, 'arrival', number);
  });
  at(0, 'upkeep', 0);
  return {
    fleet,
    dispatcher,
    databases,
    stations,
    nodes,
    nodeOf: (shard: number) => nodes[nodeOfShard[shard] as number] as RedisNode,
    meter: createMeter({ fleet, counts: dispatcher.counts, stations, nodes }),
    watch: createUpkeepWatch(platform, costs, { databaseOf: databases.homeOf, nodeOfShard }),
  };
}
