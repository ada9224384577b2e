import { CONTENT, LEARNER } from '@reset/shared/contracts/csv-columns';
import { type DirectoryProblem, directoryProblem } from '@reset/shared/contracts/directory-problem';
import type { CsvRecord } from '@reset/shared/csv/file-format';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import type { WorkerDeps } from '../dependencies';
import { createDirectory } from '../validate/directory';
import { learnerOrExternalLookups } from '../validate/read-cell';
import { type Resolved, resolveIdentifiers } from '../validate/resolve-identifiers';
import type { DirectoryFormat, ReadRow } from './read-values';

/**
 * Finds the learners and courses that rows name, as a bulk reset does, and by the HR system's identifier too. Whether
 * they are still active does not matter: what was is recorded all the same.
 */
export async function namePairs(
  { dataSource, identifiers }: WorkerDeps,
  { organizationId, bulkResetId, version, phase }: Chunk,
  { columns }: DirectoryFormat,
  { records, rows }: { records: readonly CsvRecord[]; rows: readonly ReadRow[] },
): Promise<ReadRow[]> {
  // Another cache when it is applied: what was found by then may be another's by now.
  const cache = identifiers.of(`${organizationId} ${bulkResetId} ${version} ${phase}`);
  const directory = createDirectory(dataSource, organizationId, cache);
  const named = await resolveIdentifiers(directory, columns, records, learnerOrExternalLookups);
  return rows.map((row, index) => {
    const learner = named.learners[index] as Resolved<{ id: number }>;
    const course = named.courses[index] as Resolved<{ id: number }>;
    // A cell that is not there is told by `too-few-cells` alone.
    const short = row.problems.some(({ code }) => code === 'too-few-cells');
    const problems = [...learnerProblems(row.row, learner, short), ...courseProblems(row.row, course, short)];
    const pair =
      learner.kind === 'one' && course.kind === 'one' ? `${learner.match.id} ${course.match.id}` : undefined;
    return { ...row, pair, problems: [...row.problems, ...problems] };
  });
}

function learnerProblems(row: number, learner: Resolved<unknown>, short: boolean): DirectoryProblem[] {
  switch (learner.kind) {
    case 'one':
      return [];
    case 'empty':
      return short ? [] : [directoryProblem('learner-empty', row, LEARNER, {})];
    case 'none': {
      const { value, elsewhere } = learner;
      return [directoryProblem(elsewhere ? 'learner-is-course' : 'learner-unknown', row, LEARNER, { value })];
    }
    case 'many': {
      const { value, count, readings } = learner;
      return [directoryProblem('learner-ambiguous', row, LEARNER, { value, count, readings })];
    }
    case 'disagree': {
      const { first, second } = learner;
      return [directoryProblem('learner-columns-disagree', row, LEARNER, { first, second })];
    }
  }
}

function courseProblems(row: number, course: Resolved<unknown>, short: boolean): DirectoryProblem[] {
  switch (course.kind) {
    case 'one':
      return [];
    case 'empty':
      return short ? [] : [directoryProblem('content-empty', row, CONTENT, {})];
    case 'none': {
      const { value, elsewhere } = course;
      return [directoryProblem(elsewhere ? 'content-is-learner' : 'course-unknown', row, CONTENT, { value })];
    }
    case 'many': {
      const { value, count, readings } = course;
      return [directoryProblem('content-ambiguous', row, CONTENT, { value, count, readings })];
    }
    case 'disagree': {
      const { first, second } = course;
      return [directoryProblem('content-columns-disagree', row, CONTENT, { first, second })];
    }
  }
}
