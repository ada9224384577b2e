import { newApiKey } from '@reset/shared/auth/api-key';
import type { DirectoryKind } from '@reset/shared/contracts/directory-columns';
import type { DirectoryImportView } from '@reset/shared/contracts/directory-import';
import type { Failpoint } from '@reset/shared/failpoints/failpoint';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { untilGone } from '@reset/shared/testing/doomed-process.fixture';
import { SHORT_LEASES } from '@reset/shared/testing/fault-bench.fixture';
import { type PrivateServer, startOwnRedis } from '@reset/shared/testing/private-servers.fixture';
import { redisCommand } from '@reset/shared/testing/redis-command.fixture';
import { type RunningSystem, startSystem, until } from '@reset/shared/testing/running-system.fixture';

let redis: PrivateServer;
let system: RunningSystem;
let organizationId: number;
const { key, secretHash } = newApiKey();
const LEARNERS = 120;
const names = Array.from({ length: LEARNERS }, (_, index) => `learner.${index}`);

beforeAll(async () => {
  redis = await startOwnRedis({ keepData: false });
  // A dozen chunks a phase, and leases that are lost within seconds.
  const env = { ...SHORT_LEASES, ROWS_PER_CHUNK: '20', PAIRS_PER_CHUNK: '32' };
  system = await startSystem({ workers: 0, servers: { redisUrl: redis.url }, env });
  const { id } = await givenOrganization(system.dataSource, {
    learners: Object.fromEntries(names.slice(0, LEARNERS / 2).map((name) => [name, { name: 'As it was' }])),
    courses: { fire: {} },
    apiKeys: [{ secretHash }],
  });
  organizationId = id;
});
afterEach(() => system.endWorkers());
afterAll(async () => {
  await system.stop();
  await redis.stop();
});

const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv' };
  const response = await fetch(`${system.url}/v1/directory-imports${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response;
};

/** Workers die there one after the other, Redis is emptied each time, and then one goes on. */
const DEATHS: readonly Failpoint[] = [
  ...([
    'validate:effects',
    'validate:committed',
    'settle:fenced',
    'settle:moved-on',
    'summarize:effects',
  ] as const),
  ...([
    'reset:claimed',
    'reset:begun',
    'reset:effects',
    'reset:fenced',
    'reset:committed',
    'reset:moved-on',
  ] as const),
];

async function importUnderDeaths(
  kind: DirectoryKind,
  lines: readonly string[],
): Promise<DirectoryImportView> {
  const body = `${lines.join('\r\n')}\r\n`;
  const uploaded = await ask(`?kind=${kind}&confirm=when-valid`, { method: 'POST', body });
  const { id } = (await uploaded.json()) as DirectoryImportView;
  const show = async () => (await (await ask(`/${id}`)).json()) as DirectoryImportView;
  const sums: number[] = [];
  for (const place of DEATHS) {
    const doomed = system.startWorker({ FAILPOINTS: `${place}=kill` });
    expect([place, await untilGone(doomed)]).toEqual([place, 'SIGKILL']);
    await redisCommand(redis.url, 'FLUSHALL');
    const { rows, ...parts } = (await show()).counts;
    sums.push(Object.values(parts).reduce((sum, count) => sum + count, 0) - rows);
  }
  // Whatever had been done by then, every row was counted once.
  expect(sums).toEqual(DEATHS.map(() => 0));
  system.startWorker();
  await redisCommand(redis.url, 'FLUSHALL');
  return until(async () => {
    const view = await show();
    return ['completed', 'needs-fixes', 'failed'].includes(view.status) && view;
  });
}

const outcomesOf = async ({ id }: DirectoryImportView) =>
  (await (await ask(`/${id}/outcome.csv`)).text())
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',').at(-2));

test('workers die at every place and Redis is emptied each time: the learners are what the file says', async () => {
  const lineOf = (name: string, index: number) =>
    `E-${index},${name},New ${name},${index % 7 === 0 ? 'FALSE' : ''}`;
  const rows = [...names.map(lineOf), ...names.slice(0, 30).map(lineOf)];
  const view = await importUnderDeaths('learners', ['External ID,Login ID,Name,Active', ...rows]);
  expect(view).toMatchObject({
    status: 'completed',
    counts: {
      ...{ rows: 150, created: 60, updated: 60, unchanged: 0, repeated: 30 },
      ...{ withErrors: 0, changedSinceValidation: 0, notProcessed: 0 },
    },
  });
  expect(
    await system.dataSource.query(
      'SELECT external_id AS external, login_id AS login, name, status FROM learner WHERE organization_id = ? ORDER BY CAST(SUBSTRING(external_id, 3) AS UNSIGNED)',
      [organizationId],
    ),
  ).toEqual(
    names.map((login, index) => ({
      external: `E-${index}`,
      login,
      name: `New ${login}`,
      status: index % 7 === 0 ? 'deactivated' : 'active',
    })),
  );
  expect(await outcomesOf(view)).toEqual([
    ...names.map((_, index) => (index < 60 ? 'Updated' : 'Created')),
    ...names.slice(0, 30).map(() => 'Repeated'),
  ]);
});

test('workers die at every place and Redis is emptied each time: past records are what the file says', async () => {
  // Of each learner three, the latest in the first chunks and the earliest in the last ones.
  const years = [2022, 2021, 2020];
  const rows = years.flatMap((year) =>
    names
      .slice(0, 60)
      .map((name) => `${name}-${year},${name},fire,Completed,${year}-01-01,${year}-02-01,${year - 1950}`),
  );
  const view = await importUnderDeaths('records', [
    'Record ID,Learner,Content,Status,First access,Completed on,Score',
    ...rows,
  ]);
  expect(view).toMatchObject({
    status: 'completed',
    counts: { rows: 180, created: 180, updated: 0, unchanged: 0, notProcessed: 0 },
  });
  const found = await system.dataSource.query(
    `SELECT l.login_id AS login, r.attempt, r.status, YEAR(r.started_at) AS year, CAST(r.score AS DOUBLE) AS score, r.accesses,
       i.external_id AS external
     FROM learning_record r JOIN learner l ON l.id = r.learner_id
       JOIN imported_record i ON i.organization_id = r.organization_id AND i.learner_id = r.learner_id
         AND i.course_id = r.course_id AND i.attempt = r.attempt
     WHERE r.organization_id = ? ORDER BY l.id, r.attempt`,
    [organizationId],
  );
  expect(found).toEqual(
    names.slice(0, 60).flatMap((login) =>
      [2020, 2021, 2022].map((year, index) => ({
        ...{ login, attempt: index + 1, status: 'completed', year, score: year - 1950, accesses: 1 },
        external: `${login}-${year}`,
      })),
    ),
  );
  expect(await outcomesOf(view)).toEqual(rows.map(() => 'Created'));
});
