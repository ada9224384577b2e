import { createTestDatabase } from '../database/test-database.fixture';
import { uuidToText } from '../entities/columns';
import { identifierKey } from '../entities/identifier-key';
import { Assignment, Course, LearningRecord } from '../entities/learning';
import { Learner } from '../entities/people';
import { coursesOf } from './generated-course';
import { learnerAt } from './generated-learner';
import { historiesOf } from './generated-records';
import { loadOrganization } from './load-organization';
import type { OrganizationPlan } from './organization-plan';

const plan: OrganizationPlan = { seed: 11, learners: 2_500, courses: 70, records: 6_000, spread: 'few-busy' };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const load = (name: string) => loadOrganization(database.dataSource, plan, { name });
const inOrganization = (id: number) => ({ where: { organizationId: id } });

test('what is loaded is what the plan makes, in an organization of its own', async () => {
  const { dataSource } = database;
  const other = await load('Other');
  const { id, ...loaded } = await load('Loaded');
  expect(loaded).toMatchObject({ name: 'Loaded', learners: 2_500, courses: 70, records: 6_000 });
  expect(id).not.toBe(other.id);

  const courses = await dataSource
    .getRepository(Course)
    .find({ ...inOrganization(id), order: { id: 'ASC' } });
  const made = coursesOf(plan);
  expect(courses).toEqual(
    made.map(({ index, assetIsShared: _shared, uuid, ...course }) => ({
      ...course,
      id: courses[index]?.id,
      organizationId: id,
      uuid: uuidToText(uuid),
      assetKey: identifierKey(course.assetId),
    })),
  );

  const learners = await dataSource.getRepository(Learner).find(inOrganization(id));
  const there = new Map(learners.map(({ id: _id, ...learner }) => [learner.uuid, learner]));
  expect(there.size).toBe(2_500);
  for (let index = 0; index < plan.learners; index += 1) {
    const { index: _index, uuid, ...learner } = learnerAt(plan.seed, index);
    expect(there.get(uuidToText(uuid))).toEqual({
      ...learner,
      organizationId: id,
      uuid: uuidToText(uuid),
      loginKey: identifierKey(learner.loginId),
      emailKey: learner.email === null ? null : identifierKey(learner.email),
      externalId: null,
      externalKey: null,
    });
  }
});

test('records and assignments belong to the learners and courses that the plan says', async () => {
  const { dataSource } = database;
  const { id, records, assignments } = await load('Records');
  expect(await dataSource.getRepository(LearningRecord).countBy({ organizationId: id })).toBe(records);
  expect(await dataSource.getRepository(Assignment).countBy({ organizationId: id })).toBe(assignments);
  const courses = await dataSource
    .getRepository(Course)
    .find({ ...inOrganization(id), order: { id: 'ASC' } });
  const { of } = historiesOf(plan, coursesOf(plan));
  for (const index of [4, 1_004, 2_499]) {
    const uuid = uuidToText(learnerAt(plan.seed, index).uuid);
    const { id: learnerId } = await dataSource
      .getRepository(Learner)
      .findOneByOrFail({ organizationId: id, uuid });
    const there = await dataSource.getRepository(LearningRecord).find({
      where: { organizationId: id, learnerId },
      order: { courseId: 'ASC', attempt: 'ASC' },
    });
    const made = of(index).pairs.flatMap(({ course, attempts }) =>
      attempts.map((attempt, at) => ({
        courseId: courses[course]?.id,
        attempt: at + 1,
        status: attempt.status,
        startedAt: toTheMinute(attempt.startedAt),
        completedAt: attempt.completedAt === null ? null : toTheMinute(attempt.completedAt),
        score: attempt.score === null ? null : attempt.score / 100,
        contentState: attempt.contentState === null ? null : JSON.parse(attempt.contentState),
      })),
    );
    expect(there).toMatchObject(made);
    expect(there).toHaveLength(made.length);
  }
});

const toTheMinute = (time: number) => new Date(Math.floor(time / 60_000) * 60_000);
