import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Learner, Organization } from '@reset/shared/entities/people';
import { givenCommandLine } from '../given-command-line.fixture';

const SIZE = ['--learners', '300', '--courses', '60', '--records', '900', '--seed', '3'];
let commandLine: Awaited<ReturnType<typeof givenCommandLine>>;
let directory: string;
beforeAll(async () => {
  commandLine = await givenCommandLine();
  directory = await mkdtemp(path.join(tmpdir(), 'generate-'));
});
afterAll(async () => {
  await commandLine.drop();
  await rm(directory, { recursive: true });
});

test('an organization is made as asked for, and what was made is printed', async () => {
  const { run, dataSource } = commandLine;
  const { code, printed } = await run('generate-organization', ...SIZE, '--name', 'Big');
  const { uuid, ...made } = JSON.parse(printed);
  expect(code).toBe(0);
  expect(made).toMatchObject({ name: 'Big', learners: 300, courses: 60, records: 900 });
  const { id } = await dataSource.getRepository(Organization).findOneByOrFail({ uuid });
  expect(await dataSource.getRepository(Learner).countBy({ organizationId: id })).toBe(300);
});

test('a file is written, and what is in it is printed', async () => {
  const { run } = commandLine;
  const out = path.join(directory, 'dirty.csv');
  const words = [
    'generate-csv',
    ...SIZE,
    '--rows',
    '440',
    '--shape',
    'dirty',
    '--dirty-share',
    '0.05',
    '--out',
    out,
  ];
  const { code, printed } = await run(...words);
  const { rows, problems } = JSON.parse(printed);
  expect({ code, rows }).toEqual({ code: 0, rows: 440 });
  expect(problems).toMatchObject({ 'learner-empty': 1, 'pair-repeated': 1, 'pair-contradicts': 2 });
  const lines = (await readFile(out, 'utf8')).split('\r\n');
  expect([lines.length, lines.at(-1)]).toEqual([442, '']); // the header, the rows, and what is behind the last line end
});

test('the schema is brought up to date once', async () => {
  expect(await commandLine.run('migrate')).toEqual({
    code: 0,
    printed: '',
    said: 'the schema is up to date',
  });
});
