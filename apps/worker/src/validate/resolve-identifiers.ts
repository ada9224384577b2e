import type { CsvRecord, HeaderColumns } from '@reset/shared/csv/file-format';
import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import type { Directory } from './directory';
import { courseLookups, learnerLookups, unguarded } from './read-cell';
import { type NamingCell, type Resolution, resolveCells } from './resolve-cells';

/** Whom and what a row names. `elsewhere`: the value that was not found is one of the other kind. */
export type RowIdentifiers = {
  learner: Resolution<LearnerMatch> & { elsewhere?: boolean };
  course: Resolution<CourseMatch> & { elsewhere?: boolean };
};

/**
 * Resolves the learners and courses of a chunk with a few queries: one round for what the cells say, one for what
 * they may have meant where they lead nowhere.
 */
export async function resolveIdentifiers(
  directory: Directory,
  columns: HeaderColumns,
  records: readonly CsvRecord[],
): Promise<RowIdentifiers[]> {
  const resolvers = {
    learner: learnerResolver(directory, columns),
    course: courseResolver(directory, columns),
  };
  await directory.learn({
    learners: records.flatMap((record) => resolvers.learner.lookups(record)),
    courses: records.flatMap((record) => resolvers.course.lookups(record)),
  });
  const rows = records.map(
    (record): RowIdentifiers => ({
      learner: resolvers.learner.resolve(record),
      course: resolvers.course.resolve(record),
    }),
  );
  await lookAgain(directory, records, rows, resolvers);
  return rows;
}

type Resolvers = { learner: ReturnType<typeof learnerResolver>; course: ReturnType<typeof courseResolver> };

/** A second look at what was not found: without a formula guard, and as the other kind of identifier. */
async function lookAgain(
  directory: Directory,
  records: readonly CsvRecord[],
  rows: RowIdentifiers[],
  { learner, course }: Resolvers,
): Promise<void> {
  const lost = rows.flatMap((row, index) =>
    row.learner.kind === 'none' || row.course.kind === 'none'
      ? [{ row, record: records[index] as CsvRecord }]
      : [],
  );
  if (lost.length === 0) return;
  const values = (kind: 'learner' | 'course') =>
    lost.flatMap(({ row }) => (row[kind].kind === 'none' ? [row[kind].value] : []));
  await directory.learn({
    learners: [
      ...lost.flatMap(({ record }) => learner.lookups(unguardedRecord(record))),
      ...values('course').flatMap((value) => learnerLookups(value, 'any')),
    ],
    courses: [
      ...lost.flatMap(({ record }) => course.lookups(unguardedRecord(record))),
      ...values('learner').flatMap((value) => courseLookups(value, 'any')),
    ],
  });
  for (const { row, record } of lost) {
    if (row.learner.kind === 'none') {
      const { value } = row.learner;
      const again = learner.resolve(unguardedRecord(record));
      const elsewhere = courseLookups(value, 'any').some((lookup) => directory.courses(lookup).length > 0);
      row.learner = again.kind === 'none' ? { ...row.learner, elsewhere } : again;
    }
    if (row.course.kind === 'none') {
      const { value } = row.course;
      const again = course.resolve(unguardedRecord(record));
      const elsewhere = learnerLookups(value, 'any').some((lookup) => directory.learners(lookup).length > 0);
      row.course = again.kind === 'none' ? { ...row.course, elsewhere } : again;
    }
  }
}

const unguardedRecord = (record: CsvRecord): CsvRecord => ({
  row: record.row,
  cells: record.cells.map((cell) => unguarded(cell) ?? cell),
});

function learnerResolver(directory: Directory, { learner }: HeaderColumns) {
  const cellsOf = ({ cells }: CsvRecord) =>
    learner.map(({ index, heading, reading }) => {
      const value = cells[index] ?? '';
      return { heading, value, lookups: learnerLookups(value, reading) };
    });
  return resolver(cellsOf, directory.learners);
}

function courseResolver(directory: Directory, { content }: HeaderColumns) {
  const cellsOf = ({ cells }: CsvRecord) =>
    content.map(({ index, heading, reading }) => {
      const value = cells[index] ?? '';
      return { heading, value, lookups: courseLookups(value, reading) };
    });
  return resolver(cellsOf, directory.courses);
}

function resolver<By extends string, Match extends { id: number }>(
  cellsOf: (record: CsvRecord) => NamingCell<By>[],
  find: Parameters<typeof resolveCells<By, Match>>[1],
) {
  return {
    lookups: (record: CsvRecord) => cellsOf(record).flatMap(({ lookups }) => lookups),
    resolve: (record: CsvRecord) => resolveCells<By, Match>(cellsOf(record), find),
  };
}
