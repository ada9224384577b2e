import { createTestDatabase } from '../database/test-database.fixture';
import { Assignment, Course, LearningRecord, ProgressReset } from '../entities/learning';
import { Learner, UserAccount } from '../entities/people';
import { givenOrganization } from './given-organization.fixture';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('an organization holds exactly what the test named', async () => {
  const { dataSource } = database;
  const { id, learners, courses, users } = await givenOrganization(dataSource, {
    learners: { ann: { email: 'Ann@Example.org' }, Bob: { email: null, status: 'deactivated' } },
    courses: {
      fire: { kind: 'compliance', complianceConfigured: true },
      book: { kind: 'book', assetId: '0042' },
    },
    records: [{ learner: 'ann', course: 'fire', status: 'completed', score: 87.5, attempt: 2 }],
    assignments: [{ learner: 'Bob', course: 'fire', restartSetting: 'always' }],
    progressResets: [{ learner: 'ann', course: 'fire', bulkResetId: 7 }],
    users: { root: {}, annsAccount: { login: 'Ann', role: 'learner', learner: 'ann' } },
  });
  expect(learners.ann.id).toBeLessThan(learners.Bob.id);
  const inOrder = { where: { organizationId: id }, order: { id: 'ASC' } } as const;
  expect(await dataSource.getRepository(Learner).find(inOrder)).toMatchObject([
    { ...learners.ann, loginKey: 'ann', emailKey: 'ann@example.org', status: 'active' },
    { ...learners.Bob, loginKey: 'bob', emailKey: null, status: 'deactivated' },
  ]);
  expect(await dataSource.getRepository(Course).find(inOrder)).toMatchObject([
    { ...courses.fire, kind: 'compliance', complianceConfigured: true, status: 'active' },
    { ...courses.book, assetKey: '0042', complianceConfigured: false },
  ]);
  const pair = { organizationId: id, learnerId: learners.ann.id, courseId: courses.fire.id };
  expect(await dataSource.getRepository(LearningRecord).find()).toMatchObject([
    {
      ...pair,
      attempt: 2,
      status: 'completed',
      score: 87.5,
      startedAt: new Date('2025-03-03T08:30:00.000Z'),
    },
  ]);
  expect(await dataSource.getRepository(Assignment).find()).toMatchObject([
    { ...pair, learnerId: learners.Bob.id, restartSetting: 'always' },
  ]);
  expect(await dataSource.getRepository(ProgressReset).find()).toMatchObject([
    { ...pair, bulkResetId: 7, fileRow: 2, acknowledgedAt: null, withdrawnAt: null },
  ]);
  expect(await dataSource.getRepository(UserAccount).find(inOrder)).toMatchObject([
    { id: users.root.id, login: 'root', role: 'administrator', learnerId: null, active: true },
    { id: users.annsAccount.id, loginKey: 'ann', role: 'learner', learnerId: learners.ann.id },
  ]);
});
