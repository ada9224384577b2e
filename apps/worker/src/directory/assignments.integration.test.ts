import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { type GivenImports, givenImports, shuffled } from './directory-test.fixture';

const HEADER = 'Learner,Content,Restart setting,Assigned on,Due on';
let imports: GivenImports;
beforeAll(async () => {
  imports = await givenImports('assignments', HEADER);
});
afterAll(() => imports.worker.stop());

const ACADEMY = {
  learners: { ann: { externalId: 'E-1', externalKey: 'e-1' }, bob: { status: 'deactivated' }, cy: {} },
  courses: { fire: {}, desk: { status: 'retired' } },
} as const;
type Assigned = { who: string; what: string; setting: string; assigned: Date; due: Date | null };
const assignmentsOf = (organizationId: number): Promise<Assigned[]> =>
  imports.dataSource.query(
    `SELECT l.login_id AS who, c.asset_id AS what, a.restart_setting AS setting, a.assigned_at AS assigned, a.due_at AS due
     FROM assignment a JOIN learner l ON l.id = a.learner_id JOIN course c ON c.id = a.course_id
     WHERE a.organization_id = ? ORDER BY who, what`,
    [organizationId],
  );
const at = (moment: string) => new Date(`${moment}Z`);

test('assignments are made and changed for whoever is named in any way, and the same file again changes nothing', async () => {
  const { id, learners, courses } = await givenOrganization(imports.dataSource, {
    ...ACADEMY,
    assignments: [
      { learner: 'cy', course: 'fire', restartSetting: 'always' },
      { learner: 'cy', course: 'desk', restartSetting: 'always' },
    ],
  });
  const rows = [
    `E-1,${courses.fire.uuid},After completion,2025-03-07,2025-06-30 23:59`,
    'ANN@example.org,desk,,2025-03-07T10:00:00+02:00,',
    `${learners.bob.uuid},FIRE,never,2025-01-01,`,
    'cy,fire,,2025-02-01 08:00:30,2025-12-31',
  ];
  const first = await imports.take(id, rows, { rowsPerChunk: 1 });
  expect(first.view).toMatchObject({
    status: 'completed',
    impact: { create: 3, update: 1, unchanged: 0, deactivate: 0 },
    counts: { rows: 4, created: 3, updated: 1, notProcessed: 0 },
  });
  const assigned = (who: string, what: string, setting: string, on: string, due?: string) => ({
    ...{ who, what, setting, assigned: at(on), due: due ? at(due) : null },
  });
  const after = await assignmentsOf(id);
  expect(after.filter(({ who, what }) => `${who} ${what}` !== 'cy desk')).toEqual([
    assigned('ann', 'desk', 'never', '2025-03-07T08:00:00'),
    assigned('ann', 'fire', 'after-completion', '2025-03-07T00:00:00', '2025-06-30T23:59:00'),
    assigned('bob', 'fire', 'never', '2025-01-01T00:00:00'),
    assigned('cy', 'fire', 'always', '2025-02-01T08:00:30', '2025-12-31T00:00:00'),
  ]);
  const second = await imports.take(id, rows);
  expect(second.view).toMatchObject({
    status: 'completed',
    counts: { created: 0, updated: 0, unchanged: 4 },
  });
  expect(await imports.outcomeOf(second.key)).toEqual(rows.map(() => 'Unchanged'));
  expect(await assignmentsOf(id)).toEqual(after);
});

test('every fault is told; who belongs to another organization is not found', async () => {
  const elsewhere = await givenOrganization(imports.dataSource, {
    learners: { theirs: { externalId: 'E-99', externalKey: 'e-99' } },
    courses: { hidden: {} },
  });
  const { id } = await givenOrganization(imports.dataSource, {
    learners: { ...ACADEMY.learners, twin: { externalId: 'CY', externalKey: 'cy' } },
    courses: ACADEMY.courses,
  });
  const rows = [
    `${elsewhere.learners.theirs.uuid},${elsewhere.courses.hidden.uuid},,,`, // 2
    'E-99,hidden,,,', // 3
    ',,,,', // blank
    ',fire,often,31.12.2025,2025-02-30', // 5
    'cy,fire,,,', // 6: a login of one, an external ID of another
    'fire,ann,,,', // 7
    'ann,fire,always,,', // 8
    'ann,fire,always,,', // 9
    'E-1,desk,always,,', // 10
    'ann,desk,never,,', // 11
    'ann', // 12
  ];
  const { key, view } = await imports.take(id, rows, { rowsPerChunk: 1 });
  expect(view).toMatchObject({
    status: 'needs-fixes',
    counts: { rows: 10, withErrors: 8, repeated: 1, notProcessed: 1 },
  });
  const nobody = (value: string) =>
    `No learner has the login ID, UUID, email or external ID "${value}". Correct the cell, or load the learner first.`;
  const nothing = (value: string) =>
    `No course has the UUID or asset ID "${value}". Correct the cell, or load the course first.`;
  expect(await imports.errorsOf(key)).toEqual([
    `${nobody(elsewhere.learners.theirs.uuid)} ${nothing(elsewhere.courses.hidden.uuid)}`,
    `${nobody('E-99')} ${nothing('hidden')}`,
    '',
    [
      'Restart setting is "often". Enter Never, After completion or Always.',
      'Assigned on is "31.12.2025". Enter a date as 2025-03-07 or 2025-03-07 14:30:05.',
      'Due on is "2025-02-30". Enter a date as 2025-03-07 or 2025-03-07 14:30:05.',
      'The learner is missing. Enter a login ID or a UUID from the Learner Activity report.',
    ].join(' '),
    `"cy" leads to 2 learners (1 by login ID, 1 by external ID). Use the learner's UUID from the Learner Activity report.`,
    [
      '"fire" is a course, not a learner. Put it in the Content column and a login ID or UUID of a learner here.',
      '"ann" is a learner, not a course. Put it in the Learner column and a course UUID here.',
    ].join(' '),
    '',
    'Warning: Row 8 already says the same. It is taken in once.',
    'Row 11 says something else about the same. Keep one of the two.',
    'Row 10 says something else about the same. Keep one of the two.',
    expect.stringContaining('The row has 1 cell where the header has 5.'),
  ]);
  expect(await assignmentsOf(id)).toEqual([]);
});

test('the columns of an HR system name learners by its own identifier', async () => {
  const { id } = await givenOrganization(imports.dataSource, ACADEMY);
  const head = 'External ID,Asset ID,Restart setting';
  const { view } = await imports.take(id, ['E-1,fire,always'], {}, head);
  expect(view).toMatchObject({ status: 'completed', counts: { created: 1 } });
  const { key } = await imports.take(id, ['ann,fire,always'], {}, head);
  expect(await imports.errorsOf(key)).toEqual([
    'No learner has the login ID, UUID, email or external ID "ann". Correct the cell, or load the learner first.',
  ]);
  expect(await assignmentsOf(id)).toMatchObject([{ who: 'ann', what: 'fire', setting: 'always' }]);
});

test('two imports of the same assignments at once make each of them once', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `learner.${index}`);
  const { id } = await givenOrganization(imports.dataSource, {
    learners: Object.fromEntries(names.map((name) => [name, {}])),
    courses: { fire: {} },
  });
  const { worker } = imports;
  const rows = names.map((name) => `${name},fire,always,,`);
  const keys = [
    await imports.upload(id, rows, { rowsPerChunk: 20 }),
    await imports.upload(id, [...rows].reverse(), { rowsPerChunk: 15 }),
  ];
  for (const key of keys) await worker.work(key, shuffled);
  for (const key of keys) {
    await worker.confirm(key);
    await moveOn(worker.deps, key);
  }
  while (worker.jobs.length > 0) await Promise.all(worker.jobs.splice(0).map((job) => worker.run(job)));
  for (const key of keys) await worker.work(key);
  const [one, two] = await Promise.all(keys.map((key) => worker.showImport(key)));
  expect([one?.status, two?.status]).toEqual(['completed', 'completed']);
  expect((one?.counts.created ?? 0) + (two?.counts.created ?? 0)).toBe(40);
  expect(await assignmentsOf(id)).toHaveLength(40);
});
