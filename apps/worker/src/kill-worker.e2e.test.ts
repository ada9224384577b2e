import { newApiKey } from '@reset/shared/auth/api-key';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import {
  endProcess,
  type RunningSystem,
  startSystem,
  until,
} from '@reset/shared/testing/running-system.fixture';

const LEARNERS = 1_400;
const COURSES = 25;
const ROWS = LEARNERS * COURSES;

let system: RunningSystem;
const { key, secretHash } = newApiKey();
const headers = { Authorization: `Bearer ${key}` };

/** Every learner in every course; one row in ten repeats the row before it, one in a hundred names nobody. */
function bulkResetCsv({ withErrors }: { withErrors: boolean }): string {
  const lines = ['Learner,Content,Reset required'];
  for (let row = 0; row < ROWS; row += 1) {
    const learner = withErrors && row % 100 === 50 ? `nobody${row}` : `learner${row % LEARNERS}`;
    lines.push(`${learner},course${Math.floor(row / LEARNERS)},TRUE`);
    if (row % 10 === 9) lines.push(lines.at(-1) as string);
  }
  return `${lines.join('\r\n')}\r\n`;
}

beforeAll(async () => {
  // Small chunks, so that a kill meets a worker in the middle of its work.
  system = await startSystem({ workers: 2, env: { ROWS_PER_CHUNK: '200', PAIRS_PER_CHUNK: '200' } });
  const learners = Object.fromEntries(
    Array.from({ length: LEARNERS }, (_, index) => [`learner${index}`, {}]),
  );
  const courses = Object.fromEntries(Array.from({ length: COURSES }, (_, index) => [`course${index}`, {}]));
  const pairs = Object.keys(learners).flatMap((learner) =>
    Object.keys(courses).map((course) => ({ learner, course })),
  );
  // One pair in seven was never started, so there is nothing to reset.
  const records = pairs.filter((_, index) => index % 7 !== 0);
  await givenOrganization(system.dataSource, { learners, courses, records, apiKeys: [{ secretHash }] });
});
afterAll(() => system.stop());

const show = async (id: string): Promise<BulkResetView> => {
  const response = await fetch(`${system.url}/v1/bulk-resets/${id}`, { headers });
  return (await response.json()) as BulkResetView;
};
const post = (path: string, body: string, type: string) =>
  fetch(`${system.url}/v1/bulk-resets${path}`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': type },
    body,
  });
const upload = async (csv: string) => (await (await post('', csv, 'text/csv')).json()) as BulkResetView;
const untilStatus = (id: string, ...statuses: string[]) =>
  until(async () => {
    const view = await show(id);
    return statuses.includes(view.status) && view;
  });

/** Kills a worker with a chunk of this phase in its hands, and starts another one. */
async function killInTheMiddle(phase: 'validate' | 'reset'): Promise<void> {
  const owner = await until(async () => {
    const [lease]: { worker: string }[] = await system.dataSource.query(
      `SELECT l.worker FROM chunk c JOIN chunk_lease l ON l.chunk_id = c.id AND l.epoch = c.epoch
       WHERE c.phase = ? AND c.state = 'running' AND c.number > 3 LIMIT 1`,
      [phase],
    );
    return lease && system.workers.find(({ pid }) => lease.worker.endsWith(`-${pid}`));
  });
  await endProcess(owner, 'SIGKILL');
  system.workers.splice(system.workers.indexOf(owner), 1, system.startWorker());
}

test('a worker killed in mid-validation and in mid-reset delays the result and changes nothing of it', async () => {
  const undisturbed = await upload(bulkResetCsv({ withErrors: true }));
  const expected = await untilStatus(undisturbed.id, 'needs-fixes');
  const expectedReport = await (
    await fetch(`${system.url}/v1/bulk-resets/${undisturbed.id}/report.csv`, { headers })
  ).text();

  const disturbed = await upload(bulkResetCsv({ withErrors: true }));
  await killInTheMiddle('validate');
  const survived = await untilStatus(disturbed.id, 'needs-fixes', 'failed');
  const report = await (
    await fetch(`${system.url}/v1/bulk-resets/${disturbed.id}/report.csv`, { headers })
  ).text();
  expect(survived.counts).toEqual(expected.counts);
  expect(survived.problems).toEqual(expected.problems);
  expect(report).toBe(expectedReport);

  const good = await upload(bulkResetCsv({ withErrors: false }));
  const ready = await untilStatus(good.id, 'ready', 'failed');
  expect(ready.impact).toMatchObject({ pairs: ROWS, inProgress: ROWS - Math.ceil(ROWS / 7) });
  const confirmation = JSON.stringify({ summaryVersion: ready.summaryVersion, reason: 'new rules' });
  expect((await post(`/${good.id}/confirm`, confirmation, 'application/json')).status).toBe(202);
  await killInTheMiddle('reset');
  const completed = await untilStatus(good.id, 'completed', 'failed');
  expect(completed.counts).toEqual({
    rows: ROWS + ROWS / 10,
    reset: ROWS - Math.ceil(ROWS / 7),
    excluded: 0,
    nothingToReset: Math.ceil(ROWS / 7),
    repeated: ROWS / 10,
    withErrors: 0,
    changedSinceValidation: 0,
    notProcessed: 0,
  });
  const [{ marks }]: [{ marks: number }] = await system.dataSource.query(
    'SELECT COUNT(*) AS marks FROM progress_reset',
  );
  expect(marks).toBe(ROWS - Math.ceil(ROWS / 7));
});
