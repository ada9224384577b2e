import { hashApiKey } from '@reset/shared/auth/api-key';
import { verifyPassword } from '@reset/shared/auth/password';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { findActiveAccount, findApiKey } from '@reset/shared/stores/account.store';
import { listMyCourses } from '@reset/shared/stores/my-courses.store';
import type { DemoCredentials } from '../demo-data';
import { givenCommandLine } from '../given-command-line.fixture';

let commandLine: Awaited<ReturnType<typeof givenCommandLine>>;
beforeAll(async () => {
  commandLine = await givenCommandLine();
});
afterAll(() => commandLine.drop());

test('the demo can be signed in to as it says, and is loaded once where asked to', async () => {
  const { run, dataSource } = commandLine;
  const { manager } = dataSource;
  const first = await run('load-demo', '--if-empty');
  expect(first.code).toBe(0);
  const { accounts, apiKey }: DemoCredentials = JSON.parse(first.printed);
  const roles = await Promise.all(
    accounts.map(async ({ login, password }) => {
      const account = await findActiveAccount(manager, login);
      expect(await verifyPassword(password, account?.passwordHash)).toBe(true);
      return [login, account?.role, account?.organization];
    }),
  );
  expect(roles).toEqual([
    ['administrator', 'administrator', 'Harbour Academy'],
    ['support', 'support', 'Harbour Academy'],
    ['learner', 'learner', 'Harbour Academy'],
    ['other-administrator', 'administrator', 'Lakeside Hospital'],
  ]);
  expect(await findApiKey(manager, hashApiKey(apiKey))).toMatchObject({
    role: 'administrator',
    organization: 'Harbour Academy',
  });

  expect(await run('load-demo', '--if-empty')).toEqual({
    code: 0,
    printed: '',
    said: 'there are accounts already: nothing loaded',
  });
  const again: DemoCredentials = JSON.parse((await run('load-demo')).printed);
  expect(again.accounts[0]?.login).toMatch(/^administrator-[0-9a-f]{8}$/);
});

test('the demo has a course with real content of each standard, assigned to the learner', async () => {
  const rows = await commandLine.dataSource.query(
    `SELECT c.asset_id AS asset, p.standard FROM content_package p JOIN course c ON c.id = p.course_id
     JOIN assignment a ON a.course_id = c.id JOIN user_account u ON u.learner_id = a.learner_id
     WHERE u.login = 'learner' ORDER BY c.id`,
  );
  expect(rows).toEqual([
    { asset: 'demo-fire-safety', standard: 'scorm-1.2' },
    { asset: 'demo-first-aid', standard: 'scorm-1.2' },
    { asset: 'demo-data-protection', standard: 'scorm-2004' },
    { asset: 'demo-ergonomics', standard: 'aicc' },
    { asset: 'demo-welcome', standard: 'skillsoft' },
  ]);
});

test('the learner of the demo has completed courses, courses in progress and one assigned that is not begun', async () => {
  const { dataSource } = commandLine;
  const account = await findActiveAccount(dataSource.manager, 'learner');
  const { courses } = await listMyCourses(
    dataSource.manager,
    {
      organizationId: account?.organizationId ?? 0,
      learnerId: account?.learnerId ?? 0,
    },
    { limit: 100 },
  );
  const statuses = new Set(courses.map(({ attempts }) => attempts[0]?.status));
  expect(statuses).toEqual(new Set(['completed', 'started', undefined]));
});

test('a user is made with a password that is printed once', async () => {
  const { run, dataSource } = commandLine;
  const { uuid, learners } = await givenOrganization(dataSource, { learners: { ann: { loginId: '00417' } } });
  const words = [
    'create-user',
    '--organization',
    uuid,
    '--login',
    'Ann',
    '--role',
    'learner',
    '--learner',
    '00417',
  ];
  const { login, password } = JSON.parse((await run(...words)).printed);
  const account = await findActiveAccount(dataSource.manager, 'ann');
  expect(account).toMatchObject({ login: 'Ann', role: 'learner', learnerId: learners.ann.id });
  expect([login, await verifyPassword(password, account?.passwordHash)]).toEqual(['Ann', true]);
  expect(await run(...words)).toMatchObject({ code: 1, printed: '', said: 'the login Ann is taken' });
});

test('an API key is made for one organization, and printed once', async () => {
  const { run, dataSource } = commandLine;
  const { uuid, id } = await givenOrganization(dataSource);
  const { printed } = await run(
    'create-api-key',
    '--organization',
    uuid,
    '--name',
    'HR',
    '--role',
    'support',
  );
  const owner = await findApiKey(dataSource.manager, hashApiKey(JSON.parse(printed).apiKey));
  expect(owner).toMatchObject({ organizationId: id, name: 'HR', role: 'support' });
});

test.each([
  [
    ['create-api-key', '--name', 'HR', '--organization', '6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01'],
    'there is no organization 6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01',
  ],
  [['create-api-key', '--name', 'HR', '--organization', 'Harbour Academy'], '--organization: Invalid UUID'],
])('who is not there is named: %j', async (words, sentence) => {
  const { code, printed, said } = await commandLine.run(...words);
  expect([code > 0, printed]).toEqual([true, '']);
  expect(said).toContain(sentence);
});
