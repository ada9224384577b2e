import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { problemsOfRows } from '@reset/shared/stores/problem.store';
import type { GivenWorker } from '../../apps/worker/src/worker.fixture';
import type { Baseline, BaselineName, Findings, FoundProblem } from './baseline';
import { MARKED_BY } from './baseline';

const ROWS_PER_CHUNK = 500;
const ALL_ROWS = { from: 0, to: 2 ** 31 };

export type Mark = { learnerId: number; courseId: number; fileRow: number };
/** What came of one file, by whomever. */
export type Outcome = { findings: Findings; problems: FoundProblem[]; report: string | undefined };

/** Validates a file with the product. */
export async function validateByProduct(
  worker: GivenWorker,
  organizationId: number,
  csv: string,
): Promise<Outcome & { key: VersionKey }> {
  const { manager } = worker.deps.dataSource;
  const key = await worker.upload(organizationId, csv, { rowsPerChunk: ROWS_PER_CHUNK });
  await worker.work(key);
  const { reportKey } = await getFile(manager, key);
  return {
    key,
    findings: findingsOf(await worker.show(key)),
    problems: await problemsOfRows(manager, key, ALL_ROWS),
    report: reportKey === null ? undefined : await worker.readFile(reportKey),
  };
}

export async function validateByBaseline(
  baseline: Baseline,
  organizationId: number,
  csv: string,
  directory: string,
): Promise<Outcome> {
  const [file, reportPath] = [path.join(directory, 'upload.csv'), path.join(directory, 'report.csv')];
  await writeFile(file, csv);
  const findings = await baseline.validate({ organizationId, path: file, reportPath });
  const problems = await baseline.problems();
  return { findings, problems, report: problems.length > 0 ? await readFile(reportPath, 'utf8') : undefined };
}

/** The product's summary, in the words that the baselines use. */
export function findingsOf({ counts, impact }: BulkResetView): Findings {
  if (!impact) throw new Error('not settled yet');
  const { excluded, repeated, withErrors } = counts;
  return { rows: { excluded, repeated, withErrors, toReset: impact.pairs }, impact };
}

export async function marksOf(worker: GivenWorker, by: BaselineName | VersionKey): Promise<Mark[]> {
  const bulkResetId = typeof by === 'string' ? MARKED_BY[by] : by.bulkResetId;
  return worker.deps.dataSource.query(
    `SELECT learner_id AS learnerId, course_id AS courseId, file_row AS fileRow FROM progress_reset
     WHERE bulk_reset_id = ? ORDER BY learner_id, course_id`,
    [bulkResetId],
  );
}

/** Deactivates every third active learner. @returns their ids */
export async function deactivateSome(worker: GivenWorker, organizationId: number): Promise<number[]> {
  const { dataSource } = worker.deps;
  const chosen: { id: number }[] = await dataSource.query(
    "SELECT id FROM learner WHERE organization_id = ? AND status = 'active' AND id % 3 = 0",
    [organizationId],
  );
  const ids = chosen.map(({ id }) => id);
  await dataSource.query("UPDATE learner SET status = 'deactivated' WHERE id IN (?)", [ids]);
  return ids;
}
