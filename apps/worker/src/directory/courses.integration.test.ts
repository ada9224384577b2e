import { randomUUID } from 'node:crypto';
import { uuidToBytes } from '@reset/shared/entities/columns';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { type GivenImports, givenImports, shuffled } from './directory-test.fixture';

const HEADER = 'Course UUID,Asset ID,Title,Type,Language,Status,Compliance configured';
let imports: GivenImports;
beforeAll(async () => {
  imports = await givenImports('courses', HEADER);
});
afterAll(() => imports.worker.stop());

const coursesOf = (organizationId: number): Promise<Record<string, unknown>[]> =>
  imports.dataSource.query(
    `SELECT asset_id, asset_key, title, kind, language, status, compliance_configured AS configured FROM course
     WHERE organization_id = ? ORDER BY asset_key, title`,
    [organizationId],
  );
const course = (asset: string, more: object = {}) => ({
  asset_id: asset,
  asset_key: asset.toLowerCase(),
  title: asset,
  kind: 'skillsoft',
  language: 'en',
  status: 'active',
  configured: 0,
  ...more,
});
const CATALOGUE = { courses: { fire: {}, desk: { kind: 'custom-scorm-1.2' }, old: {} } } as const;

test('courses are created, changed and left alone, and the same file again changes nothing', async () => {
  const { id, courses } = await givenOrganization(imports.dataSource, CATALOGUE);
  const elsewhere = await givenOrganization(imports.dataSource, CATALOGUE);
  const rows = [
    `${randomUUID()},SAFE-1,"Sécurité, basics",Compliance course,fr-CA,Active,TRUE`,
    ',AICC-7,Forklifts,custom-aicc,,,',
    `${courses.fire.uuid.toUpperCase()},FIRE-2,,,de,,`,
    ',DESK,Your desk,custom scorm 1.2 course,,,',
    ',old,,,,retired,',
    ',Book,A book,BOOK,en,ACTIVE,false',
  ];
  const first = await imports.take(id, rows, { rowsPerChunk: 1 });
  expect(first.view).toMatchObject({
    status: 'completed',
    impact: { create: 3, update: 3, unchanged: 0, deactivate: 1 },
    counts: { rows: 6, created: 3, updated: 3, unchanged: 0, withErrors: 0, notProcessed: 0 },
  });
  const expected = [
    course('AICC-7', { title: 'Forklifts', kind: 'custom-aicc' }),
    course('Book', { title: 'A book', kind: 'book' }),
    course('DESK', { title: 'Your desk', kind: 'custom-scorm-1.2' }),
    course('FIRE-2', { title: 'fire', language: 'de' }),
    course('old', { status: 'retired' }),
    course('SAFE-1', { title: 'Sécurité, basics', kind: 'compliance', language: 'fr-CA', configured: 1 }),
  ];
  expect(await coursesOf(id)).toEqual(expected);
  const second = await imports.take(id, rows);
  expect(second.view).toMatchObject({
    status: 'completed',
    counts: { updated: 0, created: 0, unchanged: 6 },
  });
  expect(await imports.outcomeOf(second.key)).toEqual(rows.map(() => 'Unchanged'));
  expect(await coursesOf(id)).toEqual(expected);
  expect(await coursesOf(elsewhere.id)).toEqual([
    course('desk', { kind: 'custom-scorm-1.2' }),
    course('fire'),
    course('old'),
  ]);
});

test('every fault is told, also the ones between rows', async () => {
  const { id, courses } = await givenOrganization(imports.dataSource, CATALOGUE);
  const rows = [
    ',,Nameless,book,,,', // 2
    ',B-1,,podcast,english!,gone,maybe', // 3
    `${courses.fire.uuid},desk,,,,,`, // 4
    `${randomUUID()},old,Another,book,,,`, // 5
    ',B-2,One,book,,,', // 6
    ',b-2,Two,book,,,', // 7
    ',B-3,Three,book,,,', // 8
    ',B-3,Three,book,,,', // 9
    `${randomUUID()},B-4,Four,book,,,`, // 10
    `${randomUUID()},B-4,Four,book,,,`, // 11
    ',1.2E+11,Number,book,,,', // 12
    `,B-5,${'x'.repeat(501)},book,,,`, // 13
  ];
  const { key, view } = await imports.take(id, rows, { rowsPerChunk: 1 });
  expect(view).toMatchObject({
    status: 'needs-fixes',
    counts: { rows: 12, withErrors: 10, repeated: 1, created: 0, notProcessed: 1 },
  });
  const taken = (asset: string, uuid: string) =>
    `The Asset ID "${asset}" belongs to another course, with the UUID ${uuid}. Correct it, or give that course another one first.`;
  const twice = (row: number) =>
    `Row ${row} gives the same Asset ID to another course. Correct one of the two rows.`;
  expect(await imports.errorsOf(key)).toEqual([
    'The row names nobody and nothing. Enter one of Course UUID, Asset ID.',
    expect.stringMatching(
      /^Type is "podcast"\. Enter Skillsoft course, .* or Link\. Language is "english!"\. Enter a language as en or pt-BR\. Status is "gone"\. Enter Active or Retired\. Compliance configured is "maybe"\. Enter TRUE or FALSE\. Title is missing\. A new course needs one\.$/,
    ),
    taken('desk', courses.desk.uuid),
    taken('old', courses.old.uuid),
    'Row 7 says something else about the same. Keep one of the two.',
    'Row 6 says something else about the same. Keep one of the two.',
    '',
    'Warning: Row 8 already says the same. It is taken in once.',
    twice(11),
    twice(10),
    expect.stringContaining('A spreadsheet has turned this identifier into the number "1.2E+11"'),
    'Title is too long. Enter at most 500 characters.',
  ]);
  expect(await coursesOf(id)).toHaveLength(3);
});

test('an asset ID that two courses have is no fault while it stays, and names neither of them', async () => {
  const { id, courses } = await givenOrganization(imports.dataSource, {
    courses: { one: { assetId: 'same' }, two: { assetId: 'SAME' } },
  });
  const { view } = await imports.take(id, [
    `${courses.one.uuid},same,One,,,,`,
    `${courses.two.uuid},SAME,Two,,,,`,
  ]);
  expect(view).toMatchObject({ status: 'completed', counts: { updated: 2 } });
  const { key } = await imports.take(id, [',same,Which,,,,']);
  expect(await imports.errorsOf(key)).toEqual([
    'The Asset ID "same" leads to 2 courses. Name the course by its UUID.',
  ]);
});

test('a course keeps the type that its content has', async () => {
  const { id, courses } = await givenOrganization(imports.dataSource, CATALOGUE);
  await imports.dataSource.query(
    `INSERT INTO content_package (organization_id, uuid, course_id, version, standard, title, storage_prefix, units, files,
       bytes, sha256, uploaded_by_kind, uploaded_by_name) VALUES (?, ?, ?, 1, 'scorm-1.2', 'Desk', 'x', '[]', 1, 1, ?, 'user', 'Ada')`,
    [id, uuidToBytes(randomUUID()), courses.desk.id, '0'.repeat(64)],
  );
  const refused = await imports.take(id, [',desk,,book,,,', ',fire,,book,,,']);
  expect(await imports.errorsOf(refused.key)).toEqual([
    'The type is "Book", but the course has SCORM 1.2 content. Leave the cell empty, or import other content first.',
    '',
  ]);
  const { view } = await imports.take(id, [',desk,,custom-scorm-1.2,,,', ',fire,,book,,,']);
  expect(view).toMatchObject({ counts: { updated: 1, unchanged: 1 } });
});

test('two imports of the same new courses at once make each of them once, though no key holds them apart', async () => {
  const { id } = await givenOrganization(imports.dataSource);
  const { worker } = imports;
  const rows = Array.from({ length: 60 }, (_, index) => `,A-${index},Title ${index},book,,,`);
  const keys = [
    await imports.upload(id, rows, { rowsPerChunk: 20 }),
    await imports.upload(id, rows, { rowsPerChunk: 15 }),
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
  expect((one?.counts.created ?? 0) + (two?.counts.created ?? 0)).toBe(60);
  expect((one?.counts.unchanged ?? 0) + (two?.counts.unchanged ?? 0)).toBe(60);
  expect(await coursesOf(id)).toHaveLength(60);
});
