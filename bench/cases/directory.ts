import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { DirectoryImportView } from '@reset/shared/contracts/directory-import';
import { uuidToBytes } from '@reset/shared/entities/columns';
import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import { median } from '../measure/median';
import type { ApiClient } from '../product/api-client';
import { type CaseResult, caseResult, rounded } from '../result';

const POLL_MS = 50;
const LINES_PER_PIECE = 1_000;
const LEARNERS_PER_REMOVAL = 50_000;

/**
 * Learners of a new organization from a CSV: the validation with the upload, the application from the confirmation, and
 * the same file again, which finds everything there, from the upload to the end.
 */
export async function directory(bench: Bench): Promise<CaseResult[]> {
  const { rows, repeat } = bench.options;
  const file = path.join(bench.directory, 'learners.csv');
  await pipeline(learnersCsv(rows), createWriteStream(file));
  const { size } = await stat(file);
  const times: Times[] = [];
  let peakRssMb = { api: 0, worker: 0 };
  for (let turn = 1; turn <= repeat; turn += 1) {
    await clearWork(bench.db);
    const id = await addOrganization(bench);
    const organization = { ...bench.organization, id };
    const measured = await withProduct({ ...bench, organization }, (client) => loadTwice(client, file, rows));
    await removeLearners(bench, id);
    times.push(measured.result);
    peakRssMb = measured.peakRssMb;
    const { validate, apply, again } = measured.result;
    bench.say(
      `directory: validated in ${validate.toFixed(1)} s, applied in ${apply.toFixed(1)} s, the same again in ${again.toFixed(1)} s`,
    );
  }
  const medianOf = (name: keyof Times) => median(times.map((one) => one[name]));
  const seconds = medianOf('validate') + medianOf('apply');
  const figures = {
    megabytes: rounded(size / 1e6, 1),
    validateSeconds: rounded(medianOf('validate')),
    applySeconds: rounded(medianOf('apply')),
    againSeconds: rounded(medianOf('again')),
  };
  return [caseResult('directory-learners', { rows, seconds }, { peakRssMb, figures })];
}

type Times = { validate: number; apply: number; again: number };

async function loadTwice(client: ApiClient, file: string, rows: number): Promise<Times> {
  const began = performance.now();
  const ready = await untilStatus(client, await load(client, file), 'ready');
  const validated = performance.now();
  const { id, summaryVersion } = ready;
  await client.post(`/v1/directory-imports/${id}/confirm`, { summaryVersion });
  const done = await untilStatus(client, id, 'completed');
  const applied = performance.now();
  if (done.counts.created !== rows) throw new Error(`${done.counts.created} of ${rows} learners were made`);
  const again = await untilStatus(client, await load(client, file, '&confirm=when-valid'), 'completed');
  const repeated = performance.now();
  if (again.counts.unchanged !== rows)
    throw new Error(`${again.counts.unchanged} of ${rows} rows changed nothing`);
  return {
    validate: (validated - began) / 1_000,
    apply: (applied - validated) / 1_000,
    again: (repeated - applied) / 1_000,
  };
}

async function load(client: ApiClient, file: string, more = ''): Promise<string> {
  const body = await client.send(`/v1/directory-imports?kind=learners${more}`, file);
  return DirectoryImportView.parse(JSON.parse(body)).id;
}

async function untilStatus(client: ApiClient, id: string, status: string): Promise<DirectoryImportView> {
  for (;;) {
    const view = DirectoryImportView.parse(JSON.parse(await client.get(`/v1/directory-imports/${id}`)));
    if (view.status === status) return view;
    if (view.status === 'failed' || view.status === 'needs-fixes')
      throw new Error(`the import is ${view.status}`);
    await delay(POLL_MS);
  }
}

function* learnersCsv(rows: number): Generator<string> {
  yield 'External ID,Login ID,Email,Name,Active\r\n';
  for (let from = 0; from < rows; from += LINES_PER_PIECE) {
    const lines = Array.from({ length: Math.min(LINES_PER_PIECE, rows - from) }, (_, index) =>
      lineOf(from + index),
    );
    yield lines.join('');
  }
}

/** In no order of the keys, as an HR system exports: by name or by department. */
const lineOf = (index: number): string => {
  const shuffled = (index * 7_919) % 1_000_003;
  const login = `learner.${shuffled}.${index}`;
  return `E-${shuffled}-${index},${login},${login}@example.org,Learner Number ${index},TRUE\r\n`;
};

async function addOrganization({ db }: Bench): Promise<number> {
  const { insertId }: { insertId: number } = await db.query(
    'INSERT INTO organization (uuid, name) VALUES (?, ?)',
    [uuidToBytes(randomUUID()), 'Bench of directory files'],
  );
  return insertId;
}

/** So that the next turn, and the next run, begin with the same database. */
async function removeLearners({ db }: Bench, organizationId: number): Promise<void> {
  for (;;) {
    const { affectedRows }: { affectedRows: number } = await db.query(
      'DELETE FROM learner WHERE organization_id = ? LIMIT ?',
      [organizationId, LEARNERS_PER_REMOVAL],
    );
    if (affectedRows === 0) return;
  }
}
