import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packDemoCourse } from '@reset/shared/content/demo/pack-demo-course';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { givenCommandLine } from '../given-command-line.fixture';

let commandLine: Awaited<ReturnType<typeof givenCommandLine>>;
let directory: string;
let aicc: string;
beforeAll(async () => {
  commandLine = await givenCommandLine();
  directory = await mkdtemp(path.join(tmpdir(), 'import-content-'));
  aicc = path.join(directory, 'aicc.zip');
  await writeFile(aicc, await packDemoCourse('ergonomics'));
});
afterAll(async () => {
  await commandLine.drop();
  await rm(directory, { recursive: true });
});

const givenCourse = (kind: 'custom-aicc' | 'video') =>
  givenOrganization(commandLine.dataSource, { courses: { desk: { kind } } });
const importing = ({ uuid }: { uuid: string }, file: string, ...words: string[]) =>
  commandLine.run('import-content', '--organization', uuid, '--file', file, ...words);

test('a package becomes the content of a course, and then its next version', async () => {
  const given = await givenCourse('custom-aicc');
  const words = ['--course', given.courses.desk.uuid];
  const first = await importing(given, aicc, ...words);
  expect(JSON.parse(first.printed)).toMatchObject({
    course: given.courses.desk.uuid,
    version: 1,
    standard: 'aicc',
    title: 'A desk that fits you',
    units: [{ identifier: 'A1', title: 'A desk that fits you', href: 'index.html' }],
  });
  expect(JSON.parse((await importing(given, aicc, ...words)).printed)).toMatchObject({ version: 2 });
});

test('without a course a new one is made, of the package’s kind', async () => {
  const given = await givenCourse('video');
  const { printed } = await importing(given, aicc, '--asset-id', 'DESK-1');
  const { course } = JSON.parse(printed);
  const [row] = await commandLine.dataSource.query(
    'SELECT asset_id AS asset, title, kind FROM course WHERE organization_id = ? AND id <> ?',
    [given.id, given.courses.desk.id],
  );
  expect(course).not.toBe(given.courses.desk.uuid);
  expect(row).toEqual({ asset: 'DESK-1', title: 'A desk that fits you', kind: 'custom-aicc' });
  expect(await importing(given, aicc, '--asset-id', 'desk-1')).toMatchObject({
    code: 1,
    said: 'another course of the organization has this asset ID',
  });
});

test('a course of another kind refuses it with the reason, or becomes one of its kind where asked', async () => {
  const given = await givenCourse('video');
  const words = ['--course', given.courses.desk.uuid];
  const refused = await importing(given, aicc, ...words);
  expect([refused.code, refused.printed]).toEqual([1, '']);
  expect(refused.said).toMatch(/^The package is AICC, and the course is a Video.*\(wrong-kind\)$/);
  expect((await importing(given, aicc, ...words, '--change-kind')).code).toBe(0);
});

test.each([
  ['no file', 'there is no file', ['--asset-id', 'x']],
  ['no such course', 'the organization has no course', ['--course', '6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01']],
  [
    'an option of new courses',
    'is for new courses',
    ['--course', '6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01', '--title', 'x'],
  ],
  ['an option of courses', 'goes with --course', ['--use-title']],
])('%s is told', async (name, sentence, words) => {
  const file = name === 'no file' ? path.join(directory, 'nowhere.zip') : aicc;
  const { code, said } = await importing(await givenCourse('video'), file, ...words);
  expect(code).toBeGreaterThan(0);
  expect(said).toContain(sentence);
});
