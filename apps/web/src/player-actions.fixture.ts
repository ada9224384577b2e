import type { FrameLocator, Page, Route } from 'playwright-core';

export type Standard = 'scorm-1.2' | 'scorm-2004' | 'aicc' | 'skillsoft';
type Row = Record<string, unknown>;

/** The player of the open course, and the content in it. */
export const playerOf = (page: Page): FrameLocator => page.frameLocator('iframe.player-frame');
export const contentOf = (page: Page): FrameLocator => playerOf(page).frameLocator('.content iframe');

export const launch = (page: Page) => page.getByRole('link', { name: 'Launch' }).click();
export const messageOf = (page: Page) =>
  page.getByRole('dialog', { name: 'An administrator has reset this course' });
export const acknowledge = (page: Page) =>
  messageOf(page).getByRole('button', { name: 'OK, start from the beginning' }).click();

/** Everything that the message says, and which of its buttons has the focus. */
export async function readMessage(page: Page) {
  const message = messageOf(page);
  await message.waitFor();
  return {
    title: await message.getByRole('heading').textContent(),
    text: await message.locator('p').first().textContent(),
    facts: [
      await message.locator('dd').first().textContent(),
      // The day as a program reads it.
      (await message.locator('time').getAttribute('datetime'))?.slice(0, 10),
    ],
    focus: await message.locator(':focus').textContent(),
  };
}

/** Keeps back what the content commits from now on, and what the player asks, as a network that hangs does. */
export async function holdTraffic(page: Page) {
  const commits = await holdRequests(page, /\/(state|hacp)$/);
  const checks = await holdChecks(page);
  return { isHeld: commits.isHeld, releaseCommits: commits.release, releaseChecks: checks.release };
}

/** The page does not learn what became of its attempt but by its commits. */
export const holdChecks = (page: Page) => holdRequests(page, /\/launches\/[^/]+\/(status|session)$/);

async function holdRequests(page: Page, path: RegExp) {
  const held: Route[] = [];
  let isFirst = () => {};
  const isHeld = new Promise<void>((resolve) => {
    isFirst = resolve;
  });
  let isOpen = false;
  await page.route(path, async (route) => {
    if (isOpen) return route.continue();
    held.push(route);
    isFirst();
  });
  const release = async () => {
    isOpen = true;
    await Promise.all(held.map((route) => route.continue()));
  };
  return { isHeld, release };
}

export const onSlide = (page: Page, slide: number | string) =>
  contentOf(page)
    .getByRole('heading', { name: `Slide ${slide}`, exact: true })
    .waitFor();

/** What the content found when it started; a native course finds nothing but its page. */
export async function foundIn(page: Page, standard: Standard): Promise<Row> {
  if (standard === 'skillsoft') return {};
  const output = contentOf(page).locator('output', { hasText: '{' });
  return JSON.parse(`${await output.textContent()}`);
}

export async function nextSlide(page: Page, standard: Standard): Promise<void> {
  if (standard === 'skillsoft') await playerOf(page).getByRole('button', { name: 'Next page' }).click();
  else await contentOf(page).getByRole('button', { name: 'Next slide' }).click();
}

/** Completes the course and goes back to the course list. */
export async function complete(page: Page, standard: Standard): Promise<void> {
  if (standard === 'skillsoft') {
    const last = playerOf(page).getByText(/^Page 4 of 4/);
    while (!(await last.isVisible())) await nextSlide(page, standard);
  } else {
    await contentOf(page).getByRole('button', { name: 'Finish' }).click();
    if (standard === 'aicc') await onSlide(page, 'done');
    else await playerOf(page).getByText('You have completed this course.').waitFor();
  }
  await leave(page);
}

export async function leave(page: Page): Promise<void> {
  await playerOf(page).getByRole('button', { name: 'Back to My courses' }).click();
  await page.getByRole('heading', { name: 'My courses' }).waitFor();
}
