import { type Problem, sentenceOf } from '@reset/shared/contracts/problem';
import type { DataSource } from 'typeorm';
import type { FoundProblem } from '../baseline';
import { type StagedProblem, StagedProblemEntity } from './tables';

/** @param position among the problems of its row */
export const stagedProblem = (found: Problem, position: number): Omit<StagedProblem, 'id'> => ({
  fileRow: found.row,
  position,
  code: found.code,
  columnName: found.column,
  severity: found.severity,
  sentence: sentenceOf(found),
});

export async function insertProblems(
  dataSource: DataSource,
  problems: readonly Omit<StagedProblem, 'id'>[],
): Promise<void> {
  if (problems.length > 0) await dataSource.getRepository(StagedProblemEntity).insert([...problems]);
}

/** By row, and in the order of the report. */
export const listProblems = (dataSource: DataSource): Promise<FoundProblem[]> =>
  dataSource.query(`SELECT file_row AS \`row\`, code, column_name AS \`column\`, severity, sentence
    FROM orm_problem ORDER BY file_row, position`);
