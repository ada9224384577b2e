import { randomUUID } from 'node:crypto';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { identifierKey } from '../entities/identifier-key';
import { Assignment, Course, LearningRecord, ProgressReset } from '../entities/learning';
import { ApiKey, Learner, Organization, UserAccount } from '../entities/people';

type Given<Entity, Left extends keyof Entity = never> = Partial<Omit<Entity, 'organizationId' | 'id' | Left>>;
/** What a test leaves out is made up: the login ID and the name are the test's own name for the learner. */
export type GivenLearner = Given<Learner, 'loginKey' | 'emailKey'>;
/** The asset ID and the title are the test's own name for the course; it is an active Skillsoft course. */
export type GivenCourse = Given<Course, 'assetKey'>;
/** Nobody can sign in with the password hash that is made up. A login is unique over all organizations. */
export type GivenUser<Ls> = Given<UserAccount, 'loginKey' | 'learnerId'> & { learner?: keyof Ls };
type Pair<Ls, Cs> = { learner: keyof Ls; course: keyof Cs };
type GivenPair<Entity, Ls, Cs> = Given<Entity, ('learnerId' | 'courseId') & keyof Entity> & Pair<Ls, Cs>;
type Named<Value> = Readonly<Record<string, Value>>;

export type GivenOrganization<Ls, Cs, Us> = {
  name?: string;
  learners?: Ls;
  courses?: Cs;
  /** The first attempt, just started, unless the test says otherwise. */
  records?: readonly GivenPair<LearningRecord, Ls, Cs>[];
  assignments?: readonly GivenPair<Assignment, Ls, Cs>[];
  /** Open marks, unless the test says otherwise. Nothing ties them to a bulk reset that exists. */
  progressResets?: readonly GivenPair<ProgressReset, Ls, Cs>[];
  users?: Us;
  apiKeys?: readonly (Given<ApiKey> & Pick<ApiKey, 'secretHash'>)[];
};
export type OrganizationThere<Ls, Cs, Us> = {
  id: number;
  uuid: string;
  name: string;
  learners: { [Name in keyof Ls]: Learner };
  courses: { [Name in keyof Cs]: Course };
  users: { [Name in keyof Us]: UserAccount };
};

/**
 * Inserts an organization with exactly what a test names, and gives back the rows. A test speaks of learners, courses
 * and users by names of its own; ids grow in the order in which they are written.
 * @example
 * const { id, learners } = await givenOrganization(dataSource, {
 *   learners: { ann: {}, bob: { email: 'b@example.org', status: 'deactivated' } },
 *   courses: { fire: { kind: 'compliance', complianceConfigured: true } },
 *   records: [{ learner: 'ann', course: 'fire', status: 'completed' }],
 * });
 * learners.ann.uuid;
 */
export async function givenOrganization<
  const Ls extends Named<GivenLearner> = Record<never, never>,
  const Cs extends Named<GivenCourse> = Record<never, never>,
  const Us extends Named<GivenUser<Ls>> = Record<never, never>,
>(dataSource: DataSource, given: GivenOrganization<Ls, Cs, Us> = {}): Promise<OrganizationThere<Ls, Cs, Us>> {
  const organization = { uuid: randomUUID(), name: given.name ?? 'Northwind Academy' };
  const [{ id }] = (await insert(dataSource, Organization, [organization])) as [Organization];
  const learners = await insertNamed<GivenLearner, Ls, Learner>(
    dataSource,
    Learner,
    given.learners,
    learnerRow(id),
  );
  const courses = await insertNamed<GivenCourse, Cs, Course>(
    dataSource,
    Course,
    given.courses,
    courseRow(id),
  );
  const users = await insertNamed<GivenUser<Ls>, Us, UserAccount>(
    dataSource,
    UserAccount,
    given.users,
    userRow<Ls>(id, learners),
  );
  const ofPair = ({ learner, course }: Pair<Ls, Cs>) => ({
    organizationId: id,
    learnerId: learners[learner].id,
    courseId: courses[course].id,
  });
  await insert(
    dataSource,
    LearningRecord,
    (given.records ?? []).map((record) => ({ ...STARTED, ...record, ...ofPair(record) })),
  );
  await insert(
    dataSource,
    Assignment,
    (given.assignments ?? []).map((assignment) => ({ ...assignment, ...ofPair(assignment) })),
  );
  await insert(
    dataSource,
    ProgressReset,
    (given.progressResets ?? []).map((mark) => ({ ...OPEN_MARK, ...mark, ...ofPair(mark) })),
  );
  await insert(
    dataSource,
    ApiKey,
    (given.apiKeys ?? []).map((key) => ({ name: 'test', role: 'administrator', ...key, organizationId: id })),
  );
  return { id, ...organization, learners, courses, users };
}

const A_MORNING = new Date('2025-03-03T08:30:00.000Z');
const STARTED = { attempt: 1, status: 'started', startedAt: A_MORNING, lastAccessAt: A_MORNING };
const OPEN_MARK = { bulkResetId: 1, fileRow: 2, resetAt: A_MORNING };

const learnerRow = (organizationId: number) => (name: string, given: GivenLearner) => {
  const { loginId = name, email = `${name}@example.org`, uuid = randomUUID() } = given;
  const emailKey = email === null ? null : identifierKey(email);
  return {
    name,
    status: 'active',
    ...given,
    organizationId,
    uuid,
    loginId,
    loginKey: identifierKey(loginId),
    email,
    emailKey,
  };
};

const courseRow = (organizationId: number) => (name: string, given: GivenCourse) => {
  const { assetId = name, uuid = randomUUID() } = given;
  const made = {
    title: name,
    kind: 'skillsoft',
    complianceConfigured: false,
    status: 'active',
    language: 'en',
  };
  return { ...made, ...given, organizationId, uuid, assetId, assetKey: identifierKey(assetId) };
};

const userRow =
  <Ls>(organizationId: number, learners: { [Name in keyof Ls]: Learner }) =>
  (name: string, { learner, ...given }: GivenUser<Ls>) => {
    const login = given.login ?? name;
    const learnerId = learner === undefined ? null : learners[learner].id;
    const made = { name, role: 'administrator', passwordHash: '!', active: true };
    return { ...made, ...given, organizationId, login, loginKey: identifierKey(login), learnerId };
  };

/** Inserts one row for each name and gives the rows under the same names. */
async function insertNamed<Value, All extends Named<Value>, Entity extends ObjectLiteral>(
  dataSource: DataSource,
  entity: EntityTarget<Entity>,
  given: All | undefined,
  toRow: (name: string, value: Value) => object,
): Promise<{ [Name in keyof All]: Entity }> {
  const entries = Object.entries<Value>(given ?? {});
  const rows = entries.map(([name, value]) => toRow(name, value));
  const inserted = await insert(dataSource, entity, rows);
  const named = entries.map(([name], index) => [
    name,
    { ...inserted[index], id: Number(inserted[index]?.id) },
  ]);
  return Object.fromEntries(named); // the names are those of `given`
}

/** Gives the rows with their ids: TypeORM puts those into the objects that it inserted, a BIGINT as text. */
async function insert<Entity extends ObjectLiteral>(
  dataSource: DataSource,
  entity: EntityTarget<Entity>,
  rows: readonly object[],
): Promise<Entity[]> {
  const entities = rows.map((row) => ({ ...row })) as Entity[];
  if (entities.length > 0)
    await dataSource.createQueryBuilder().insert().into(entity).values(entities).execute();
  return entities;
}
