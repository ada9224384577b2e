import path from 'node:path';
import { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { LaunchView, type MyCourse, MyCourses } from '@reset/shared/contracts/launch';
import { bulkResetCsv } from '@reset/shared/generate/bulk-reset-csv';
import { count, duration, perSecond } from '../format';
import { type ApiClient, signIn, withApiKey } from '../http/api-client';
import { writeFile } from '../http/write-file';
import type { Terminal } from '../terminal';
import type { DemoOrganization } from './demo-organization';
import { describeAttempt, describeCounts, describeImpact, describeProblems } from './describe-results';
import { followReset, followValidation } from './follow-bulk-reset';
import { uploadFile } from './upload-file';

/** Enough for several of every problem, few enough to look at. */
const DIRTY_ROWS = 2_000;
const DIRTY_SHARE = 0.05;

type Demo = { api: ApiClient; terminal: Terminal; organization: DemoOrganization; directory: string };
export type DemoTimes = { upload: number; validate: number; reset: number };

/** Does the product's main job over HTTP, and tells it step by step. @param input.directory where the files are kept */
export async function runDemo(
  { terminal, organization }: Pick<Demo, 'terminal' | 'organization'>,
  { url, rows, directory }: { url: string; rows: number; directory: string },
): Promise<DemoTimes> {
  const api = withApiKey(url, organization.apiKey);
  const demo = { api, terminal, organization, directory };
  await showProblems(demo, Math.min(rows, DIRTY_ROWS));
  const times = await resetMany(demo, rows);
  await launchAsLearner(demo, url);
  terminal.print(`\n${describeTimes(times, rows)}`);
  return times;
}

const describeTimes = ({ upload, validate, reset }: DemoTimes, rows: number): string =>
  `Upload ${duration(upload)}, validation ${duration(validate)} (${perSecond(rows, validate)}), ` +
  `reset ${duration(reset)} (${perSecond(rows, reset)}).`;

/** A file with problems: what an administrator is told, and where the report is. */
async function showProblems({ api, terminal, organization, directory }: Demo, rows: number): Promise<void> {
  const file = path.join(directory, 'with-problems.csv');
  const { text } = bulkResetCsv(organization.plan, { rows, shape: 'dirty', dirtyShare: DIRTY_SHARE });
  await writeFile(file, text);
  terminal.print(`\n1. A file of ${count(rows)} rows, of which some are wrong: ${file}`);
  const { id } = await uploadFile(api, file);
  const view = await followValidation({ api, terminal }, id);
  terminal.print(`Read as: ${view.file.description}. Status: ${view.status}.\n${describeProblems(view)}`);
  if (!view.hasReport) throw new Error(`there is no validation report: ${view.status}`);
  const report = path.join(directory, 'validation-report.csv');
  await writeFile(report, await api.download(`/v1/bulk-resets/${id}/report.csv`));
  terminal.print(`The validation report, the same file with an Error column: ${report}`);
}

/** A file without problems, all the way. */
async function resetMany({ api, terminal, organization, directory }: Demo, rows: number): Promise<DemoTimes> {
  const file = path.join(directory, 'resets.csv');
  const { text } = bulkResetCsv(organization.plan, { rows, shape: 'typical', dirtyShare: 0 });
  const bytes = await writeFile(file, text);
  terminal.print(
    `\n2. A file of ${count(rows)} rows, ${(bytes / 1e6).toFixed(1)} MB, without problems: ${file}`,
  );
  const [uploaded, upload] = await timed(() => uploadFile(api, file));
  terminal.print(
    `Uploaded in ${duration(upload)}: ${uploaded.file.description}, SHA-256 ${uploaded.file.sha256}.`,
  );
  const [valid, validate] = await timed(() => followValidation({ api, terminal }, uploaded.id));
  if (valid.status !== 'ready' || !valid.impact)
    throw new Error(`the file cannot be reset: ${valid.status}\n${describeProblems(valid)}`);
  terminal.print(
    `Validated in ${duration(validate)}. What the reset will do:\n${describeImpact(valid.impact)}`,
  );
  const [done, reset] = await timed(async () => {
    await api.ask(BulkResetView, `/v1/bulk-resets/${uploaded.id}/confirm`, {
      method: 'POST',
      json: { summaryVersion: valid.summaryVersion, reason: 'Demonstration' },
    });
    return followReset({ api, terminal }, uploaded.id);
  });
  if (done.status !== 'completed') throw new Error(`the reset ended ${done.status}`);
  terminal.print(`Confirmed, and reset in ${duration(reset)}:\n${describeCounts(done.counts)}`);
  return { upload, validate, reset };
}

/** What one of the learners meets: the message once, and a course that begins from the start. */
async function launchAsLearner({ terminal, organization: { learner } }: Demo, url: string): Promise<void> {
  terminal.print(`\n3. ${learner.name} signs in and opens a course that was reset.`);
  const api = await signIn(url, learner);
  const before = await courseWhere(api, ({ resetPending }) => resetPending);
  terminal.print(
    `${before.course.title}, as the record has it:\n${before.attempts.map(describeAttempt).join('\n')}`,
  );
  const launch = (courseId: string) =>
    api.ask(LaunchView, '/v1/launches', { method: 'POST', json: { courseId } });
  const met = await launch(before.course.id);
  if (met.state !== 'message') throw new Error('no message was shown');
  terminal.print(`The message: ${met.message.title}. ${met.message.text}`);
  const open = await api.ask(LaunchView, `/v1/launches/${met.id}/acknowledge`, { method: 'POST' });
  const after = await courseWhere(api, ({ course }) => course.id === before.course.id);
  terminal.print(`Acknowledged; the record now:\n${after.attempts.map(describeAttempt).join('\n')}`);
  const again = await launch(before.course.id);
  if (open.state !== 'open' || again.state !== 'open') throw new Error('the course did not open');
  terminal.print(`Opened again: no message, bookmark ${JSON.stringify(again.content.bookmark)}.`);
}

async function courseWhere(api: ApiClient, wanted: (course: MyCourse) => boolean): Promise<MyCourse> {
  const { courses } = await api.ask(MyCourses, '/v1/my-courses?limit=200');
  const course = courses.find(wanted);
  if (!course) throw new Error('the learner has no such course');
  return course;
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, milliseconds: number]> {
  const began = performance.now();
  const result = await work();
  return [result, performance.now() - began];
}
