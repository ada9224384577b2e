import type { LearnerActivityFilter } from '@reset/shared/contracts/reports';
import { createTestDatabase } from '@reset/shared/database/test-database.fixture';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { findLearnersByText } from '@reset/shared/stores/reports/find-named.store';
import type { QueryRunner } from 'typeorm';
import { contentListing } from './content-listing';
import { learnerActivity } from './learner-activity';

const [LEARNERS, COURSES] = [250, 40];
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let runner: QueryRunner;
let organizationId: number;

const many = <Value>(count: number, name: string, value: (index: number) => Value) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}-${index}`, value(index)]));

/** 20,000 records, a thousand of them of the same moment: as imports of dates without times leave them. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { id } = await givenOrganization(database.dataSource, {
    learners: many(LEARNERS, 'learner', (index) => ({ name: `Given Family${index}` })),
    courses: many(COURSES, 'course', (index) => ({ title: `Title ${index}` })),
  });
  organizationId = id;
  await database.dataSource.query(
    `INSERT INTO learning_record (organization_id, learner_id, course_id, attempt, status, started_at, last_access_at,
       completed_at, reset_at, reset_by)
     SELECT l.organization_id, l.id, c.id, a.attempt, 'completed', '2025-01-01',
       DATE_ADD('2025-01-01', INTERVAL c.id MOD 10 DAY), DATE_ADD('2025-02-01', INTERVAL c.id MOD 10 DAY),
       IF(a.attempt = 2, '2025-01-01', NULL), IF(a.attempt = 2, 1 + l.id MOD 3, NULL)
     FROM learner l JOIN course c ON c.organization_id = l.organization_id
       JOIN (SELECT 1 AS attempt UNION SELECT 2) a
     WHERE l.organization_id = ?`,
    [id],
  );
  await database.dataSource.query('ANALYZE TABLE learning_record, learner, course');
  runner = database.dataSource.createQueryRunner();
});
afterAll(async () => {
  await runner.release();
  await database.drop();
});

/** How many rows the server touched for what `work` asked on this connection. */
async function rowsReadBy<Result>(work: () => Promise<Result>): Promise<{ read: number; result: Result }> {
  const before = await handlerReads();
  const result = await work();
  return { read: (await handlerReads()) - before, result };
}
async function handlerReads(): Promise<number> {
  const counters: { Variable_name: string; Value: string }[] = await runner.query(
    "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%' OR Variable_name = 'Sort_rows'",
  );
  return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
}

const LIMIT = 20;
/** The records, what they name, one more of each to know where it ends, and a few for the reading of the counters. */
const MOST_READ = 12 * LIMIT;

const WAYS: [string, LearnerActivityFilter][] = [
  ['all', {}],
  ['a learner', { learner: 'learner-100' }],
  ['learners', { learner: 'learner-1' }],
  ['a course', { course: 'course-20' }],
  ['a course in a period', { course: 'course-20', accessedFrom: '2025-01-02', accessedTo: '2025-01-12' }],
  ['accessed', { accessedFrom: '2025-01-02', accessedTo: '2025-01-12' }],
  ['completed', { completedFrom: '2025-02-02' }],
  ['reset', { reset: 'yes' }],
];
test.each(WAYS)(
  'a page of records by %s touches its own rows alone, however deep it lies',
  async (_, filter) => {
    let cursor: string | undefined;
    for (let page = 0; page < 4; page += 1) {
      const query = { ...filter, limit: LIMIT, cursor };
      const { read, result } = await rowsReadBy(() => learnerActivity(runner.manager, organizationId, query));
      expect(result.rows).toHaveLength(LIMIT);
      expect(read).toBeLessThan(MOST_READ);
      cursor = result.nextCursor ?? undefined;
    }
  },
);

test('a page from the middle of a thousand records of one moment touches no more', async () => {
  const filter = { accessedFrom: '2025-01-05', accessedTo: '2025-01-05' };
  const [{ count }] = await runner.query(
    "SELECT COUNT(*) AS count FROM learning_record WHERE organization_id = ? AND last_access_at = '2025-01-05'",
    [organizationId],
  );
  expect(Number(count)).toBeGreaterThan(1_000);
  const first = await learnerActivity(runner.manager, organizationId, {
    ...filter,
    limit: 200,
    cursor: undefined,
  });
  const second = await learnerActivity(runner.manager, organizationId, {
    ...filter,
    limit: 200,
    cursor: first.nextCursor ?? undefined,
  });
  const query = { ...filter, limit: LIMIT, cursor: second.nextCursor ?? undefined };
  const { read } = await rowsReadBy(() => learnerActivity(runner.manager, organizationId, query));
  expect(read).toBeLessThan(MOST_READ);
});

test('a page of courses touches its own rows alone', async () => {
  const first = await contentListing(runner.manager, organizationId, { limit: 10, cursor: undefined });
  const { read, result } = await rowsReadBy(() =>
    contentListing(runner.manager, organizationId, { limit: 10, cursor: first.nextCursor ?? undefined }),
  );
  expect(result.rows).toHaveLength(10);
  expect(read).toBeLessThan(40);
});

test.each(['learner-24', 'LEARNER-24@', 'given fam', 'family24'])(
  'looking up %s reads what it finds',
  async (text) => {
    const { read, result } = await rowsReadBy(() =>
      findLearnersByText(runner.manager, organizationId, text, 10),
    );
    expect(result.length).toBeGreaterThan(0);
    expect(read).toBeLessThan(100);
  },
);
