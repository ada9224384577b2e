import { buffer } from 'node:stream/consumers';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { bulkResetCsv, type CsvShape } from '@reset/shared/generate/bulk-reset-csv';
import { loadOrganization } from '@reset/shared/generate/load-organization';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { streamOutcome } from '@reset/shared/report/stream-outcome';
import { streamReport } from '@reset/shared/report/stream-report';
import { getBulkReset, getFile } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { claimChunk, renewLease, writeRowsDone } from '@reset/shared/stores/chunk.store';
import {
  cancelBulkReset,
  pauseBulkReset,
  resumeBulkReset,
  retryBulkReset,
} from '@reset/shared/stores/control-bulk-reset';
import { createUndo } from '@reset/shared/stores/create-undo';
import { listProblems } from '@reset/shared/stores/problem.store';
import { listLeftPairs, listUndos, showUndo } from '@reset/shared/stores/undo.store';
import { countChunksUnderWay } from '@reset/shared/stores/work-flow.store';
import { checkPlans, type Exception } from './query-plans.fixture';
import { recordStatements } from './recorded-statements.fixture';
import { keepHouse } from './upkeep/keep-house';
import { reconcileQueue } from './upkeep/reconcile-queue';
import { ADMINISTRATOR, type GivenWorker, givenWorker } from './worker.fixture';

const plan: OrganizationPlan = {
  seed: 5,
  learners: 20_000,
  courses: 200,
  records: 100_000,
  spread: 'few-busy',
};
const ROWS = 6_000;
/** Of one access of a statement about a chunk or a file: half of the learners, a tenth of the records. */
const MOST_ROWS = 10_000;

const EXCEPTIONS: readonly Exception[] = [
  {
    statement: /^SELECT code, column_name .* FROM problem .* GROUP BY code, column_name, severity/,
    table: 'problem',
    faults: ['temporary table', 'filesort'],
    reason: 'the index gives the groups in order; what is sorted is a row for each group',
  },
  {
    statement: /^INSERT INTO chunk .* SELECT .* FROM chunk/,
    table: 'chunk',
    faults: ['temporary table'],
    reason: 'it reads the table that it writes, once a file: a row for each chunk',
  },
  {
    statement: /^SELECT organization_id, id, version, status FROM bulk_reset WHERE status IN/,
    table: 'bulk_reset',
    faults: ['filesort'],
    reason: 'sorts the active bulk resets alone',
  },
  {
    statement: /FROM chunk WHERE state = 'queued' AND queued_at </,
    table: 'chunk',
    faults: ['filesort'],
    reason: 'sorts what is queued: WINDOW chunks of each active bulk reset',
  },
  {
    statement: /^SELECT .* FROM removal WHERE/,
    table: 'removal',
    faults: ['full scan'],
    reason: 'it holds only what is still to be removed, and all of that is wanted',
  },
  {
    statement: /AS v FROM \w+ WHERE organization_id = \? AND learner_id BETWEEN/,
    type: 'ref',
    faults: ['filesort'],
    reason: 'a range of one learner becomes an equality, and MariaDB sorts what this learner has',
  },
  {
    // Not bounded by the chunk: to be taken off this list once the statement asks for ranges of its key alone.
    statement: /AS v FROM progress_reset WHERE organization_id = \? AND learner_id IN/,
    type: 'ref',
    faults: ['reads'],
    reason: 'for a long list MariaDB may prefer all marks of the organization, in the order of the key',
  },
];

/** What a bulk reset says to the server, by verb and tables: a new kind of statement is added here, and looked at. */
const STATEMENTS = [
  'DELETE chunk',
  'DELETE chunk_lease',
  'DELETE chunk_rows',
  'DELETE idempotency_key',
  'DELETE launch_token',
  'DELETE left_out_row',
  'DELETE pair_in_hand',
  'DELETE pair_in_hand, left_out_row',
  'DELETE problem',
  'DELETE removal',
  'DELETE settled_pairs',
  'DELETE staged_run',
  'DELETE worker',
  'INSERT audit_event',
  'INSERT bulk_reset',
  'INSERT bulk_reset_course',
  'INSERT bulk_reset_file',
  'INSERT bulk_reset_undo',
  'INSERT chunk',
  'INSERT chunk_lease',
  'INSERT chunk_rows',
  'INSERT left_out_row, pair_in_hand, learner, course',
  'INSERT left_out_row, pair_in_hand, progress_reset',
  'INSERT pair_in_hand',
  'INSERT problem',
  'INSERT progress_reset, pair_in_hand, learning_record',
  'INSERT removal',
  'INSERT settled_pairs',
  'INSERT staged_run',
  'INSERT upkeep_task',
  'SELECT assignment',
  'SELECT audit_event',
  'SELECT bulk_reset',
  'SELECT bulk_reset, bulk_reset_file',
  'SELECT bulk_reset, bulk_reset_undo',
  'SELECT bulk_reset_file',
  'SELECT bulk_reset_undo',
  'SELECT chunk',
  'SELECT chunk, chunk_lease',
  'SELECT chunk_rows',
  'SELECT content_import',
  'SELECT course',
  'SELECT learner',
  'SELECT learning_record',
  'SELECT left_out_row',
  'SELECT left_out_row, learner, course',
  'SELECT pair_in_hand, progress_reset',
  'SELECT problem',
  'SELECT progress_reset',
  'SELECT removal',
  'SELECT settled_pairs',
  'SELECT staged_run',
  'SELECT unclaimed_file',
  'UPDATE bulk_reset',
  'UPDATE bulk_reset_file',
  'UPDATE chunk',
  'UPDATE chunk_lease',
  'UPDATE pair_in_hand, progress_reset',
  'UPDATE upkeep_task',
];

let worker: GivenWorker;
let organizationId: number;
let recorded: ReturnType<typeof recordStatements>;
beforeAll(async () => {
  worker = await givenWorker();
  const { dataSource } = worker.deps;
  worker.deps.pairsPerChunk = 1_000;
  ({ id: organizationId } = await loadOrganization(dataSource, plan, { name: 'Measured' }));
  await loadOrganization(dataSource, { ...plan, seed: 6 }, { name: 'Neighbour' });
  await analyze();
  recorded = recordStatements(dataSource);
  await resetTypicalFile();
  await look(await validate('dirty'));
  await validateInSpiteOfLosses();
  recorded.pause();
  await giveHistory();
  await analyze();
  recorded.resume();
  await removeAll();
  recorded.stop();
});
afterAll(() => worker.stop());

function upload(shape: CsvShape): Promise<VersionKey> {
  const { text } = bulkResetCsv(plan, { rows: ROWS, shape, dirtyShare: shape === 'dirty' ? 0.2 : 0 });
  return worker.upload(organizationId, [...text].join(''), { rowsPerChunk: 1_000 });
}

async function validate(shape: CsvShape): Promise<VersionKey> {
  const key = await upload(shape);
  await worker.show(key);
  await worker.work(key);
  return key;
}

async function resetTypicalFile(): Promise<void> {
  const key = await validate('typical');
  recorded.pause();
  // A fifth of the courses can no longer be reset, so that some pairs are left out.
  await worker.deps.dataSource.query(
    "UPDATE course SET kind = 'video' WHERE organization_id = ? AND id % 5 = 0",
    [organizationId],
  );
  recorded.resume();
  await worker.confirm(key);
  await worker.show(key);
  await stopAndGoOn(key);
  await worker.work(key);
  const { status, counts } = await worker.show(key);
  expect(status).toBe('completed');
  expect(Math.min(counts.reset, counts.changedSinceValidation)).toBeGreaterThan(100);
  await look(key);
  await undo(key);
}

/** For two learners first, then for all. */
async function undo(key: VersionKey): Promise<void> {
  const { dataSource } = worker.deps;
  recorded.pause();
  const [{ learnerId }]: [{ learnerId: number }] = await dataSource.query(
    'SELECT MIN(learner_id) AS learnerId FROM progress_reset WHERE bulk_reset_id = ?',
    [key.bulkResetId],
  );
  recorded.resume();
  for (const chosen of [{ learnerIds: [learnerId, learnerId + 1], courseIds: null }, null]) {
    const asked = { by: ADMINISTRATOR, reason: 'wrong file', chosen, days: 30 };
    const undone = await createUndo(dataSource, key, asked);
    await worker.work(undone);
    await listLeftPairs(dataSource.manager, undone, { limit: 100 });
    await listLeftPairs(dataSource.manager, undone, { limit: 100, after: { learnerId, courseId: 5 } });
  }
  const bulkReset = await getBulkReset(dataSource.manager, key);
  const [last] = await listUndos(dataSource.manager, bulkReset);
  const view = last && (await showUndo(dataSource.manager, last, bulkReset.uuid));
  expect(view).toMatchObject({ status: 'completed', counts: { relaunched: 0, resetByAnother: 0 } });
}

/** Paused, shown and resumed; cancelled and retried. */
async function stopAndGoOn(key: VersionKey): Promise<void> {
  const { deps } = worker;
  for (const [stop, goOn] of [
    [pauseBulkReset, resumeBulkReset],
    [cancelBulkReset, retryBulkReset],
  ] as const) {
    await stop(deps.dataSource, key, { by: ADMINISTRATOR });
    await moveOn(deps, key);
    await worker.show(key);
    await goOn(deps.dataSource, key, { by: ADMINISTRATOR });
  }
}

/** A worker is lost with its chunk, and Redis forgets the other chunks. */
async function validateInSpiteOfLosses(): Promise<void> {
  const { deps, jobs } = worker;
  const key = await upload('shuffled');
  await moveOn(deps, key);
  const [job] = jobs.splice(0) as [(typeof jobs)[number]];
  const held = (await claimChunk(deps.dataSource, job, { worker: 'lost' })) as Chunk;
  await renewLease(deps.dataSource.manager, held);
  await writeRowsDone(deps.dataSource.manager, held, 10);
  recorded.pause();
  await deps.dataSource.query('UPDATE chunk_lease SET lease_until = lease_until - INTERVAL 1 HOUR');
  await deps.dataSource.query('UPDATE chunk SET queued_at = queued_at - INTERVAL 1 HOUR');
  recorded.resume();
  await reconcileQueue(deps);
  await worker.work(key);
  expect(await worker.show(key)).toMatchObject({ counts: { rows: ROWS } });
}

/** What people look at, and what upkeep does, after and during a bulk reset. */
async function look(key: VersionKey): Promise<void> {
  const { deps } = worker;
  const db = deps.dataSource.manager;
  const file = await getFile(db, key);
  await worker.show(key);
  await countChunksUnderWay(db);
  await listProblems(db, key, { limit: 100 });
  await listProblems(db, key, { limit: 100, cursor: '900-0' });
  await listProblems(db, key, { limit: 100, code: 'learner-not-found', severity: 'error' });
  await buffer(streamOutcome(deps, key, file));
  for await (const _part of streamReport(deps, key, file, { onlyErrors: true }));
  await reconcileQueue(deps);
}

/** All of the oldest bulk reset, when its time is over. */
async function removeAll(): Promise<void> {
  const { dataSource } = worker.deps;
  recorded.pause();
  await dataSource.query('UPDATE bulk_reset SET finished_at = finished_at - INTERVAL 200 DAY WHERE id = 1');
  await dataSource.query(
    'UPDATE bulk_reset_file SET uploaded_at = uploaded_at - INTERVAL 100 DAY WHERE bulk_reset_id = 2',
  );
  recorded.resume();
  await keepHouse(worker.deps, 0);
  expect(await dataSource.query('SELECT id FROM chunk WHERE bulk_reset_id = 1')).toEqual([]);
}

/** Bulk resets of the past, as copies of these: so that a scan of their tables is not the cheapest way. */
async function giveHistory(): Promise<void> {
  const { dataSource } = worker.deps;
  const another = 'bulk_reset_id + 1000 * n';
  await copy('bulk_reset', { id: 'id + 1000 * n', uuid: "UNHEX(REPLACE(UUID(), '-', ''))" }, 40);
  await copy('bulk_reset_file', { bulk_reset_id: another }, 40);
  await copy('chunk', { id: 'id + 100000 * n', bulk_reset_id: another }, 40);
  await copy('chunk_lease', { chunk_id: 'chunk_id + 100000 * n' }, 40);
  for (const table of ['chunk_rows', 'staged_run', 'settled_pairs', 'problem', 'left_out_row'])
    await copy(table, { bulk_reset_id: another }, 20);
  // Of other learners: nobody is reset twenty times in every course.
  await copy('progress_reset', { bulk_reset_id: another, learner_id: 'learner_id + 100000 * n' }, 20);

  async function copy(table: string, changed: Record<string, string>, times: number): Promise<void> {
    const columns: { name: string }[] = await dataSource.query(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name = ? AND COALESCE(generation_expression, '') = '' ORDER BY ordinal_position`,
      [table],
    );
    const names = columns.map(({ name }) => name);
    const copies = Array.from({ length: times }, (_, index) => `SELECT ${index + 1} AS n`).join(
      ' UNION ALL ',
    );
    await dataSource.query(
      `INSERT INTO ${table} (${names.join(', ')})
       SELECT ${names.map((name) => changed[name] ?? name).join(', ')} FROM ${table} JOIN (${copies}) AS times`,
    );
  }
}

async function analyze(): Promise<void> {
  const { dataSource } = worker.deps;
  const tables: { name: string }[] = await dataSource.query(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  await dataSource.query(`ANALYZE TABLE ${tables.map(({ name }) => name).join(', ')}`);
}

const check = () =>
  checkPlans(worker.deps.dataSource, recorded.statements(), { mostRows: MOST_ROWS, exceptions: EXCEPTIONS });

test('every statement of a bulk reset is known, and none scans or sorts what grows', async () => {
  const { explained, faults } = await check();
  expect(faults).toEqual([]);
  expect(explained).toEqual(STATEMENTS);
});

test('a missing index is found, and each statement that wants it named', async () => {
  await worker.deps.dataSource.query('DROP INDEX learner_login ON learner');
  await worker.deps.dataSource.query('DROP INDEX chunk_due ON chunk');
  await analyze();
  const { faults } = await check();
  expect(faults).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^SELECT login_key AS k, .* FROM learner .*: learner: reads \d+ rows/),
      expect.stringMatching(/^SELECT .* FROM chunk WHERE state = 'queued' .*: chunk: full scan/),
    ]),
  );
});
