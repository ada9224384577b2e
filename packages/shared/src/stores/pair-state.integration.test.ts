import type { DataSource } from 'typeorm';
import { RECORD_STATUSES, RESTART_SETTINGS } from '../contracts/learning';
import { createTestDatabase } from '../database/test-database.fixture';
import { insertRows } from './multi-row';
import { pairsFrom } from './packed-pairs.fixture';
import { readPairStates } from './pair-state.store';

let dataSource: DataSource;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ dataSource, drop } = await createTestDatabase());
});
afterAll(() => drop());

const COURSES = 5;
type State = { statuses: number[]; setting: number; marks: ('open' | 'acknowledged' | 'withdrawn')[] };

/** What a pair has, by its ids alone: every combination turns up, and many have nothing. */
function stateOf(learner: number, course: number): State {
  const seed = (learner * 31 + course * 17) % 105;
  const statuses = Array.from(
    { length: seed % 3 },
    (_, attempt) => (seed + attempt) % RECORD_STATUSES.length,
  );
  const marks = (['open', 'acknowledged', 'withdrawn'] as const).filter((_, bit) => (seed >> bit) & 1);
  return { statuses, setting: seed % 4, marks: seed % 5 === 0 ? marks : [] };
}

async function givenStates(
  organizationId: number,
  learners: readonly number[],
  only?: (course: number) => boolean,
) {
  const pairs = learners.flatMap((learner) =>
    Array.from({ length: COURSES }, (_, index) => ({ learner, course: index + 1 })),
  );
  const kept = pairs.filter(({ course }) => only?.(course) ?? true);
  const { manager: db } = dataSource;
  const at = '2026-01-01 10:00:00';
  await insertRows(
    db,
    'learning_record',
    ['organization_id', 'learner_id', 'course_id', 'attempt', 'status', 'started_at', 'last_access_at'],
    kept.flatMap(({ learner, course }) =>
      stateOf(learner, course).statuses.flatMap((status, index) => [
        ...[organizationId, learner, course, index + 1, RECORD_STATUSES[status] as string],
        ...[at, at],
      ]),
    ),
  );
  await insertRows(
    db,
    'assignment',
    ['organization_id', 'learner_id', 'course_id', 'restart_setting'],
    kept.flatMap(({ learner, course }) => {
      const { setting } = stateOf(learner, course);
      return setting === 0 ? [] : [organizationId, learner, course, RESTART_SETTINGS[setting - 1] as string];
    }),
  );
  await insertRows(
    db,
    'progress_reset',
    [
      ...['organization_id', 'learner_id', 'course_id', 'bulk_reset_id', 'file_row', 'reset_at'],
      ...['acknowledged_at', 'withdrawn_at'],
    ],
    kept.flatMap(({ learner, course }) =>
      stateOf(learner, course).marks.flatMap((mark, index) => [
        ...[organizationId, learner, course, index + 1, 2, at],
        ...[mark === 'acknowledged' ? at : null, mark === 'withdrawn' ? at : null],
      ]),
    ),
  );
}

const expectedOf = (pairs: readonly { learner: number; course: number }[]) => {
  const states = pairs.map(({ learner, course }) => stateOf(learner, course));
  return {
    latest: states.map(({ statuses }) => (statuses.at(-1) ?? -1) + 1),
    setting: states.map(({ setting }) => setting),
    marked: states.map(({ marks }) => (marks.includes('open') ? 1 : 0)),
  };
};

const SETS: Readonly<Record<string, { organizationId: number; learners: number[] }>> = {
  'learners side by side, in several questions': {
    organizationId: 1,
    learners: Array.from({ length: 1_200 }, (_, index) => 10 + index),
  },
  'learners far apart, in several questions': {
    organizationId: 2,
    learners: Array.from({ length: 1_200 }, (_, index) => 10 + index * 41),
  },
};

test.each(Object.entries(SETS))('every pair has what it has: %s', async (_, { organizationId, learners }) => {
  await givenStates(organizationId, learners);
  await givenStates(organizationId + 10, learners, (course) => course > 2);
  // Not every learner is asked for, nor every course, nor a course that anybody has.
  const asked = learners
    .filter((learner) => learner % 3 !== 0)
    .flatMap((learner) => [1, 3, 4].map((course) => ({ learner, course })));
  const pairs = pairsFrom(
    asked.map(({ learner, course }, row) => ({
      learnerId: learner,
      courseId: course,
      fileRow: row,
      flags: 1,
    })),
  );
  const { latest, setting, marked } = await readPairStates(dataSource.manager, organizationId, pairs);
  const read = { latest: [...latest], setting: [...setting], marked: [...marked] };
  expect(read).toEqual(expectedOf(asked));
  for (const values of Object.values(read)) expect(new Set(values).size).toBeGreaterThan(1);
});

test('nobody has anything in an organization that nobody has used', async () => {
  const pairs = pairsFrom([{ learnerId: 10, courseId: 1, fileRow: 2, flags: 1 }]);
  const { latest, setting, marked } = await readPairStates(dataSource.manager, 99, pairs);
  expect([...latest, ...setting, ...marked]).toEqual([0, 0, 0]);
});
