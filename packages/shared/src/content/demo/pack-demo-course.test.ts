import { standardsOf } from '../../contracts/content-package';
import { withArchive } from '../archive.fixture';
import { parsePackage } from '../parse-package';
import { DEMO_COURSES, type DemoCourseName } from './demo-courses';
import { demoCourse, packDemoCourse } from './pack-demo-course';

const parsed = async (name: DemoCourseName) => withArchive(await packDemoCourse(name), parsePackage);

test.each(DEMO_COURSES)('$name is what it says, and fits its course', async ({ name, title, kind }) => {
  const found = await parsed(name);
  expect(found.title).toBe(title);
  expect(standardsOf(kind)).toContain(found.standard);
});

test('each demo course has the units that its README promises', async () => {
  const units = async (name: DemoCourseName) =>
    (await parsed(name)).units.map(({ identifier, href, masteryScore }) => [identifier, href, masteryScore]);
  expect(await units('fire-safety')).toEqual([['fire-safety-lesson', 'index.html', 60]]);
  expect(await units('first-aid')).toEqual([
    ['look', 'look.html', null],
    ['call', 'call.html', null],
    ['test', 'test.html', 60],
  ]);
  expect(await units('ergonomics')).toEqual([['A1', 'index.html', 60]]);
  expect(await units('welcome')).toEqual([['course', 'course.json', null]]);
});

test('the SCORM 2004 course has objectives, one of them shared, and thresholds', async () => {
  const { edition, units } = await parsed('data-protection');
  expect(edition).toBe('2004 4th Edition');
  expect(units).toMatchObject([
    { identifier: 'lesson', completionThreshold: 1 },
    {
      identifier: 'test',
      scaledPassingScore: 0.6,
      objectives: ['passed-test', 'recognise', 'share'],
      globalObjectives: [{ objectiveId: 'passed-test', targetObjectiveId: 'knows-data-protection' }],
    },
  ]);
});

test.each(DEMO_COURSES)('every file that a page of $name names is packed', async ({ name }) => {
  await withArchive(await packDemoCourse(name), async (files) => {
    const pages = files.paths.filter((path) => /\.(html|js)$/.test(path));
    const named = await Promise.all(
      pages.map(async (page) => {
        const text = (await files.readWhole(page)).toString('utf8');
        const names = text.matchAll(/(?:href|src)="([^"]+)"|from '([^']+)'/g);
        return [...names].map(([, html, script]) =>
          new URL(html ?? script ?? '', `file:///${page}`).pathname.slice(1),
        );
      }),
    );
    expect(named.flat()).not.toEqual([]);
    expect(files.paths).toEqual(expect.arrayContaining(named.flat()));
  });
});

test('the same course is packed to the same bytes', async () => {
  expect(await packDemoCourse('welcome')).toEqual(await packDemoCourse('welcome'));
});

test('a course that is not there is named', () => {
  expect(() => demoCourse('opera' as DemoCourseName)).toThrow('there is no demo course opera');
});
