import { DEMO_COURSES } from '@reset/shared/content/demo/demo-courses';
import { loadDemoCourse } from '@reset/shared/content/demo/load-demo-course';
import type { ImportDeps } from '@reset/shared/content/import-package';
import { Assignment, Course } from '@reset/shared/entities/learning';
import { learnerAt } from '@reset/shared/generate/generated-learner';
import { type LoadedOrganization, loadOrganization } from '@reset/shared/generate/load-organization';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';
import { hasAccounts } from '@reset/shared/stores/new-account.store';
import { type EntityManager, In } from 'typeorm';
import { type Credentials, createApiKey, createUser, type WantedUser } from './accounts/create-accounts';
import { findLearner } from './accounts/find-organization';
import { randomSuffix } from './accounts/random-secret';
import { describeLoading } from './describe-loading';
import type { Terminal } from './terminal';

/** Has begun a handful of courses, some of which can be reset. */
const LEARNER = 0;

export type DemoAccount = Credentials & { role: string };
export type DemoCredentials = { accounts: DemoAccount[]; apiKey: string };

const PLAN: OrganizationPlan = {
  seed: 2_024,
  learners: 2_000,
  courses: 60,
  records: 16_000,
  spread: 'few-busy',
};
/** Beside it, so that one can see that organizations do not see each other. */
const OTHER_PLAN: OrganizationPlan = { ...PLAN, seed: 2_025, learners: 200, records: 1_200 };

/** Loads two organizations with users, and courses with real content for the learner. The accounts come last and together, so that a load cut short is not one. */
export async function loadDemo(
  deps: ImportDeps,
  terminal: Pick<Terminal, 'progress'>,
): Promise<DemoCredentials> {
  const { dataSource } = deps;
  // Logins are unique over all organizations, and plain where nobody else has one.
  const suffix = (await hasAccounts(dataSource.manager)) ? `-${randomSuffix()}` : '';
  const onProgress = describeLoading(terminal, PLAN);
  const main = await loadOrganization(dataSource, PLAN, { name: 'Harbour Academy', onProgress });
  const other = await loadOrganization(dataSource, OTHER_PLAN, { name: 'Lakeside Hospital' });
  const courseIds = await loadCourses(deps, main);
  return dataSource.transaction(async (db) => ({
    accounts: await createAccounts(db, { main, other, suffix, courseIds }),
    apiKey: await createApiKey(db, main.id, { name: 'Demo', role: 'administrator' }),
  }));
}

/** One after the other, so that a machine of any size bears it. */
async function loadCourses(deps: ImportDeps, { id }: LoadedOrganization): Promise<string[]> {
  const courseIds: string[] = [];
  for (const { name } of DEMO_COURSES) courseIds.push((await loadDemoCourse(deps, id, name)).courseId);
  return courseIds;
}

async function assign(
  db: EntityManager,
  { organizationId, learnerId }: Pick<Assignment, 'organizationId' | 'learnerId'>,
  courseUuids: readonly string[],
): Promise<void> {
  const courses = await db.findBy(Course, { organizationId, uuid: In(courseUuids) });
  for (const { id: courseId } of courses)
    await db.insert(Assignment, { organizationId, learnerId, courseId, restartSetting: 'never' });
}

type Loaded = { main: LoadedOrganization; other: LoadedOrganization; suffix: string; courseIds: string[] };

async function createAccounts(
  db: EntityManager,
  { main, other, suffix, courseIds }: Loaded,
): Promise<DemoAccount[]> {
  const { loginId, name } = learnerAt(PLAN.seed, LEARNER);
  const { id: learnerId } = await findLearner(db, main.id, loginId);
  await assign(db, { organizationId: main.id, learnerId }, courseIds);
  const account = async ({ id }: LoadedOrganization, as: string, user: WantedUser): Promise<DemoAccount> => ({
    role: as,
    ...(await createUser(db, id, { ...user, login: `${user.login}${suffix}` })),
  });
  const [ada, sam, otto] = [
    { login: 'administrator', name: 'Ada Administrator', role: 'administrator' },
    { login: 'support', name: 'Sam Support', role: 'support' },
    { login: 'other-administrator', name: 'Otto Other', role: 'administrator' },
  ] as const;
  return [
    await account(main, 'administrator', ada),
    await account(main, 'support', sam),
    await account(main, 'learner', { login: 'learner', name, role: 'learner', learnerId }),
    await account(other, `administrator of ${other.name}`, otto),
  ];
}
