import { newApiKey } from '@reset/shared/auth/api-key';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import { type GivenPackage, givenPackage } from '@reset/shared/content/given-package.fixture';
import type { CourseKind } from '@reset/shared/contracts/learning';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import { bulkResetClient } from '@reset/shared/testing/bulk-reset-client.fixture';
import { startSystem, until } from '@reset/shared/testing/running-system.fixture';
import type { Page } from 'playwright-core';
import { PACKAGES } from './content-packages.fixture';
import { givenPeople } from './given-people.fixture';
import {
  acknowledge,
  complete,
  foundIn,
  holdChecks,
  holdTraffic,
  launch,
  leave,
  messageOf,
  nextSlide,
  onSlide,
  playerOf,
  readMessage,
  type Standard,
} from './player-actions.fixture';
import { PASSWORD, rowsOf } from './wizard-actions.fixture';

const { system, someone } = givenPeople(startSystem);

const KIND: Record<Standard, CourseKind> = {
  'scorm-1.2': 'custom-scorm-1.2',
  'scorm-2004': 'custom-scorm-2004',
  aicc: 'custom-aicc',
  skillsoft: 'skillsoft',
};

/** Ann, and a course with a package that is assigned to her. */
async function givenCourse(kind: CourseKind, content: GivenPackage) {
  const { key, secretHash } = newApiKey();
  const login = `ann-${secretHash.toString('hex').slice(0, 12)}`;
  const { id, courses } = await givenOrganization(system().dataSource, {
    learners: { ann: { loginId: login, name: 'Ann Lee' } },
    courses: { fire: { kind, title: 'Fire safety' } },
    assignments: [{ learner: 'ann', course: 'fire' }],
    users: {
      ann: { login, name: 'Ann Lee', role: 'learner', learner: 'ann', passwordHash: quickHash(PASSWORD) },
    },
    apiKeys: [{ secretHash }],
  });
  const fileStore = openFileStore(`${system().environment.STORAGE_URL}`);
  await givenPackage(
    { dataSource: system().dataSource, fileStore },
    { organizationId: id, courseId: courses.fire.id },
    content,
  );
  const bulkResets = bulkResetClient(() => system().url, key);
  return {
    /** A browser of Ann's. */
    device: (): Promise<Page> => someone(login),
    /** A bulk reset as an HR system sends it. */
    reset: async () => {
      const csv = `Learner,Content,Reset required\n${login},${courses.fire.uuid},TRUE\n`;
      const { id: sent } = await bulkResets.upload(csv, { query: '?confirm=when-valid&reason=new+rules' });
      expect(await bulkResets.untilAtRest(sent)).toMatchObject({ status: 'completed', counts: { reset: 1 } });
    },
    /** One attempt as the database has it, every column of its record and its units. */
    rows: async (attempt: number): Promise<unknown[]> =>
      Promise.all(
        ['learning_record', 'attempt_unit'].map((table) =>
          system().dataSource.query(`SELECT * FROM ${table} WHERE organization_id = ? AND attempt = ?`, [
            id,
            attempt,
          ]),
        ),
      ),
    statuses: async (): Promise<string[]> =>
      (
        await system().dataSource.query(
          'SELECT status FROM learning_record WHERE organization_id = ? ORDER BY attempt',
          [id],
        )
      ).map(({ status }: { status: string }) => status),
    refused: async (): Promise<number> =>
      (await system().dataSource.query('SELECT id FROM refused_commit WHERE organization_id = ?', [id]))
        .length,
  };
}

/** What each kind of content finds at the very beginning. */
const FRESH: Record<Standard, object> = {
  'scorm-1.2': {
    kept: null,
    entry: 'ab-initio',
    location: '',
    suspended: '',
    status: 'not attempted',
    score: '',
    time: '00:00:00',
    objectives: '0',
    interactions: '0',
    mastery: '80',
  },
  'scorm-2004': {
    kept: null,
    entry: 'ab-initio',
    location: '',
    suspended: '',
    status: 'unknown',
    score: '',
    time: 'PT0S',
    progress: '',
    objective: 'unknown',
    interactions: '0',
    shared: '',
  },
  aicc: {
    kept: null,
    status: 'not attempted, ab-initio',
    location: '',
    suspended: '',
    score: '',
    time: '00:00:00',
    objective: '',
  },
  skillsoft: {},
};
const RESUMED: Record<Standard, object> = {
  'scorm-1.2': {
    kept: null,
    entry: 'resume',
    location: '3',
    suspended: 'seen 3',
    status: 'incomplete',
    score: '30',
    time: '00:01:00',
    objectives: '1',
    interactions: '2',
  },
  'scorm-2004': {
    kept: null,
    entry: 'resume',
    location: '3',
    suspended: 'seen 3',
    score: '0.3',
    time: 'PT1M',
    progress: '0.3',
    objective: 'passed',
    interactions: '2',
    shared: 'shared by slide 3',
  },
  aicc: {
    status: 'incomplete, resume',
    location: '3',
    suspended: 'seen 3',
    score: '30',
    objective: 'passed',
  },
  skillsoft: {},
};

const scored = (standard: Standard, score: number) => (standard === 'skillsoft' ? '–' : `${score}`);

/** The message of a reset that was made just now. */
const expectedMessage = () => ({
  title: 'An administrator has reset this course',
  text: expect.stringContaining('What you have completed before stays in your record'),
  facts: ['Fire safety', new Date().toISOString().slice(0, 10)],
  focus: 'OK, start from the beginning',
});

/** Number, status and score of every attempt, as the page shows them. */
async function historyOf(page: Page, attempts: number): Promise<unknown[]> {
  await page.getByText(`History (${attempts} attempts)`).click();
  const rows = await rowsOf(page, 'Your attempts at Fire safety, newest first');
  return rows.map(([number, status, , , , score]) => [number, status, score]);
}

describe.each(Object.keys(KIND) as Standard[])('a course of %s', (standard) => {
  test('resumes at its bookmark, and begins anew after a reset with nothing of the attempt before', async () => {
    const { device, reset, rows, statuses, refused } = await givenCourse(KIND[standard], PACKAGES[standard]);
    const laptop = await device();
    await launch(laptop);
    await onSlide(laptop, 1);
    expect(await foundIn(laptop, standard)).toEqual(FRESH[standard]);
    for (const slide of [2, 3]) {
      await nextSlide(laptop, standard);
      await onSlide(laptop, slide);
    }
    await leave(laptop);

    await launch(laptop);
    await onSlide(laptop, 3);
    expect(await foundIn(laptop, standard)).toMatchObject(RESUMED[standard]);
    // Another tab, whose last words are still on their way when the reset comes.
    const tab = await laptop.context().newPage();
    await tab.goto(laptop.url());
    await onSlide(tab, 3);
    const late = await holdTraffic(tab);
    await nextSlide(tab, standard);
    await late.isHeld;
    const checks = await holdChecks(laptop);
    await laptop.bringToFront();
    const accessed = await rows(1);
    await reset();

    // The page that was open over the reset is told so, and reaches nothing.
    await nextSlide(laptop, standard);
    await until(async () => (await refused()) > 0);
    await checks.release();
    await playerOf(laptop).getByText('This course was reset by an administrator').waitFor();
    expect(await rows(1)).toEqual(accessed);
    const refusedBefore = await refused();
    await leave(laptop);
    await laptop.getByText('Your next launch starts from the beginning.').waitFor();

    // The message comes again until it is acknowledged, and only its button does that.
    for (const leaveIt of [
      () => laptop.keyboard.press('Escape'),
      () => messageOf(laptop).getByRole('button', { name: 'Not now' }).click(),
    ]) {
      await launch(laptop);
      expect(await readMessage(laptop)).toEqual(expectedMessage());
      await leaveIt();
      await laptop.getByRole('heading', { name: 'My courses' }).waitFor();
      expect(await statuses()).toEqual(['started']);
    }
    await launch(laptop);
    await acknowledge(laptop);
    await onSlide(laptop, 1);
    expect(await foundIn(laptop, standard)).toEqual(FRESH[standard]);
    expect(await statuses()).toEqual(['started', 'restarted']);
    await nextSlide(laptop, standard);
    await onSlide(laptop, 2);
    await laptop.reload();
    await onSlide(laptop, 2);

    // What comes late from the other tab reaches neither record, and the tab says so.
    const begun = await rows(2);
    await late.releaseCommits();
    await until(async () => (await refused()) > refusedBefore);
    await late.releaseChecks();
    await playerOf(tab).getByText('This course was reset by an administrator').waitFor();
    expect(await rows(2)).toEqual(begun);
    expect(await rows(1)).toEqual(accessed);
    await tab.close();

    await complete(laptop, standard);
    expect(await historyOf(laptop, 2)).toEqual([
      ['2', 'Completed', scored(standard, 90)],
      ['1', 'Started', scored(standard, 30)],
    ]);
    const completed = await rows(2);

    // Completed progress is reset alike; two devices read the message, and make one new record.
    await reset();
    const phone = await device();
    await laptop.reload();
    await Promise.all([launch(laptop), launch(phone)]);
    for (const page of [laptop, phone]) expect(await readMessage(page)).toEqual(expectedMessage());
    await Promise.all([acknowledge(laptop), acknowledge(phone)]);
    await Promise.all([onSlide(laptop, 1), onSlide(phone, 1)]);
    for (const page of [laptop, phone]) expect(await foundIn(page, standard)).toEqual(FRESH[standard]);
    expect(await statuses()).toEqual(['started', 'completed', 'restarted']);
    // One device at a time goes on, from where the other has left it.
    await leave(laptop);
    await leave(phone);
    await launch(phone);
    await onSlide(phone, 1);
    await nextSlide(phone, standard);
    await onSlide(phone, 2);
    await leave(phone);
    await launch(laptop);
    await onSlide(laptop, 2);
    await complete(laptop, standard);
    expect(await historyOf(laptop, 3)).toEqual([
      ['3', 'Completed', scored(standard, 90)],
      ['2', 'Completed', scored(standard, 90)],
      ['1', 'Started', scored(standard, 30)],
    ]);
    expect(await rows(1)).toEqual(accessed);
    expect(await rows(2)).toEqual(completed);
  });
});

/** Shows what the browser still has of an earlier launch, then keeps the same again in every way that it offers. */
const HOARDER = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Content</title><output></output>
<script type="module">
const found = {
  cookies: document.cookie, caches: await caches.keys(), local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).map(({ name }) => name),
};
document.cookie = 'root=kept; Path=/; Max-Age=9999';
document.cookie = 'launches=kept; Path=/launches; Max-Age=9999';
document.cookie = 'named=kept; Path=/; Domain=localhost; Max-Age=9999';
await (await caches.open('kept')).put('/kept', new Response('kept'));
localStorage.setItem('kept', 'kept');
sessionStorage.setItem('kept', 'kept');
await new Promise((done) => { indexedDB.open('kept').onsuccess = ({ target }) => done(target.result.close()); });
document.querySelector('output').textContent = JSON.stringify({ found, keeps: document.cookie !== '' });
</script></html>`;

test('what content has kept in the browser by itself is gone at the next launch', async () => {
  const { device } = await givenCourse('custom-scorm-1.2', {
    units: [{ kind: 'asset' }],
    files: { 'index.html': HOARDER },
  });
  const page = await device();
  for (let launched = 0; launched < 2; launched += 1) {
    await launch(page);
    // On its own: a browser lets a frame of another site keep nothing at all.
    await page.goto(`${await page.locator('iframe.player-frame').getAttribute('src')}`);
    const output = page.frameLocator('.content iframe').locator('output', { hasText: '{' });
    expect(JSON.parse(`${await output.textContent()}`)).toEqual({
      found: { cookies: '', caches: [], local: 0, session: 0, databases: [] },
      keeps: true,
    });
    await page.goto(`${system().url}/my-courses`);
  }
});
