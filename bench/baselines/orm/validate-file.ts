import type { DataSource } from 'typeorm';
import type { BaselineFile, Findings } from '../baseline';
import { countFindings } from './count-findings';
import { type JudgedRow, judgeRow, wantedBy } from './judge-row';
import type { KnownIdentifiers } from './known-identifiers';
import { type Batch, readBatches } from './read-csv';
import { settlePairs } from './settle-pairs';
import { insertProblems, stagedProblem } from './staged-problems';
import { createOrmTables, type StagedRow } from './tables';
import { writeReport } from './write-report';

/** How rows are taken from the file, looked up and saved: many at a time, or one. */
export type Manner = {
  batchSize: number;
  /** For each batch anew. */
  identifiers(): KnownIdentifiers;
  save(rows: StagedRow[]): Promise<unknown>;
};

/** Reads the file batch by batch, judges its rows, and then looks at them beside each other. */
export async function validateFile(
  dataSource: DataSource,
  file: BaselineFile,
  manner: Manner,
): Promise<Findings> {
  await createOrmTables(dataSource);
  for await (const batch of readBatches(file.path, manner.batchSize)) {
    const judged = await judgeBatch(batch, manner.identifiers());
    await manner.save(judged.map(stagedRow));
    await insertProblems(
      dataSource,
      judged.flatMap(({ problems }) => problems.map(stagedProblem)),
    );
  }
  await settlePairs(dataSource);
  await writeReport(dataSource, file);
  return countFindings(dataSource, file.organizationId);
}

async function judgeBatch({ header, records }: Batch, known: KnownIdentifiers): Promise<JudgedRow[]> {
  const wanted = records.map(({ cells }) => wantedBy(cells, header.columns));
  await known.lookUp(all(wanted));
  const judged = records.map((record) => judgeRow(record, header, known));
  const lost = judged.flatMap(({ secondLook }) => secondLook ?? []);
  if (lost.length === 0) return judged;
  await known.lookUp(all(lost));
  return records.map((record) => judgeRow(record, header, known));
}

const all = (wanted: readonly Parameters<KnownIdentifiers['lookUp']>[0][]) => ({
  learners: wanted.flatMap(({ learners }) => learners),
  courses: wanted.flatMap(({ courses }) => courses),
});

const stagedRow = ({ row, learnerId, courseId, reset, problems }: JudgedRow): StagedRow => ({
  fileRow: row,
  learnerId,
  courseId,
  reset,
  withError: problems.some(({ severity }) => severity === 'error'),
  beside: 'alone',
});
