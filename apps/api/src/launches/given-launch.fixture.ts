import { randomUUID } from 'node:crypto';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import type { LaunchView } from '@reset/shared/contracts/launch';
import type { RestartSetting } from '@reset/shared/contracts/learning';
import type { Course, LearningRecord, ProgressReset } from '@reset/shared/entities/learning';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import type { DataSource } from 'typeorm';
import { type Answer, type Client, type GivenApi, signedIn } from '../given-api.fixture';

export const PASSWORD = 'a long enough password';
type Row = Record<string, unknown>;
export type GivenLaunch = {
  learner: Client;
  login: string;
  /** The course's UUID. */
  courseId: string;
  pair: { organizationId: number; learnerId: number; courseId: number };
  launch(): Promise<Answer>;
  /** As the database has them, every column. */
  records(): Promise<Row[]>;
  marks(): Promise<Row[]>;
  refused(): Promise<Row[]>;
};

/** Ann, who is signed in, and one course, with what has happened between them. */
export async function givenLaunch(
  api: GivenApi,
  given: {
    course?: Partial<Pick<Course, 'status' | 'kind' | 'title'>>;
    setting?: RestartSetting;
    records?: Partial<LearningRecord>[];
    marks?: Partial<ProgressReset>[];
  } = {},
): Promise<GivenLaunch> {
  const login = `ann-${randomUUID()}`;
  const ofPair = { learner: 'ann', course: 'fire' } as const;
  const { id, learners, courses } = await givenOrganization(api.dataSource, {
    learners: { ann: {} },
    courses: { fire: given.course ?? {} },
    users: { Ann: { login, role: 'learner', learner: 'ann', passwordHash: quickHash(PASSWORD) } },
    assignments: given.setting ? [{ ...ofPair, restartSetting: given.setting }] : [],
    records: (given.records ?? []).map((record) => ({ ...record, ...ofPair })),
    progressResets: (given.marks ?? []).map((mark) => ({ ...mark, ...ofPair })),
  });
  const learner = await signedIn(api.url, login, PASSWORD);
  const pair = { organizationId: id, learnerId: learners.ann.id, courseId: courses.fire.id };
  const courseId = courses.fire.uuid;
  return {
    learner,
    login,
    courseId,
    pair,
    launch: () => learner.post('/v1/launches', { courseId }),
    ...rowsOf(api.dataSource, pair),
  };
}

function rowsOf(dataSource: DataSource, { organizationId, learnerId, courseId }: GivenLaunch['pair']) {
  const of = 'organization_id = ? AND learner_id = ? AND course_id = ?';
  const key = [organizationId, learnerId, courseId];
  const rows = (sql: string): Promise<Row[]> => dataSource.query(sql, key);
  return {
    records: () => rows(`SELECT * FROM learning_record WHERE ${of} ORDER BY attempt`),
    marks: () => rows(`SELECT * FROM progress_reset WHERE ${of} ORDER BY bulk_reset_id`),
    refused: () =>
      rows(
        `SELECT r.code, r.body, l.attempt FROM refused_commit r
         JOIN launch l ON l.organization_id = r.organization_id AND l.id = r.launch_id
         WHERE l.${of.replaceAll('AND ', 'AND l.')} ORDER BY r.id`,
      ),
  };
}

/** What an answer shows of a launch. */
export const viewOf = ({ body }: Answer): LaunchView => body as LaunchView;
export const acknowledge = (learner: Client, { id }: LaunchView): Promise<Answer> =>
  learner.post(`/v1/launches/${id}/acknowledge`);
export const commit = (learner: Client, { id }: LaunchView, state: Row): Promise<Answer> =>
  learner.put(`/v1/launches/${id}/state`, state);
