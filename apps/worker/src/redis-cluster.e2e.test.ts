import { newApiKey } from '@reset/shared/auth/api-key';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { shardOf } from '@reset/shared/queue/queue-shards';
import { createTestBucket, type TestBucket } from '@reset/shared/storage/test-bucket.fixture';
import { type RedisCluster, startRedisCluster } from '@reset/shared/testing/redis-cluster.fixture';
import { type RunningSystem, startSystem, until } from '@reset/shared/testing/running-system.fixture';

const NODES = 3;
const SHARDS = 4;
const ORGANIZATIONS = 6;
const COURSES = 20;

let cluster: RedisCluster;
let bucket: TestBucket;
let system: RunningSystem;
let academies: Academy[];

/** Each organization has another number of learners, so that no count can be taken for another's. */
const learnersOf = (number: number) => 50 + 10 * number;
type Academy = { id: number; number: number; rows: number; headers: { Authorization: string } };

async function givenAcademy(number: number): Promise<Academy> {
  const { key, secretHash } = newApiKey();
  const learners = Object.fromEntries(
    Array.from({ length: learnersOf(number) }, (_, learner) => [`learner${learner}`, {}]),
  );
  const courses = Object.fromEntries(Array.from({ length: COURSES }, (_, course) => [`course${course}`, {}]));
  const records = Object.keys(learners).flatMap((learner) =>
    // The first course was started by nobody.
    Object.keys(courses)
      .slice(1)
      .map((course) => ({ learner, course })),
  );
  const { id } = await givenOrganization(system.dataSource, {
    learners,
    courses,
    records,
    apiKeys: [{ secretHash }],
  });
  const headers = { Authorization: `Bearer ${key}` };
  return { id, number, rows: learnersOf(number) * COURSES, headers };
}

beforeAll(async () => {
  [cluster, bucket] = await Promise.all([startRedisCluster(NODES), createTestBucket()]);
  system = await startSystem({
    apis: 2,
    workers: 4,
    env: {
      REDIS_URL: cluster.url,
      QUEUE_PREFIX: '{reset}',
      QUEUE_SHARDS: `${SHARDS}`,
      STORAGE_URL: bucket.url,
      AWS_ACCESS_KEY_ID: bucket.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: bucket.credentials.secretAccessKey,
      ROWS_PER_CHUNK: '100',
      PAIRS_PER_CHUNK: '100',
    },
  });
  academies = [];
  for (let number = 0; number < ORGANIZATIONS; number += 1) academies.push(await givenAcademy(number));
});
afterAll(async () => {
  await system.stop();
  await cluster.stop();
  await bucket.drop();
});

/** Two processes of the API, in turn. */
let asked = 0;
async function ask(academy: Academy, path: string, init: RequestInit = {}): Promise<BulkResetView> {
  asked += 1;
  const response = await fetch(`${system.urls[asked % system.urls.length]}/v1/bulk-resets${path}`, {
    ...init,
    headers: { ...academy.headers, ...init.headers },
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as BulkResetView;
}
const post = (academy: Academy, path: string, type: string, body: string) =>
  ask(academy, path, { method: 'POST', headers: { 'Content-Type': type }, body });
const untilStatus = (academy: Academy, id: string, status: string) =>
  until(async () => {
    const view = await ask(academy, `/${id}`);
    if (view.status === 'failed') throw new Error(`bulk reset of organization ${academy.id} failed`);
    return view.status === status && view;
  });

/** Every learner in every course. */
function csvOf({ number }: Academy): string {
  const rows = Array.from({ length: learnersOf(number) }, (_, learner) =>
    Array.from({ length: COURSES }, (_, course) => `learner${learner},course${course},TRUE`),
  );
  return ['Learner,Content,Reset required', ...rows.flat()].join('\n');
}

const upload = async (academy: Academy) => (await post(academy, '', 'text/csv', csvOf(academy))).id;

async function confirm(academy: Academy, id: string): Promise<void> {
  const { summaryVersion } = await untilStatus(academy, id, 'ready');
  await post(
    academy,
    `/${id}/confirm`,
    'application/json',
    JSON.stringify({ summaryVersion, reason: 'new rules' }),
  );
}

/** Uploads and confirms a file of each organization, and waits for the end of all. */
async function resetEveryone({ meanwhile = async () => {} } = {}): Promise<BulkResetView[]> {
  const [ids] = await Promise.all([Promise.all(academies.map(upload)), meanwhile()]);
  await Promise.all(academies.map((academy, index) => confirm(academy, ids[index] as string)));
  return Promise.all(
    academies.map((academy, index) => untilStatus(academy, ids[index] as string, 'completed')),
  );
}

const expectedCounts = ({ number, rows }: Academy) => ({
  rows,
  reset: rows - learnersOf(number),
  excluded: 0,
  nothingToReset: learnersOf(number),
  repeated: 0,
  withErrors: 0,
  changedSinceValidation: 0,
  notProcessed: 0,
});

async function marks(): Promise<{ organization: number; marks: number }[]> {
  return system.dataSource.query(
    'SELECT organization_id AS organization, COUNT(*) AS marks FROM progress_reset GROUP BY 1 ORDER BY 1',
  );
}
const expectedMarks = (times: number) =>
  academies.map(({ id, number, rows }) => ({ organization: id, marks: times * (rows - learnersOf(number)) }));

/** The shards on each node, by the keys that are there. @throws Error for a key that belongs to no shard */
async function shardsOnNodes(): Promise<number[][]> {
  return Promise.all(
    cluster.nodes.map(async (node) => {
      const shards = (await node.keys('*')).map((key) => {
        const [, shard] = /^\{reset-(\d)\}:chunks:/.exec(key) ?? [];
        if (shard === undefined) throw new Error(`a key outside the shards: ${key}`);
        return Number(shard);
      });
      return [...new Set(shards)].sort();
    }),
  );
}

/** Of which organizations each shard has completed chunks, as BullMQ's events tell once all of them are there. */
async function organizationsOfShards(): Promise<Record<number, number[]>> {
  const chunks: { id: number; organization: number }[] = await system.dataSource.query(
    'SELECT id, organization_id AS organization FROM chunk',
  );
  const owner = new Map(chunks.map(({ id, organization }) => [id, organization]));
  const completed = await until(async () => {
    const found = await completedChunks();
    return new Set(found.map(({ chunkId }) => chunkId)).size === chunks.length && found;
  });
  const seen: Record<number, number[]> = {};
  for (const { shard, chunkId } of completed) {
    const organizations = new Set(seen[shard]).add(owner.get(chunkId) ?? 0);
    seen[shard] = [...organizations].sort((a, b) => a - b);
  }
  return seen;
}

async function completedChunks(): Promise<{ shard: number; chunkId: number }[]> {
  const places = (await shardsOnNodes()).flatMap((shards, node) => shards.map((shard) => ({ node, shard })));
  const found = await Promise.all(
    places.map(async ({ node, shard }) => {
      const events = (await cluster.nodes[node]?.xrange(`{reset-${shard}}:chunks:events`, '-', '+')) ?? [];
      return events.flatMap(([, fields]) => {
        const field = (name: string) => fields[fields.indexOf(name) + 1];
        const chunkId = Number(/-(\d+)-\d+$/.exec(field('jobId') ?? '')?.[1]);
        return field('event') === 'completed' ? [{ shard, chunkId }] : [];
      });
    }),
  );
  return found.flat();
}

test('two APIs and four workers reset what several organizations ask for, over a Redis Cluster and S3', async () => {
  const completed = await resetEveryone();
  expect(completed.map(({ counts }) => counts)).toEqual(academies.map(expectedCounts));
  expect(await marks()).toEqual(expectedMarks(1));

  // Each shard is on one node, and the shards are on more than one.
  const nodes = await shardsOnNodes();
  expect(nodes.flat().sort()).toEqual([0, 1, 2, 3]);
  expect(nodes.filter((shards) => shards.length > 0).length).toBeGreaterThanOrEqual(2);

  // Every chunk went through the shard of its organization and no other.
  const expected: Record<number, number[]> = {};
  for (const { id } of academies) {
    const shard = shardOf(id, SHARDS);
    expected[shard] = [...(expected[shard] ?? []), id];
  }
  expect(Object.keys(expected)).toHaveLength(SHARDS);
  expect(await organizationsOfShards()).toEqual(expected);
  const stored = await bucket.contents();
  expect(stored.filter((key) => key.startsWith('unfinished'))).toEqual([]);
  for (const { id } of academies) expect(stored.some((key) => key.startsWith(`${id}/`))).toBe(true);
});

/** Kills a node that has jobs of these shards in the hands of workers. */
async function killInTheMiddle(index: number, shards: readonly number[]): Promise<void> {
  await until(async () => {
    const active = shards.map((shard) => cluster.nodes[index]?.llen(`{reset-${shard}}:chunks:active`));
    return (await Promise.all(active)).some((jobs) => jobs !== undefined && jobs > 0);
  });
  await cluster.restart(index);
}

test('a node that dies in the middle of the work and comes back empty delays it, and nothing more', async () => {
  const [[index, shards]] = [...(await shardsOnNodes()).entries()].sort(
    ([, a], [, b]) => b.length - a.length,
  ) as [[number, number[]]];
  const completed = await resetEveryone({ meanwhile: () => killInTheMiddle(index, shards) });
  expect(completed.map(({ counts }) => counts)).toEqual(academies.map(expectedCounts));
  expect(await marks()).toEqual(expectedMarks(2));
});
