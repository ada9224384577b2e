import { LEARNER_ACTIVITY_COLUMNS } from '@reset/shared/contracts/csv-columns';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { insertLaunch } from '@reset/shared/stores/launch.store';
import { addAttempt, countAccess, lockAttempts } from '@reset/shared/stores/learning-record.store';
import { type GivenImports, givenImports, shuffled } from './directory-test.fixture';

const HEADER = 'Record ID,Learner,Content,Status,First access,Last access,Completed on,Score,Accesses';
const WITHOUT_ID = HEADER.replace('Record ID,', '');
let imports: GivenImports;
beforeAll(async () => {
  imports = await givenImports('records', HEADER);
});
afterAll(() => imports.worker.stop());

const ACADEMY = {
  learners: { ann: {}, bob: { status: 'deactivated' }, cy: {} },
  courses: { fire: {}, desk: { status: 'retired' } },
} as const;
type Line = Record<string, unknown>;
const recordsOf = (organizationId: number): Promise<Line[]> =>
  imports.dataSource.query(
    `SELECT l.login_id AS who, c.asset_id AS what, r.attempt, r.status, r.started_at AS first, r.last_access_at AS last,
       r.completed_at AS completed, CAST(r.score AS DOUBLE) AS score, r.accesses, i.external_id AS external
     FROM learning_record r JOIN learner l ON l.id = r.learner_id JOIN course c ON c.id = r.course_id
       LEFT JOIN imported_record i ON i.organization_id = r.organization_id AND i.learner_id = r.learner_id
         AND i.course_id = r.course_id AND i.attempt = r.attempt
     WHERE r.organization_id = ? ORDER BY who, what, r.attempt`,
    [organizationId],
  );
const day = (date: string | null) =>
  date === null ? null : new Date(date.length > 10 ? date : `${date}T00:00:00Z`);
const record = (
  who: string,
  what: string,
  attempt: number,
  [first, last, completed]: [string, string, string | null],
  more: object = {},
) => ({
  ...{ who, what, attempt, status: completed ? 'completed' : 'started' },
  ...{ first: day(first), last: day(last), completed: day(completed) },
  ...{ score: null, accesses: 1, external: null, ...more },
});

describe('past records', () => {
  test('come in with their attempts in the order of first access, and the same file again changes nothing', async () => {
    const { id } = await givenOrganization(imports.dataSource, ACADEMY);
    const rows = [
      'R-3,ann,fire,Started,2024-05-01,,,,',
      'R-1,ann,fire,completed,2020-05-01 08:30,2020-06-01,2020-05-20,85.5,7',
      'R-2,ann,fire,Completed,2022-05-01,,2022-05-02,"90,25",',
      'R-4,bob,desk,Restarted,2021-01-01,2021-02-01,,,2',
    ];
    const first = await imports.take(id, rows, { rowsPerChunk: 1 });
    expect(first.view).toMatchObject({
      status: 'completed',
      impact: { create: 4, update: 0, unchanged: 0 },
      counts: { rows: 4, created: 4, withErrors: 0, notProcessed: 0 },
    });
    const expected = [
      record('ann', 'fire', 1, ['2020-05-01T08:30:00Z', '2020-06-01', '2020-05-20'], {
        ...{ score: 85.5, accesses: 7, external: 'R-1' },
      }),
      record('ann', 'fire', 2, ['2022-05-01', '2022-05-02', '2022-05-02'], { score: 90.25, external: 'R-2' }),
      record('ann', 'fire', 3, ['2024-05-01', '2024-05-01', null], { external: 'R-3' }),
      record('bob', 'desk', 1, ['2021-01-01', '2021-02-01', null], {
        ...{ status: 'restarted', accesses: 2, external: 'R-4' },
      }),
    ];
    expect(await recordsOf(id)).toEqual(expected);
    const second = await imports.take(id, rows, { rowsPerChunk: 3 });
    expect(second.view).toMatchObject({
      status: 'completed',
      counts: { created: 0, updated: 0, unchanged: 4 },
    });
    expect(await imports.outcomeOf(second.key)).toEqual(rows.map(() => 'Unchanged'));
    expect(await recordsOf(id)).toEqual(expected);

    const corrected = await imports.take(id, [
      'r-3,ann,fire,Completed,2019-05-01,,2024-06-01,,',
      'R-5,cy,fire,Started,2024-01-01,,,,',
    ]);
    expect(corrected.view).toMatchObject({ status: 'completed', counts: { created: 1, updated: 1 } });
    expect(
      (await recordsOf(id)).map(({ who, attempt, external }) => `${who} ${attempt} ${external}`),
    ).toEqual(['ann 1 r-3', 'ann 2 R-1', 'ann 3 R-2', 'bob 1 R-4', 'cy 1 R-5']);
  });

  test('without an ID are known by their first access, and may get one later', async () => {
    const { id } = await givenOrganization(imports.dataSource, ACADEMY);
    const rows = ['ann,fire,Completed,2020-05-01,,2020-05-20,,', 'ann,fire,Started,2022-05-01,,,,'];
    const [first, second] = [
      await imports.take(id, rows, { rowsPerChunk: 1 }, WITHOUT_ID),
      await imports.take(id, [...rows].reverse(), { rowsPerChunk: 1 }, WITHOUT_ID),
    ];
    expect(first.view.counts).toMatchObject({ created: 2 });
    expect(second.view.counts).toMatchObject({ created: 0, unchanged: 2 });
    const named = await imports.take(id, [
      'R-1,ann,fire,,2020-05-01,,,100,',
      'R-9,ann,fire,Completed,2021-01-01,,2021-01-01,,',
    ]);
    expect(named.view.counts).toMatchObject({ created: 1, updated: 1 });
    expect(await recordsOf(id)).toEqual([
      record('ann', 'fire', 1, ['2020-05-01', '2020-05-20', '2020-05-20'], { score: 100, external: 'R-1' }),
      record('ann', 'fire', 2, ['2021-01-01', '2021-01-01', '2021-01-01'], { external: 'R-9' }),
      record('ann', 'fire', 3, ['2022-05-01', '2022-05-01', null]),
    ]);
  });

  test('leave alone what a launch has made or gone on with, and say so', async () => {
    const { id, learners, courses } = await givenOrganization(imports.dataSource, ACADEMY);
    const pairOf = (learner: { id: number }) => ({
      organizationId: id,
      learnerId: learner.id,
      courseId: courses.fire.id,
    });
    const loaded = ['R-1,cy,fire,Completed,2020-05-01,,2020-05-20,,', 'R-2,cy,fire,Started,2022-05-01,,,,'];
    await imports.take(id, loaded);
    await imports.dataSource.transaction(async (db) => {
      await addAttempt(db, pairOf(learners.ann), { attempt: 1, status: 'started' });
      await insertLaunch(db, pairOf(learners.ann), 1);
      const attempts = await lockAttempts(db, pairOf(learners.cy));
      expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
      await countAccess(db, pairOf(learners.cy), 2);
      await insertLaunch(db, pairOf(learners.cy), 2);
    });
    const before = await recordsOf(id);
    const again = await imports.take(id, [
      'R-9,ann,fire,Completed,2019-01-01,,2019-02-01,,',
      ...loaded,
      'R-3,cy,fire,Started,2021-01-01,,,,',
    ]);
    expect(again.view).toMatchObject({
      status: 'completed',
      impact: { create: 0, update: 0, unchanged: 4 },
      counts: { created: 0, updated: 0, unchanged: 4, withErrors: 0 },
    });
    const late =
      'Warning: The learner has launched the course already. Past records come before the first launch, so the row is left out.';
    expect(await imports.errorsOf(again.key)).toEqual([late, '', '', late]);
    const changed = await imports.take(id, [
      'R-1,cy,fire,,2020-05-01,,,77,',
      'R-2,cy,fire,Completed,2022-05-01,,2022-06-01,,',
    ]);
    expect(await imports.errorsOf(changed.key)).toEqual([
      '',
      'Warning: A launch has made this record, or gone on with it. It stays as it is, and the row is left out.',
    ]);
    expect(await recordsOf(id)).toEqual(
      before.map((line) => (line.external === 'R-1' ? { ...line, score: 77 } : line)),
    );
  });

  test('that are told wrongly are all told, with whom another organization has', async () => {
    const elsewhere = await givenOrganization(imports.dataSource, {
      learners: { theirs: {} },
      courses: { hidden: {} },
    });
    await imports.take(elsewhere.id, ['R-1,theirs,hidden,Started,2020-01-01,,,,']);
    const { id } = await givenOrganization(imports.dataSource, ACADEMY);
    await imports.take(id, ['R-1,ann,fire,Started,2020-01-01,,,,']);
    const before = await recordsOf(id);
    const rows = [
      `R-2,${elsewhere.learners.theirs.uuid},hidden,Started,2020-01-01,,,,`, // 2
      ',ann,fire,Started,2020-01-01,,,,', // 3
      'R-3,ann,fire,,,,,,', // 4
      'R-4,ann,fire,Finished,2030-12-31,yesterday,2020-13-01,101,0', // 5
      'R-5,ann,desk,Completed,2020-02-01,2020-01-01,2020-01-15,,', // 6
      'R-6,cy,desk,Started,2020-02-01,,2020-03-01,,', // 7
      'R-7,cy,desk,Completed,2020-02-01,,,,', // 8
      'R-1,cy,fire,Started,2020-01-01,,,,', // 9
      'R-8,cy,fire,Started,2020-01-01,,,,', // 10
      'R-8,cy,fire,Started,2020-01-01,,,,', // 11
      'R-10,cy,fire,Started,2020-01-01,,,,', // 12
      'R-10,cy,desk,Started,2020-01-01,,,,', // 13
    ];
    const { key, view } = await imports.take(id, rows, { rowsPerChunk: 1 });
    expect(view).toMatchObject({
      status: 'needs-fixes',
      counts: { rows: 12, withErrors: 10, repeated: 1, notProcessed: 1 },
    });
    const date = 'Enter a date as 2025-03-07 or 2025-03-07 14:30:05.';
    expect(await imports.errorsOf(key)).toEqual([
      expect.stringMatching(/^No learner has .* No course has /),
      'Record ID is missing. A new record needs one.',
      'Status is missing. A new record needs one. First access is missing. A new record needs one.',
      [
        'Status is "Finished". Enter Started, Completed or Restarted.',
        'First access is "2030-12-31". Enter a date that has passed.',
        `Last access is "yesterday". ${date}`,
        `Completed on is "2020-13-01". ${date}`,
        'Score is "101". Enter a number from 0 to 100.',
        'Accesses is "0". Enter a whole number from 1 to 1000000.',
      ].join(' '),
      'Last access lies before First access. Correct one of the two. Completed on lies before First access. Correct one of the two.',
      'Completed on is given, but the status is Started. Enter Completed, or leave the date empty.',
      'Completed on is missing. A new completed record needs one.',
      'The Record ID "R-1" belongs to a record of another learner or course. Correct the row.',
      '',
      'Warning: Row 10 already says the same. It is taken in once.',
      'Row 13 says something else about the same. Keep one of the two.',
      'Row 12 says something else about the same. Keep one of the two.',
    ]);
    expect(await recordsOf(id)).toEqual(before);
  });

  test('of the Learner Activity report itself are those that are there', async () => {
    const { id, learners, courses } = await givenOrganization(imports.dataSource, {
      ...ACADEMY,
      records: [
        {
          learner: 'ann',
          course: 'fire',
          startedAt: new Date('2025-03-03T08:30:12.345Z'),
          lastAccessAt: new Date('2025-03-03T08:30:12.345Z'),
          accesses: 1,
        },
      ],
    });
    const before = await recordsOf(id);
    const cells = [
      'ann',
      learners.ann.uuid,
      'ann@example.org',
      'ann',
      courses.fire.uuid,
      'fire',
      'fire',
      'Skillsoft course',
    ];
    const line = [
      ...cells,
      'Started',
      '2025-03-03 08:30:12',
      '2025-03-03 08:30:12',
      '',
      '',
      '1',
      '1',
      '',
      '',
      '',
    ];
    const { key, view } = await imports.take(id, [line.join(',')], {}, LEARNER_ACTIVITY_COLUMNS.join(','));
    expect(view).toMatchObject({ status: 'completed', problems: [], counts: { unchanged: 1, created: 0 } });
    expect(await imports.outcomeOf(key)).toEqual(['Unchanged']);
    expect(await recordsOf(id)).toEqual(before);
  });

  test('meet a first launch at the same moment: one of the two comes first, and neither is lost or overwritten', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `learner.${index}`);
    const { id, learners, courses } = await givenOrganization(imports.dataSource, {
      learners: Object.fromEntries(names.map((name) => [name, {}])),
      courses: { fire: {} },
    });
    const { worker, dataSource } = imports;
    const key = await imports.upload(
      id,
      names.map((name, index) => `R-${index},${name},fire,Completed,2020-01-01,,2020-02-01,,`),
      {
        rowsPerChunk: 5,
      },
    );
    await worker.work(key, shuffled);
    await worker.confirm(key);
    await moveOn(worker.deps, key);
    const launch = async (name: string) => {
      const pair = { organizationId: id, learnerId: learners[name]?.id ?? 0, courseId: courses.fire.id };
      await dataSource.transaction('READ COMMITTED', async (db) => {
        const latest = (await lockAttempts(db, pair)).at(-1);
        if (latest) await countAccess(db, pair, latest.attempt);
        else if (!(await addAttempt(db, pair, { attempt: 1, status: 'started' }))) return;
        await insertLaunch(db, pair, latest?.attempt ?? 1);
      });
    };
    const launches = Promise.all(names.map(launch));
    while (worker.jobs.length > 0) await Promise.all(worker.jobs.splice(0).map((job) => worker.run(job)));
    await launches;
    await worker.work(key);
    const { status, counts } = await worker.showImport(key);
    const records = await recordsOf(id);
    const imported = records.filter(({ external }) => external !== null);
    expect({ status, created: counts.created, unchanged: counts.unchanged }).toEqual({
      status: 'completed',
      created: imported.length,
      unchanged: 30 - imported.length,
    });
    expect(records).toHaveLength(30);
    for (const one of records) expect(one.status).toBe(one.external === null ? 'started' : 'completed');
  });
});
