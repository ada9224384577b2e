import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import type { WorkerView } from '@reset/shared/contracts/worker';
import { tagWith, type WorkFlow, whyWaiting } from './why-waiting';

const AT = '2025-03-03T08:30:00.000Z';
const worker = (change: Partial<WorkerView> = {}): WorkerView => ({
  id: 1,
  version: '1.0.0',
  startedAt: AT,
  lastHeartbeat: AT,
  alive: true,
  state: 'working',
  consuming: true,
  waitingFor: null,
  chunksInHand: 0,
  ...change,
});
const own = (queued: number, running: number) => ({ bulkResetId: 7, queued, running });
const other = (bulkResetId: number, queued: number, running: number) => ({ bulkResetId, queued, running });
const why = (change: Partial<WorkFlow>, status: BulkResetStatus = 'resetting') => {
  const well = { workers: [worker()], chunks: [own(2, 0)], databaseTakesWrites: true, redisAnswers: true };
  const flow = { ...well, ...change };
  return whyWaiting({ bulkResetId: 7, status }, flow);
};

test('what moves waits for nothing', () => {
  expect(why({ chunks: [own(2, 1), other(8, 8, 1)] })).toBeNull();
  expect(why({ chunks: [own(2, 0)] })).toBeNull();
  expect(why({ chunks: [] })).toBeNull();
});

test('without a living worker that takes work, nothing goes on', () => {
  expect(why({ workers: [] })).toMatchObject({ code: 'no-worker', details: { lastHeartbeat: null } });
  const gone = [
    worker({ alive: false }),
    worker({ alive: false, lastHeartbeat: '2025-03-03T08:31:00.000Z' }),
  ];
  expect(why({ workers: gone })?.details).toEqual({ lastHeartbeat: '2025-03-03T08:31:00.000Z' });
  expect(why({ workers: [worker({ state: 'stopping' })] })?.code).toBe('no-worker');
});

test('a service counts as away where every worker waits for one', () => {
  const workers = [worker({ waitingFor: 'storage' }), worker({ waitingFor: 'storage' })];
  expect(why({ workers }, 'validating')?.details).toEqual({ service: 'storage' });
  expect(why({ workers }, 'resetting')).toBeNull();
  expect(why({ workers: [...workers, worker()] }, 'validating')).toBeNull();
  expect(why({ workers: [worker({ waitingFor: 'database' })] })?.details).toEqual({ service: 'database' });
});

test('a database that takes no writes is what is missing, though no worker can say that it is there', () => {
  const change = { databaseTakesWrites: false, workers: [worker({ alive: false })], chunks: [own(1, 1)] };
  expect(why(change)?.details).toEqual({ service: 'database' });
});

test('redis is away where it takes nothing from us or the workers do not hear it, unless a chunk is in hand', () => {
  expect(why({ redisAnswers: false })?.details).toEqual({ service: 'redis' });
  expect(why({ redisAnswers: false, chunks: [] })?.details).toEqual({ service: 'redis' });
  expect(why({ workers: [worker({ waitingFor: 'redis' })] })?.details).toEqual({ service: 'redis' });
  expect(why({ redisAnswers: false, chunks: [own(0, 1)] })).toBeNull();
});

test('others that are served at the moment are counted', () => {
  expect(why({ chunks: [own(8, 0), other(8, 7, 1), other(9, 3, 0)] })).toMatchObject({
    code: 'behind-others',
    details: { bulkResets: 2, chunks: 11 },
  });
});

test.each(['ready', 'needs-fixes', 'completed', 'paused'] as const)('%s is for people to move', (status) => {
  expect(why({ workers: [] }, status)).toBeNull();
});

test('another reason is another tag', () => {
  const tags = [
    null,
    why({ workers: [] }),
    why({ redisAnswers: false }),
    why({ chunks: [own(1, 0), other(8, 0, 1)] }),
    why({ chunks: [own(1, 0), other(8, 0, 2)] }),
  ].map((reason) => tagWith('"1-2-rest"', reason));
  expect(new Set(tags).size).toBe(5);
  for (const tag of tags) expect(tag).toMatch(/^"1-2-rest[\w-]*"$/);
});
