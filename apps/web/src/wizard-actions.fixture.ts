import { buffer } from 'node:stream/consumers';
import type { Page } from 'playwright-core';

export const PASSWORD = 'correct horse battery';

/** What a person does on the pages, by the names that they read there. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

export async function chooseFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  await page.getByRole('link', { name: 'Reset course progress' }).first().click();
  await page.getByRole('link', { name: 'Start bulk reset' }).click();
  await giveFile(page, name, content);
}

async function giveFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(content) };
  await page.getByLabel('Choose CSV file').setInputFiles(file);
}

export async function validate(page: Page, name: string, content: string | Buffer): Promise<void> {
  await chooseFile(page, name, content);
  await page.getByRole('button', { name: 'Next, validate data' }).click();
}

/** From the results of a file with errors: another version of it. */
export async function correctWith(page: Page, name: string, content: string): Promise<void> {
  await page.getByRole('link', { name: 'Upload corrected file' }).click();
  await page.getByRole('heading', { name: 'Upload corrected file' }).waitFor();
  await giveFile(page, name, content);
  await page.getByRole('button', { name: 'Next, validate data' }).click();
}

/** From a file without errors to the end of the reset. */
export async function resetWith(page: Page, name: string, content: string): Promise<void> {
  await validate(page, name, content);
  await confirmReset(page);
}

export async function confirmReset(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'The file is valid' }).waitFor();
  await page.getByRole('button', { name: 'Next, reset course progress' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset course progress?' });
  await dialog.getByLabel('Reason').fill('Yearly recertification');
  await dialog.getByRole('button', { name: /^Reset progress of/ }).click();
  await page.getByRole('heading', { name: /^Completed:/ }).waitFor();
}

export async function download(page: Page, link: string): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link }).click(),
  ]);
  const text = (await buffer(await file.createReadStream())).toString();
  return { name: file.suggestedFilename(), text };
}

/** The rows of a table by its caption, each as the texts of its cells. */
export async function rowsOf(page: Page, caption: string | RegExp): Promise<string[][]> {
  const rows = await page.getByRole('table', { name: caption }).locator('tbody tr, tfoot tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
}
