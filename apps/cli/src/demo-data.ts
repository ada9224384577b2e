import { learnerAt } from '@reset/shared/generate/generated-learner';
import { type LoadedOrganization, loadOrganization } from '@reset/shared/generate/load-organization';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';
import type { DataSource } from 'typeorm';
import { type Credentials, createApiKey, createUser, type WantedUser } from './accounts/create-accounts';
import { findLearner } from './accounts/find-organization';
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

/** Loads two organizations with users. The accounts come last and together, so that a load cut short is not one. */
export async function loadDemo(
  dataSource: DataSource,
  terminal: Pick<Terminal, 'progress'>,
): Promise<DemoCredentials> {
  const main = await loadOrganization(dataSource, PLAN, {
    name: 'Harbour Academy',
    onProgress: describeLoading(terminal, PLAN),
  });
  const other = await loadOrganization(dataSource, OTHER_PLAN, { name: 'Lakeside Hospital' });
  return createAccounts(dataSource, main, other);
}

async function createAccounts(
  dataSource: DataSource,
  main: LoadedOrganization,
  other: LoadedOrganization,
): Promise<DemoCredentials> {
  const learner = learnerAt(PLAN.seed, LEARNER);
  return dataSource.transaction(async (db) => {
    const { id: learnerId } = await findLearner(db, main.id, learner.loginId);
    const account = async (organization: LoadedOrganization, role: string, user: WantedUser) => ({
      role,
      ...(await createUser(db, organization.id, user)),
    });
    const accounts = [
      await account(main, 'administrator', {
        login: 'administrator',
        name: 'Ada Administrator',
        role: 'administrator',
      }),
      await account(main, 'support', { login: 'support', name: 'Sam Support', role: 'support' }),
      await account(main, 'learner', { login: 'learner', name: learner.name, role: 'learner', learnerId }),
      await account(other, `administrator of ${other.name}`, {
        login: 'other-administrator',
        name: 'Otto Other',
        role: 'administrator',
      }),
    ];
    return { accounts, apiKey: await createApiKey(db, main.id, { name: 'Demo', role: 'administrator' }) };
  });
}
