import { activeLearner, learnerAt } from '@reset/shared/generate/generated-learner';
import { CURRICULUM_COURSES } from '@reset/shared/generate/generated-records';
import { loadOrganization } from '@reset/shared/generate/load-organization';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';
import type { DataSource } from 'typeorm';
import { type Credentials, createApiKey, createUser } from '../accounts/create-accounts';
import { findLearner } from '../accounts/find-organization';
import { randomSuffix } from '../accounts/random-secret';
import { describeLoading } from '../describe-loading';
import type { Terminal } from '../terminal';

export type DemoOrganization = {
  plan: OrganizationPlan;
  apiKey: string;
  learner: Credentials & { name: string };
};

/** Enough learners for a file of so many rows, each of whom has begun most courses of the curriculum. */
export function planFor(rows: number): OrganizationPlan {
  const learners = Math.max(200, Math.ceil((rows / CURRICULUM_COURSES) * 1.03));
  return { seed: 7, learners, courses: 60, records: learners * 25, spread: 'even' };
}

/** Makes an organization of its own for a run of the demo: what was there before stays as it is. */
export async function createDemoOrganization(
  dataSource: DataSource,
  rows: number,
  terminal: Pick<Terminal, 'progress'>,
): Promise<DemoOrganization> {
  const plan = planFor(rows);
  const suffix = randomSuffix();
  const { id } = await loadOrganization(dataSource, plan, {
    name: `Demo ${suffix}`,
    onProgress: describeLoading(terminal, plan),
  });
  const { manager } = dataSource;
  const { name, loginId } = learnerAt(plan.seed, activeLearner(0));
  const { id: learnerId } = await findLearner(manager, id, loginId);
  const login = `learner-${suffix}`;
  const learner = await createUser(manager, id, { login, name, role: 'learner', learnerId });
  const apiKey = await createApiKey(manager, id, { name: 'Demo', role: 'administrator' });
  return { plan, apiKey, learner: { ...learner, name } };
}
