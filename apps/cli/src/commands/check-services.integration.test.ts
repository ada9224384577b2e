import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startRedisCluster } from '@reset/shared/testing/redis-cluster.fixture';
import { givenCommandLine, testRedisUrl } from '../given-command-line.fixture';
import { givenRedisThatSays } from '../services/fake-redis.fixture';

let commandLine: Awaited<ReturnType<typeof givenCommandLine>>;
let directory: string;
beforeAll(async () => {
  commandLine = await givenCommandLine();
  directory = await mkdtemp(path.join(tmpdir(), 'check-'));
});
afterAll(async () => {
  await commandLine.drop();
  await rm(directory, { recursive: true });
});

const check = (environment: NodeJS.ProcessEnv = {}) =>
  commandLine.runWith({
    REDIS_URL: testRedisUrl(),
    STORAGE_URL: pathToFileURL(directory).href,
    ...environment,
  })('check-services');

test('servers that are fit are told with their versions', async () => {
  const { code, printed, said } = await check();
  expect({ code, printed }).toEqual({ code: 0, printed: '' });
  expect(said).toMatch(
    /^DATABASE_URL: (MySQL|MariaDB) [\d.]+\nREDIS_URL: Redis [\d.]+\nSTORAGE_URL: files can be/,
  );
});

test('everything at fault is told, with what to do and without a password', async () => {
  const { code, said } = await check({
    DATABASE_URL: 'mysql://root:secret@127.0.0.1:1/reset',
    REDIS_URL: 'redis://:secret@127.0.0.1:1',
    STORAGE_URL: 'file:///dev/null/files',
  });
  expect(code).toBe(1);
  expect(said.split('\n')).toEqual([
    'The database at 127.0.0.1:1 (DATABASE_URL) cannot be used: nothing listens there. Start the server, or correct the host and port.',
    'Redis at 127.0.0.1:1 (REDIS_URL) cannot be used: nothing listens there. Start the server, or correct the host and port.',
    'The directory /dev/null/files (STORAGE_URL) cannot be used: ENOTDIR, a part of the path is a file.',
  ]);
});

test('a database that is not there is named', async () => {
  const url = new URL(commandLine.url);
  url.pathname = '/nobody_made_this';
  const { code, said } = await check({ DATABASE_URL: url.href });
  expect(code).toBe(1);
  expect(said).toMatch(
    /\(DATABASE_URL\) cannot be used: it has no database nobody_made_this\. Create it first\.$/,
  );
});

test.each([
  [
    'redis_version:7.2.4\r\nmaxmemory_policy:allkeys-lru\r\n',
    /evicts keys when memory is short \(allkeys-lru\).*Set maxmemory-policy noeviction\.$/,
  ],
  [
    'redis_version:6.0.16\r\nmaxmemory_policy:noeviction\r\n',
    /is Redis 6\.0\.16; Redis 6\.2\.0 or later is needed\.$/,
  ],
])('a Redis that is not fit is refused: %j', async (info, sentence) => {
  const redis = await givenRedisThatSays(info);
  const { code, said } = await check({ REDIS_URL: redis.url });
  await redis.stop();
  expect(code).toBe(1);
  expect(said).toMatch(sentence);
});

test('a cluster is checked at every node, and has to be called one', async () => {
  const cluster = await startRedisCluster(2);
  const asked = await check({ REDIS_URL: cluster.url });
  const asServer = await check({ REDIS_URL: cluster.url.replace(/\?.*/, '') });
  await cluster.nodes[1]?.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const evicting = await check({ REDIS_URL: cluster.url });
  await cluster.stop();
  expect(asked.said).toMatch(/^REDIS_URL: Redis [\d.]+, a cluster of 2 nodes$/m);
  expect(asServer.said).toMatch(/ is a node of a cluster\. Add \?cluster=true to its address\.$/);
  expect(evicting.said).toMatch(/evicts keys when memory is short \(allkeys-lru\)/);
});

test.each([
  [
    'with slots that nobody has',
    async () => {
      const { url, stop } = await startRedisCluster(2, { slots: 100 });
      return { url, stop };
    },
    / is a cluster that is not whole: no node answers for some of its slots\.$/,
  ],
  [
    'that is one server',
    async () => ({ url: `${testRedisUrl()}?cluster=true`, stop: async () => {} }),
    / cannot be used: it is no cluster\. Take cluster=true out of its address\.$/,
  ],
  [
    'that is not there',
    async () => ({ url: 'redis://127.0.0.1:1?cluster=true&node=127.0.0.1:2', stop: async () => {} }),
    / cannot be used: no node of the cluster answers\. Start them, or correct the hosts and ports\.$/,
  ],
])('a cluster %s cannot be used', async (_name, given, sentence) => {
  const { url, stop } = await given();
  const { code, said } = await check({ REDIS_URL: url });
  await stop();
  expect(code).toBe(1);
  expect(said).toMatch(sentence);
});
