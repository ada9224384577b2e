import type { Browser, FrameLocator, Page } from 'playwright-core';
import { newPerson, startBrowser } from './browser.fixture';
import { serveDemoCourse } from './demo-lessons.fixture';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

type Lesson = { page: Page; lesson: FrameLocator; faults: string[]; open(): Promise<void> };

async function openLesson(url: string, address: string): Promise<Lesson> {
  const { page, faults } = await newPerson(browser, url);
  const open = async () => {
    await page.goto(`/player?${address}`);
  };
  await open();
  return { page, faults, open, lesson: page.frameLocator('iframe') };
}

const heading = (lesson: FrameLocator) => lesson.getByRole('heading', { level: 1 });
const press = (lesson: FrameLocator, name: string) => lesson.getByRole('button', { name }).click();
async function answer(lesson: FrameLocator, label: string): Promise<string | null> {
  await lesson.getByLabel(label).check();
  await press(lesson, 'Check answer');
  return lesson.getByRole('status').textContent();
}
const cmi = ({ page }: Lesson): Promise<Record<string, string>> =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem('cmi') ?? '{}'));

test('a SCORM 1.2 lesson goes on at its bookmark, records answers and a score, and completes at the end', async () => {
  const course = await serveDemoCourse('fire-safety');
  const opened = await openLesson(course.url, 'index.html');
  const { lesson } = opened;
  await press(lesson, 'Next');
  await press(lesson, 'Next');
  await press(lesson, 'Next');
  await press(lesson, 'Next');
  expect(await lesson.getByRole('status').textContent()).toBe('Choose an answer and check it first.');
  expect(await answer(lesson, 'By the lift')).toMatch(/^Not quite\. Lifts may stop/);
  await press(lesson, 'Next');
  expect(await cmi(opened)).toMatchObject({
    'cmi.core.lesson_status': 'incomplete',
    'cmi.core.lesson_location': 'question-2',
    'cmi.core.exit': 'suspend',
    'cmi.interactions.0.id': 'question-1',
    'cmi.interactions.0.student_response': 'a',
    'cmi.interactions.0.result': 'wrong',
  });

  await opened.open();
  await lesson.getByText('A printer is burning').waitFor();
  expect(await answer(lesson, 'Carbon dioxide')).toMatch(/^Correct\./);
  await press(lesson, 'Next');
  await answer(lesson, 'When it is small');
  await press(lesson, 'Next');
  expect(await heading(lesson).textContent()).toBe('Your result');
  expect(await lesson.getByText('67 %').count()).toBe(1);
  expect(await cmi(opened)).toMatchObject({
    'cmi.core.lesson_status': 'completed',
    'cmi.core.score.raw': '67',
    'cmi.core.exit': '',
    'cmi.interactions.2.result': 'correct',
  });
  expect(opened.faults).toEqual([]);
  await opened.page.context().close();
  await course.stop();
});

test('a SCORM 2004 test records objectives and interactions, and judges itself', async () => {
  const course = await serveDemoCourse('data-protection');
  const opened = await openLesson(course.url, 'test.html');
  const { lesson } = opened;
  for (const label of ['A number plate', 'Yes, it leads', 'Send it, colleagues']) {
    await answer(lesson, label);
    await press(lesson, 'Next');
  }
  expect(await heading(lesson).textContent()).toBe('Your result');
  expect(await cmi(opened)).toMatchObject({
    'cmi.completion_status': 'completed',
    'cmi.success_status': 'passed',
    'cmi.score.scaled': '0.67',
    'cmi.objectives.0.id': 'recognise',
    'cmi.objectives.0.success_status': 'passed',
    'cmi.objectives.1.success_status': 'failed',
    'cmi.interactions.1.objectives.0.id': 'recognise',
    'cmi.interactions.2.result': 'incorrect',
  });
  expect(opened.faults).toEqual([]);
  await opened.page.context().close();
  await course.stop();
});

test('an AICC lesson talks HACP, one message after the other, and says goodbye', async () => {
  const course = await serveDemoCourse('ergonomics');
  const url = encodeURIComponent(`${course.url}/hacp`);
  const opened = await openLesson(course.url, `index.html?AICC_SID=x&aicc_url=${url}`);
  const { lesson } = opened;
  await press(lesson, 'Next');
  await press(lesson, 'Next');
  await press(lesson, 'Next');
  await answer(lesson, 'At the height of your eyes');
  await opened.open();
  await lesson.getByText('How high is the upper edge').waitFor();
  expect(await lesson.getByRole('radio', { checked: true }).getAttribute('value')).toBe('b');
  await press(lesson, 'Next');
  await answer(lesson, 'At least once an hour');
  await press(lesson, 'Next');
  await heading(lesson).getByText('Your result').waitFor();
  await course.heard(() => course.hacp.data.includes('Score=100,100,0'));
  expect(course.hacp.data).toMatch(/Lesson_Location=result\r\nLesson_Status=completed/);
  await opened.page.goto('about:blank');
  await course.heard(() => course.hacp.commands.filter((command) => command === 'ExitAU').length === 2);
  const names = new Set(course.hacp.commands);
  expect(names).toEqual(new Set(['GetParam', 'PutParam', 'PutInteractions', 'ExitAU']));
  expect(opened.faults).toEqual([]);
  await opened.page.context().close();
  await course.stop();
});
