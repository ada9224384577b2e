import fc from 'fast-check';
import { fileFinder } from '../package-href';
import { aiccFiles } from './aicc-files';
import { parseAicc } from './parse-aicc';
import { readTable } from './read-table';

const COURSE: Record<string, string> = {
  'fire.crs':
    '[Course]\nCourse_Creator = Us\nCourse_ID=C1\nCourse_Title = Fire safety\nVersion=4.0\n[Course_Behavior]\nMax_Normal=99\n[Course_Description]\nFree text = like this\n',
  'fire.au':
    '"System_ID","Type","Command_Line","File_Name","Max_Score","Mastery_Score","Max_Time_Allowed","Time_Limit_Action","System_Vendor","Core_Vendor","Web_Launch","AU_Password"\n' +
    '"A1","lesson","","units/one.html","100","80","00:30:00","E,N","Us","level=2","lang=en&mode=1",""\n' +
    '"A2","test","","units/two.html","","","","","","","",""\n',
  'fire.des':
    '"System_ID","Developer_ID","Title","Description"\n"A1","D1","Alarms, ""and"" exits","What to do"\n"A2","D2","The test",""\n"B1","D3","A block",""\n',
  'fire.cst': '"block","member","member"\n"root","A1","B1"\n"B1","A2"\n',
};
const FILES = [...Object.keys(COURSE), 'units/one.html', 'units/two.html'];

const parse = (change: Record<string, string> = {}, more: readonly string[] = []) => {
  const texts = { ...COURSE, ...change };
  const paths = [...new Set([...FILES, ...Object.keys(change), ...more])];
  return parseAicc(
    aiccFiles(paths, 'fire.crs'),
    async (path) => texts[path] ?? '',
    fileFinder(paths, 'fire.crs'),
  );
};
const refusal = (reason: string) => ({
  code: 'package-refused',
  details: expect.objectContaining({ reason }),
});
const EMPTY = {
  kind: 'sco',
  prerequisites: null,
  completionThreshold: null,
  scaledPassingScore: null,
  objectives: [],
  globalObjectives: [],
  sharedData: [],
};
const EXPECTED = {
  standard: 'aicc',
  edition: '4.0',
  title: 'Fire safety',
  units: [
    {
      ...EMPTY,
      identifier: 'A1',
      title: 'Alarms, "and" exits',
      href: 'units/one.html',
      parameters: 'lang=en&mode=1',
      launchData: 'level=2',
      masteryScore: 80,
      maxTimeAllowed: '00:30:00',
      timeLimitAction: 'exit,no message',
    },
    {
      ...EMPTY,
      identifier: 'A2',
      title: 'The test',
      href: 'units/two.html',
      parameters: null,
      launchData: null,
      masteryScore: null,
      maxTimeAllowed: null,
      timeLimitAction: null,
    },
  ],
};

test('the four files make a course of its units in order', async () => {
  expect(await parse()).toEqual(EXPECTED);
});

test('the same course in any letter case, line ends, order of columns and style of quoting', async () => {
  const lineEnds = fc.constantFrom('\n', '\r\n', '\r');
  const cased = (text: string) => fc.constantFrom(text, text.toLowerCase(), text.toUpperCase());
  const quote = (cell: string, plain: boolean) =>
    plain && !/["\n,]/.test(cell) && cell !== '' ? cell : `"${cell.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(
      lineEnds,
      fc.boolean(),
      fc.constantFrom('', ' ', '\t'),
      fc.integer(),
      cased('[Course]'),
      cased('Course_Title'),
      async (end, plain, blank, seed, section, key) => {
        const rewrite = async (file: string, keepOrder: boolean) => {
          const { headings, cells } = await readTable(COURSE[file] ?? '', file);
          const order = headings.map((_, at) => at);
          if (!keepOrder) order.sort((one, other) => ((one * 31 + seed) % 7) - ((other * 31 + seed) % 7));
          const head = headings.map((heading, at) => (at % 2 ? heading.toUpperCase() : heading));
          return [head, ...cells]
            .map((row) => order.map((at) => blank + quote(row[at] ?? '', plain)).join(','))
            .join(end);
        };
        const crs = `; a comment${end}${section}${end}${key}${blank}=${blank}"Fire safety"${end}VERSION=4.0${end}`;
        const change = {
          'fire.crs': crs,
          'fire.au': await rewrite('fire.au', false),
          'fire.des': await rewrite('fire.des', false),
          'fire.cst': await rewrite('fire.cst', true),
        };
        expect(await parse(change)).toEqual(EXPECTED);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['C,M', 'continue,message'],
  ['message,exit', 'exit,message'],
  ['Exit, No Message', 'exit,no message'],
  ['N,C', 'continue,no message'],
])('the time limit action %s is %s', async (written, meant) => {
  const au = `system_id,file_name,time_limit_action\nA1,units/one.html,"${written}"\nA2,units/two.html,`;
  expect((await parse({ 'fire.au': au })).units[0].timeLimitAction).toBe(meant);
});

test('prerequisites are taken from the .pre file, and titles fall back to the identifier', async () => {
  const { units } = await parse({
    'fire.pre': 'structure_element,prerequisite\na2,A1',
    'fire.des': 'system_id,title\n',
  });
  expect(units.map(({ title, prerequisites }) => [title, prerequisites])).toEqual([
    ['A1', null],
    ['A2', 'A1'],
  ]);
});

test('the files beside the .crs are found in any letter case, and by name where there are several', () => {
  const paths = ['Fire.CRS', 'FIRE.AU', 'other.au', 'fire.Des', 'fire.cst', 'sub/fire.pre'];
  expect(aiccFiles(paths, 'Fire.CRS')).toEqual({
    crs: 'Fire.CRS',
    au: 'FIRE.AU',
    des: 'fire.Des',
    cst: 'fire.cst',
    pre: undefined,
  });
  expect(() => aiccFiles(['fire.crs', 'fire.au', 'fire.des'], 'fire.crs')).toThrow(
    expect.objectContaining(refusal('manifest-invalid')),
  );
});

test.each<[string, Record<string, string>, string]>([
  ['a member that is nothing', { 'fire.cst': 'block,member\nroot,A9' }, 'broken-reference'],
  ['no root', { 'fire.cst': 'block,member\nB1,A1' }, 'manifest-invalid'],
  ['a block in itself', { 'fire.cst': 'block,member\nroot,B1\nB1,B1' }, 'manifest-invalid'],
  ['a course of nothing', { 'fire.cst': 'block,member\nroot,' }, 'nothing-to-launch'],
  ['an empty table', { 'fire.au': '' }, 'manifest-invalid'],
  [
    'a quotation mark that is not closed',
    { 'fire.au': 'system_id,file_name\nA1,"units' },
    'manifest-invalid',
  ],
  ['a unit without a file', { 'fire.au': 'system_id,file_name\nA1,\nA2,units/two.html' }, 'broken-reference'],
  ['a file elsewhere', { 'fire.au': 'system_id,file_name\nA1,http://x/\nA2,a' }, 'href-leaves-package'],
  ['a file that is not there', { 'fire.au': 'system_id,file_name\nA1,gone.html\nA2,a' }, 'href-not-found'],
  [
    'a mastery score that is none',
    { 'fire.au': 'system_id,file_name,mastery_score\nA1,units/one.html,all\nA2,units/two.html,' },
    'manifest-invalid',
  ],
])('%s is refused', async (_, change, reason) => {
  await expect(parse(change)).rejects.toMatchObject(refusal(reason));
});
