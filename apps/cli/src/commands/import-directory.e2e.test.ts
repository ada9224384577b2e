import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newApiKey } from '@reset/shared/auth/api-key';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { type RunningSystem, startSystem } from '@reset/shared/testing/running-system.fixture';
import { COMMANDS } from '../all-commands';
import { runCommand } from '../run-command';
import { recordingTerminal } from '../terminal.fixture';

let system: RunningSystem;
const { key, secretHash } = newApiKey();
let organizationId: number;
beforeAll(async () => {
  system = await startSystem();
  const { id } = await givenOrganization(system.dataSource, {
    courses: { fire: {} },
    apiKeys: [{ secretHash }],
  });
  organizationId = id;
});
afterAll(() => system.stop());

const at = (name: string) => path.join(system.directory, name);
async function run(words: string[], environment: NodeJS.ProcessEnv = { RESET_API_KEY: key }) {
  const terminal = recordingTerminal();
  const all = ['import-directory', '--url', system.url, ...words];
  const code = await runCommand(COMMANDS, all, { terminal, environment });
  return { code, printed: terminal.printed.join('\n'), said: terminal.said.at(-1) };
}
const load = async (kind: string, csv: string, ...words: string[]) => {
  await writeFile(at(`${kind}.csv`), csv);
  return run(['--kind', kind, '--file', at(`${kind}.csv`), ...words]);
};
const countOf = async (table: string): Promise<number> =>
  (
    await system.dataSource.query(`SELECT COUNT(*) AS n FROM ${table} WHERE organization_id = ?`, [
      organizationId,
    ])
  )[0].n;

test('an organization comes in by four files, checked first and applied when asked', async () => {
  const learners = 'External ID,Login ID,Name\nE-1,ann,Ann\nE-2,bob,Bob\n';
  const checked = await load('learners', learners);
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.printed)).toMatchObject({
    status: 'ready',
    impact: { create: 2, update: 0, unchanged: 0 },
    problems: [],
  });
  expect(await countOf('learner')).toBe(0);
  const files = [
    ['learners', learners, 2],
    ['courses', 'Asset ID,Title,Type\ndesk,Desk,Book\n', 1],
    ['assignments', 'Learner,Content,Restart setting\nE-1,fire,always\nbob,desk,\n', 2],
    [
      'records',
      'Record ID,Learner,Content,Status,First access,Completed on\nR-1,ann,fire,Completed,2020-01-01,2020-02-01\n',
      1,
    ],
  ] as const;
  for (const [kind, csv, created] of files) {
    const { code, printed } = await load(
      kind,
      csv,
      '--apply',
      '--reason',
      'first load',
      '--outcome',
      at('outcome.csv'),
    );
    expect({ code, ...JSON.parse(printed) }).toMatchObject({
      code: 0,
      kind,
      status: 'completed',
      counts: { created },
    });
    expect((await readFile(at('outcome.csv'), 'utf8')).match(/,Created,/g)).toHaveLength(created);
  }
  expect([
    await countOf('learner'),
    await countOf('course'),
    await countOf('assignment'),
    await countOf('learning_record'),
  ]).toEqual([2, 2, 2, 1]);
});

test('a file with errors is told, its report is saved, and nothing is applied', async () => {
  const before = await countOf('learner');
  const { code, printed, said } = await load(
    'learners',
    'Login ID,Name\r\nnew.one,New One\r\nnew.two,\r\n',
    '--apply',
    '--report',
    at('report.csv'),
  );
  expect({ code, said }).toEqual({ code: 1, said: '1 rows have errors: nothing was applied' });
  expect(JSON.parse(printed)).toMatchObject({
    status: 'needs-fixes',
    problems: [{ code: 'value-missing', column: 'Name', severity: 'error', count: 1 }],
  });
  expect(await readFile(at('report.csv'), 'utf8')).toContain('Name is missing. A new learner needs one.');
  expect(await countOf('learner')).toBe(before);
});

test.each([
  [
    'no such file',
    { RESET_API_KEY: key },
    ['--kind', 'learners', '--file', 'nowhere.csv'],
    'there is no file nowhere.csv',
  ],
  ['no key', {}, ['--kind', 'learners', '--file', 'x'], 'RESET_API_KEY'],
  ['no such kind', {}, ['--kind', 'teachers', '--file', 'x'], '--kind: Invalid option'],
])('%s is a sentence', async (_what, environment, words, sentence) => {
  const { code, said } = await run(words, environment);
  expect(code).toBeGreaterThan(0);
  expect(said).toContain(sentence);
});
