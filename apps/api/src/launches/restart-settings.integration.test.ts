import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { LaunchView } from '@reset/shared/contracts/launch';
import {
  type CourseKind,
  RECORD_STATUSES,
  RESETTABLE_KINDS,
  RESTART_SETTINGS,
  type RecordStatus,
  type RestartSetting,
} from '@reset/shared/contracts/learning';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { type Client, type GivenApi, givenApi, signedIn } from '../given-api.fixture';
import { acknowledge, PASSWORD } from './given-launch.fixture';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

type Case = {
  kind: CourseKind;
  /** Of the latest record; `null` where the learner has never started. */
  latest: RecordStatus | null;
  /** `null` where the course is not assigned. */
  setting: RestartSetting | null;
  isReset: boolean;
};
const CASES: Case[] = RESETTABLE_KINDS.flatMap((kind) =>
  [null, ...RECORD_STATUSES].flatMap((latest) =>
    [null, ...RESTART_SETTINGS].flatMap((setting) =>
      // What was never started cannot be reset.
      (latest === null ? [false] : [false, true]).map((isReset) => ({ kind, latest, setting, isReset })),
    ),
  ),
);

/** What the launch does, in the words of the rules; the table of them is `launch-decision.test.ts`. */
function expected({ latest, setting, isReset }: Case) {
  if (latest === null) return { opens: 'first', attempts: 1, status: 'started', bookmark: '' };
  if (isReset) return { opens: 'message', attempts: 2, status: 'restarted', bookmark: '' };
  if (setting === 'always' || (setting === 'after-completion' && latest === 'completed'))
    return { opens: 'new', attempts: 2, status: 'started', bookmark: '' };
  return { opens: 'old', attempts: 1, status: latest, bookmark: 'page 7' };
}

/** Ann with a course for every case, each named by its number. */
async function givenCases() {
  const names = CASES.map((_, index) => `course-${index}`);
  const of = (index: number) => ({ learner: 'ann' as const, course: `${names[index]}` });
  const { id, courses } = await givenOrganization(api.dataSource, {
    learners: { ann: {} },
    courses: Object.fromEntries(
      CASES.map(({ kind }, index) => [names[index], { kind, complianceConfigured: kind === 'compliance' }]),
    ),
    users: {
      Ann: { login: 'ann-of-all-cases', role: 'learner', learner: 'ann', passwordHash: quickHash(PASSWORD) },
    },
    records: CASES.flatMap(({ latest }, index) =>
      latest === null ? [] : [{ ...of(index), ...recordOf(latest) }],
    ),
    assignments: CASES.flatMap(({ setting }, index) =>
      setting === null ? [] : [{ ...of(index), restartSetting: setting }],
    ),
    progressResets: CASES.flatMap(({ isReset }, index) => (isReset ? [of(index)] : [])),
  });
  const learner = await signedIn(api.url, 'ann-of-all-cases', PASSWORD);
  return { learner, organizationId: id, courseIds: names.map((name) => `${courses[name]?.uuid}`) };
}

const recordOf = (status: RecordStatus) => ({
  status,
  contentState: { bookmark: 'page 7', progress: 0.4 },
  sequence: 3,
  score: 40,
  ...(status === 'completed' ? { completedAt: new Date('2025-03-04T09:00:00.000Z') } : {}),
});

async function launchAndRead(learner: Client, courseId: string | undefined) {
  const first = LaunchView.parse((await learner.post('/v1/launches', { courseId })).body);
  const isMessage = first.state === 'message';
  const view = isMessage ? LaunchView.parse((await acknowledge(learner, first)).body) : first;
  if (view.state !== 'open') throw new Error('the course did not open');
  const { record, content } = view;
  return { isMessage, attempts: record.attempt, status: record.status, bookmark: content.bookmark };
}

test('every kind of course, status, setting and reset: a reset comes first, then the setting decides', async () => {
  expect(CASES).toHaveLength(140);
  const { learner, organizationId, courseIds } = await givenCases();
  const rowsOf = (): Promise<{ attempt: number; courseId: number }[]> =>
    api.dataSource.query(
      `SELECT course_id AS courseId, attempt, status, score, completed_at, content_state, sequence, reset_by
       FROM learning_record WHERE organization_id = ? AND attempt = 1 ORDER BY course_id`,
      [organizationId],
    );
  const before = await rowsOf();
  const launched = await Promise.all(courseIds.map((courseId) => launchAndRead(learner, courseId)));
  for (const [index, given] of CASES.entries()) {
    const { opens, ...rest } = expected(given);
    expect({ ...given, ...launched[index] }).toEqual({ ...given, isMessage: opens === 'message', ...rest });
  }
  // Whatever was there before has not changed by a letter; what is new is the first attempt of the five kinds.
  const after = await rowsOf();
  const known = new Set(before.map(({ courseId }) => courseId));
  expect(after.filter(({ courseId }) => known.has(courseId))).toEqual(before);
  expect(after).toHaveLength(before.length + RESETTABLE_KINDS.length * (1 + RESTART_SETTINGS.length));
});
