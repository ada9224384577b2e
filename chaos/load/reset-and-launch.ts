import { setTimeout as delay } from 'node:timers/promises';
import { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { LaunchView } from '@reset/shared/contracts/launch';
import type { Course } from '@reset/shared/entities/learning';
import type { Learner } from '@reset/shared/entities/people';
import { posting, uploading } from '../clients/http-client';
import type { Findings } from './findings';
import type { LoadClient } from './load-client';

/** A learner whom nobody else touches, so that every answer is known before it comes. */
export type LoadLearner = { learner: Learner; courses: readonly Course[]; attempts: Map<Course, number> };
type Deps = { administrator: LoadClient; browser: LoadClient; findings: Findings };

/** Again and again: resets the learner's courses by a small file, launches each, reads the message, learns, completes. */
export async function resetAndLaunch(deps: Deps, about: LoadLearner, until: number): Promise<void> {
  while (Date.now() < until) {
    const begun = performance.now();
    if (!(await reset(deps, about))) return;
    for (const course of about.courses) await launch(deps, about, course);
    deps.findings.count('resets and launches');
    deps.findings.count('seconds of resets and launches', (performance.now() - begun) / 1_000);
  }
}

async function reset({ administrator, findings }: Deps, { learner, courses }: LoadLearner): Promise<boolean> {
  const rows = courses.map(({ assetId }) => `${learner.loginId},${assetId},TRUE`);
  const csv = ['Learner,Content,Reset required', ...rows, rows[0], ''].join('\r\n');
  const uploaded = await administrator.askFor(BulkResetView, uploading(csv), 202);
  if (!uploaded) return false;
  const ready = await untilStatus(administrator, uploaded.id, 'ready');
  if (!ready) return false;
  const confirmation = { summaryVersion: ready.summaryVersion, reason: 'load test' };
  const confirmed = await administrator.ask(
    posting(`/v1/bulk-resets/${uploaded.id}/confirm`, confirmation),
    202,
  );
  const done = confirmed && (await untilStatus(administrator, uploaded.id, 'completed'));
  if (!done) return false;
  const { rows: all, reset, repeated } = done.counts;
  if (all !== courses.length + 1 || reset !== courses.length || repeated !== 1)
    findings.fail(`a bulk reset of ${courses.length} pairs counted ${JSON.stringify(done.counts)}`);
  return true;
}

const ENDED = ['needs-fixes', 'failed', 'cancelled', 'refused'];

async function untilStatus(
  client: LoadClient,
  id: string,
  wanted: string,
): Promise<BulkResetView | undefined> {
  while (true) {
    const view = await client.askFor(BulkResetView, { path: `/v1/bulk-resets/${id}` }, 200);
    if (!view || view.status === wanted) return view;
    if (ENDED.includes(view.status)) throw new Error(`a bulk reset of the load test ended ${view.status}`);
    await delay(250);
  }
}

/** The message is shown once; then a new attempt is open, and it is the one that every later launch opens. */
async function launch({ browser, findings }: Deps, { attempts }: LoadLearner, course: Course): Promise<void> {
  const open = () => browser.askFor(LaunchView, posting('/v1/launches', { courseId: course.uuid }), 201);
  const expected = (attempts.get(course) ?? 1) + 1;
  const first = await open();
  if (!first) return;
  if (first.state !== 'message') return findings.fail(`the first launch after a reset opened the course`);
  const opened = await browser.askFor(LaunchView, posting(`/v1/launches/${first.id}/acknowledge`, {}), 200);
  if (!opened) return;
  if (opened.state !== 'open' || opened.record.status !== 'restarted' || opened.record.attempt !== expected)
    return findings.fail(`acknowledging opened ${JSON.stringify(opened)} instead of attempt ${expected}`);
  const commit = { sequence: 1, content: { bookmark: 'page 2', progress: 1 }, completed: true, score: 90 };
  await browser.ask(posting(`/v1/launches/${opened.id}/state`, commit, 'PUT'), 200);
  const again = await open();
  if (again && (again.state !== 'open' || again.record.attempt !== expected))
    findings.fail(`a later launch opened ${JSON.stringify(again)} instead of attempt ${expected}`);
  attempts.set(course, expected);
  findings.count('launches', 2);
}
