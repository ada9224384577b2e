import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { claimChunk, LeaseLost } from '@reset/shared/stores/chunk.store';
import { applyRows } from './apply-rows';
import { type GivenImports, givenImports, shuffled } from './directory-test.fixture';
import { LEARNERS } from './learners';

const HEADER = 'Learner UUID,External ID,Login ID,Email,Name,Active';
const NEW_UUID = '6f1d7a52-3c0e-4b7b-9d3a-0f6f3a1c2b4d';
let imports: GivenImports;
let worker: GivenImports['worker'];
beforeAll(async () => {
  imports = await givenImports('learners', HEADER);
  worker = imports.worker;
});
afterAll(() => worker.stop());

const upload: GivenImports['upload'] = (...file) => imports.upload(...file);
const errorsOf = (key: VersionKey) => imports.errorsOf(key);
const outcomeOf = (key: VersionKey) => imports.outcomeOf(key);
const learnersOf = (organizationId: number): Promise<Record<string, string | null>[]> =>
  worker.deps.dataSource.query(
    `SELECT external_id, external_key, login_id, login_key, email, email_key, name, status FROM learner
     WHERE organization_id = ? ORDER BY login_key`,
    [organizationId],
  );
const uuidsOf = async (organizationId: number): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await worker.deps.dataSource.query(
        'SELECT login_key AS login, LOWER(HEX(uuid)) AS uuid FROM learner WHERE organization_id = ?',
        [organizationId],
      )
    ).map(({ login, uuid }: { login: string; uuid: string }) => [login, uuid]),
  );

const ACADEMY = {
  learners: { ann: {}, bob: { email: null }, cy: { status: 'deactivated' }, dee: {} },
} as const;

test('learners are created, updated and left alone after the confirmation and not before', async () => {
  const { id, learners } = await givenOrganization(worker.deps.dataSource, ACADEMY);
  const key = await upload(id, [
    `${NEW_UUID},E-1,Zoë.New,zoe@example.org,Zoë New,`,
    `${learners.ann.uuid},E-2,ann.married,,Ann Married,`,
    ',E-3,BOB,Bob@Example.org,,',
    ',,cy,,,TRUE',
    ',,dee,dee@example.org,dee,true',
    ',E-4,eve,,Eve,FALSE',
  ]);
  const before = await learnersOf(id);
  await worker.work(key, shuffled);
  const ready = await worker.showImport(key);
  expect(ready).toMatchObject({
    status: 'ready',
    problems: [],
    impact: { create: 2, update: 3, unchanged: 1, deactivate: 0 },
  });
  expect(await learnersOf(id)).toEqual(before);

  await worker.confirm(key);
  await worker.work(key, shuffled);
  expect(await worker.showImport(key)).toMatchObject({
    status: 'completed',
    counts: { rows: 6, created: 2, updated: 3, unchanged: 1, repeated: 0, withErrors: 0, notProcessed: 0 },
  });
  const learner = (login: string, more: object) => ({
    external_id: null,
    external_key: null,
    login_id: login,
    login_key: login.toLowerCase(),
    email: null,
    email_key: null,
    name: login,
    status: 'active',
    ...more,
  });
  const email = (address: string) => ({ email: address, email_key: address.toLowerCase() });
  const external = (number: string) => ({ external_id: number, external_key: number.toLowerCase() });
  expect(await learnersOf(id)).toEqual([
    learner('ann.married', { ...external('E-2'), ...email('ann@example.org'), name: 'Ann Married' }),
    learner('BOB', { ...external('E-3'), ...email('Bob@Example.org'), name: 'bob' }),
    learner('cy', email('cy@example.org')),
    learner('dee', email('dee@example.org')),
    learner('eve', { ...external('E-4'), name: 'Eve', status: 'deactivated' }),
    learner('Zoë.New', { ...external('E-1'), ...email('zoe@example.org'), name: 'Zoë New' }),
  ]);
  expect(await uuidsOf(id)).toMatchObject({
    'zoë.new': NEW_UUID.replaceAll('-', ''),
    'ann.married': learners.ann.uuid.replaceAll('-', ''),
  });
  expect(await outcomeOf(key)).toEqual(['Created', 'Updated', 'Updated', 'Updated', 'Unchanged', 'Created']);
});

test('the same file again changes nothing, and an external ID leads to its learner whatever the login', async () => {
  const { id } = await givenOrganization(worker.deps.dataSource, ACADEMY);
  const rows = [',E-1,new.one,,New One,', ',,ann,,Ann A.,', ',E-9,dee,,,'];
  for (const expected of [
    { created: 1, updated: 2, unchanged: 0 },
    { created: 0, updated: 0, unchanged: 3 },
  ]) {
    const key = await upload(id, rows, { confirmWhenValid: true });
    await worker.work(key, shuffled);
    expect(await worker.showImport(key)).toMatchObject({ status: 'completed', counts: expected });
  }
  const renamed = await upload(id, [',e-9,dee.renamed,,,', ',E-1,,,,FALSE'], { confirmWhenValid: true });
  await worker.work(renamed);
  expect(await learnersOf(id)).toMatchObject([
    { login_id: 'ann', name: 'Ann A.' },
    { login_id: 'bob' },
    { login_id: 'cy' },
    { login_id: 'dee.renamed', external_id: 'e-9', name: 'dee' },
    { login_id: 'new.one', status: 'deactivated' },
  ]);
});

test('every fault is told in the report, and nothing can be applied', async () => {
  const { id, learners } = await givenOrganization(worker.deps.dataSource, ACADEMY);
  const key = await upload(id, [
    ',,,,Nobody,',
    `no-uuid,,ann,,,`,
    `${learners.ann.uuid},,bob,,,`,
    ',E-1,new.one,no address,New,maybe',
    ',E-2,,,,',
    ',1.2E+11,big,,Big,',
    ',,short',
    `,,${'x'.repeat(256)},,Long,`,
  ]);
  await worker.work(key, shuffled);
  const view = await worker.showImport(key);
  expect(view).toMatchObject({ status: 'needs-fixes', counts: { rows: 8, withErrors: 8, notProcessed: 0 } });
  await expect(worker.confirm(key)).rejects.toMatchObject({ code: 'wrong-status' });
  const errors = await errorsOf(key);
  expect(errors.slice(0, 6)).toEqual([
    'The row names nobody and nothing. Enter one of Learner UUID, External ID, Login ID.',
    'Learner UUID is "no-uuid". Enter a UUID.',
    `The Login ID "bob" belongs to another learner, with the UUID ${learners.bob.uuid}. Correct it, or give that learner another one first.`,
    'Email is "no address". Enter an email address. Active is "maybe". Enter TRUE or FALSE.',
    'Login ID is missing. A new learner needs one. Name is missing. A new learner needs one.',
    'A spreadsheet has turned this identifier into the number "1.2E+11", and its last digits are lost. Format the column as text and copy the identifier again from the report.',
  ]);
  expect(errors.slice(6)).toEqual([
    expect.stringContaining('The row has 3 cells where the header has 6.'),
    'Login ID is too long. Enter at most 255 characters.',
  ]);
});

test('rows about the same learner, or with the same identifier, are told from each other in any order of chunks', async () => {
  const { id } = await givenOrganization(worker.deps.dataSource, ACADEMY);
  const rows = [
    ',E-1,one,,One,', // 2
    ',E-1,one,,One,', // 3: says the same
    ',,ANN,,Ann A.,', // 4
    ',,ann,,Ann B.,', // 5: says something else
    ',E-2,two,,Two,', // 6
    ',E-3,TWO,,Three,', // 7: the same login for another
    ',,two,,Two,', // 8: and for a third
    ',,dee,,dee,', // 9
    ',,dee,,dee,', // 10: says the same
  ];
  const reports: string[][] = [];
  for (let round = 0; round < 3; round += 1) {
    const key = await upload(id, rows, { rowsPerChunk: 1 + round });
    await worker.work(key, shuffled);
    expect(await worker.showImport(key)).toMatchObject({
      status: 'needs-fixes',
      counts: { rows: 9, withErrors: 5, repeated: 2, notProcessed: 2 },
    });
    reports.push(await errorsOf(key));
  }
  expect(reports[1]).toEqual(reports[0]);
  expect(reports[2]).toEqual(reports[0]);
  const twice = (row: number) =>
    `Row ${row} gives the same Login ID to another learner. Correct one of the two rows.`;
  const contradicts = (row: number) => `Row ${row} says something else about the same. Keep one of the two.`;
  const repeated = (row: number) => `Warning: Row ${row} already says the same. It is taken in once.`;
  expect(reports[0]).toEqual([
    '',
    repeated(2),
    contradicts(5),
    contradicts(4),
    twice(7),
    twice(6),
    twice(6),
    '',
    repeated(9),
  ]);
});

test('a repeated row is taken in once', async () => {
  const { id } = await givenOrganization(worker.deps.dataSource);
  const key = await upload(id, [',,one,,One,', ',,two,,Two,', ',,one,,One,', ',,ONE,,One,'], {
    rowsPerChunk: 1,
  });
  await worker.work(key, shuffled);
  expect(await worker.showImport(key)).toMatchObject({ status: 'needs-fixes', counts: { withErrors: 3 } });
  const again = await upload(id, [',,one,,One,', ',,two,,Two,', ',,one,,One,'], {
    rowsPerChunk: 1,
    confirmWhenValid: true,
  });
  await worker.work(again, shuffled);
  expect(await worker.showImport(again)).toMatchObject({
    status: 'completed',
    impact: { create: 2, update: 0, unchanged: 0 },
    counts: { created: 2, repeated: 1, notProcessed: 0 },
  });
  expect(await outcomeOf(again)).toEqual(['Created', 'Created', 'Repeated']);
});

test('what is no longer valid when it is applied is left out, and told', async () => {
  const { id, learners } = await givenOrganization(worker.deps.dataSource, ACADEMY);
  const key = await upload(id, [',,new.one,,New One,', ',,ann,,Ann A.,', ',E-7,dee,,,']);
  await worker.work(key);
  await worker.deps.dataSource.query(
    "UPDATE learner SET external_id = 'E-7', external_key = 'e-7' WHERE id = ?",
    [learners.bob.id],
  );
  await worker.confirm(key);
  await worker.work(key);
  expect(await worker.showImport(key)).toMatchObject({
    status: 'completed',
    counts: { created: 1, updated: 1, changedSinceValidation: 1, notProcessed: 0 },
  });
  expect(await outcomeOf(key)).toEqual(['Created', 'Updated', 'Changed since validation']);
});

test('a job delivered twice, or to a worker that has lost its chunk, applies nothing twice', async () => {
  const { id } = await givenOrganization(worker.deps.dataSource);
  const key = await upload(id, [',,one,,One,', ',,two,,Two,', ',,three,,Three,']);
  await worker.work(key);
  await worker.confirm(key);
  await moveOn(worker.deps, key);
  const [first, second] = worker.jobs.splice(0);
  if (!first || !second) throw new Error('two chunks were expected');

  const lost = await claimChunk(worker.deps.dataSource, first, { worker: 'frozen' });
  if (!lost) throw new Error('nobody else has the chunk');
  await imports.loseLease(lost.id);
  await worker.work(key);
  const signal = new AbortController().signal;
  // The frozen worker compares again and finds everything there; its fence stops it all the same.
  await expect(applyRows(worker.deps, lost, LEARNERS, signal)).rejects.toBeInstanceOf(LeaseLost);
  for (const job of [first, second, second]) await worker.run(job);
  await worker.work(key);
  expect(await worker.showImport(key)).toMatchObject({
    status: 'completed',
    counts: { created: 3, updated: 0, unchanged: 0, notProcessed: 0 },
  });
  expect(await learnersOf(id)).toHaveLength(3);
});

// Without one moment for all look-ups, one round in four goes wrong.
test.each(Array.from({ length: 10 }, (_, round) => round))(
  'two imports of the same new learners at once make each of them once, round %i',
  async () => {
    const { id } = await givenOrganization(worker.deps.dataSource);
    const rows = Array.from({ length: 60 }, (_, index) => `,E-${index},login.${index},,Name ${index},`);
    const keys = [await upload(id, rows, { rowsPerChunk: 20 }), await upload(id, rows, { rowsPerChunk: 15 })];
    for (const key of keys) await worker.work(key);
    for (const key of keys) {
      await worker.confirm(key);
      await moveOn(worker.deps, key);
    }
    while (worker.jobs.length > 0) await Promise.all(worker.jobs.splice(0).map((job) => worker.run(job)));
    for (const key of keys) await worker.work(key);
    const views = await Promise.all(keys.map((key) => worker.showImport(key)));
    expect(views.map(({ status }) => status)).toEqual(['completed', 'completed']);
    const counts = views.map(({ counts }) => counts);
    expect((counts[0]?.created ?? 0) + (counts[1]?.created ?? 0)).toBe(60);
    expect((counts[0]?.unchanged ?? 0) + (counts[1]?.unchanged ?? 0)).toBe(60);
    expect(await learnersOf(id)).toHaveLength(60);
  },
);
