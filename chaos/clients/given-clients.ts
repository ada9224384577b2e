import { newApiKey } from '@reset/shared/auth/api-key';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import type { Course, LearningRecord } from '@reset/shared/entities/learning';
import type { Learner } from '@reset/shared/entities/people';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import type { DataSource } from 'typeorm';
import { createHttpClient, posting } from './http-client';

const PASSWORD = 'a password of the load test';

/** An organization whose every learner can sign in. Names are the same from run to run. */
export type ClientOrganization = {
  id: number;
  apiKey: string;
  learners: readonly Learner[];
  courses: readonly Course[];
  /** What a learner signs in with. */
  loginOf: (learner: Learner) => { login: string; password: string };
};
export type OrganizationSize = { learners: number; courses: number };
/** The record that a learner begins with in a course; none where they have never started. */
export type FirstRecord = (learner: number, course: number) => LearningRecord['status'] | undefined;

/** @param number tells organizations apart; logins are unique over all */
export async function givenClientOrganization(
  dataSource: DataSource,
  number: number,
  { learners, courses }: OrganizationSize,
  firstRecord: FirstRecord = () => 'started',
): Promise<ClientOrganization> {
  const { key, secretHash } = newApiKey();
  const learnerNames = named('learner', learners);
  const courseNames = named('course', courses);
  const passwordHash = quickHash(PASSWORD);
  const records = learnerNames.flatMap((learner, at) =>
    courseNames.flatMap((course, index) => {
      const status = firstRecord(at, index);
      return status ? [{ learner, course, status }] : [];
    }),
  );
  const there = await givenOrganization(dataSource, {
    name: `Organization ${number}`,
    learners: Object.fromEntries(learnerNames.map((name) => [name, {}])),
    courses: Object.fromEntries(courseNames.map((name) => [name, {}])),
    records,
    users: Object.fromEntries(
      learnerNames.map((name) => [
        `${name}.${number}`,
        { login: `${name}.${number}`, role: 'learner' as const, learner: name, passwordHash },
      ]),
    ),
    apiKeys: [{ secretHash }],
  });
  return {
    id: there.id,
    apiKey: key,
    learners: learnerNames.map((name) => there.learners[name] as Learner),
    courses: courseNames.map((name) => there.courses[name] as Course),
    loginOf: ({ loginId }) => ({ login: `${loginId}.${number}`, password: PASSWORD }),
  };
}

const named = (what: string, count: number) => Array.from({ length: count }, (_, index) => `${what}${index}`);

export const administratorHeaders = ({ apiKey }: ClientOrganization) => ({
  Authorization: `Bearer ${apiKey}`,
});

/** Signs a learner in, as a browser does. @returns the headers that say who it is, to any API process */
export async function learnerHeaders(
  url: string,
  organization: ClientOrganization,
  learner: Learner,
): Promise<Record<string, string>> {
  const browser = createHttpClient(url, {}, 60_000);
  const { status, headers } = await browser.send(posting('/v1/session', organization.loginOf(learner)));
  if (status >= 300) throw new Error(`signing in was answered with ${status}`);
  const Cookie = (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
  return { Cookie, 'Sec-Fetch-Site': 'same-origin' };
}
