import type { CsvRecord, HeaderColumns, ReadColumn } from '@reset/shared/csv/file-format';
import type { CourseMatch, LearnerMatch } from '@reset/shared/stores/identifier.store';
import type { Directory } from './directory';
import {
  type CourseBy,
  courseLookups,
  type LearnerBy,
  type LearnerLookups,
  type Lookup,
  learnerLookups,
  unguarded,
} from './read-cell';
import { type NamingCell, type Resolution, resolveCells } from './resolve-cells';

/** `elsewhere`: the value that was not found is one of the other kind. */
export type Resolved<Match> = Resolution<Match> & { elsewhere?: boolean };
/** Whom and what a row names. */
export type RowIdentifiers = { learner: Resolved<LearnerMatch>; course: Resolved<CourseMatch> };
/** The columns that name learners and courses. */
type NamingColumns = { learner: readonly ReadColumn<LearnerBy | 'any'>[] } & Pick<HeaderColumns, 'content'>;
/** The same for many rows. Rows that say the same share one resolution. */
export type ResolvedRows = { learners: Resolved<LearnerMatch>[]; courses: Resolved<CourseMatch>[] };

/**
 * Resolves the learners and courses of a chunk with a few queries: one round for what the cells say, one for what
 * they may have meant where they lead nowhere.
 * @returns the resolutions in the order of the records
 */
export async function resolveIdentifiers(
  directory: Directory,
  columns: NamingColumns,
  records: readonly CsvRecord[],
  ofLearner: LearnerLookups = learnerLookups,
): Promise<ResolvedRows> {
  const learners = gatherNames<LearnerBy, LearnerMatch>(records, columns.learner, ofLearner);
  const courses = gatherNames<CourseBy, CourseMatch>(records, columns.content, courseLookups);
  await directory.learn({ learners: lookupsOf(learners.distinct), courses: lookupsOf(courses.distinct) });
  for (const name of learners.distinct) name.resolution = resolveCells(name.cells, directory.learners);
  for (const name of courses.distinct) name.resolution = resolveCells(name.cells, directory.courses);
  await lookAgain(directory, learners.distinct, courses.distinct, ofLearner);
  return {
    learners: learners.ofRows.map(({ resolution }) => resolution),
    courses: courses.ofRows.map(({ resolution }) => resolution),
  };
}

/** What the naming cells of one or more rows say. */
type Name<By extends string, Match> = {
  cells: NamingCell<By>[];
  resolution: Resolved<Match>;
};

/** Most files name a learner or a course many times over: each text is read and resolved once. */
function gatherNames<By extends string, Match>(
  records: readonly CsvRecord[],
  columns: readonly ReadColumn<By | 'any'>[],
  lookups: (cell: string, reading: By | 'any') => Lookup<By>[],
): { ofRows: Name<By, Match>[]; distinct: Name<By, Match>[] } {
  const byText = new Map<string, Name<By, Match>>();
  const ofRows = records.map(({ cells }) => {
    const text = textOf(cells, columns);
    const known = byText.get(text);
    if (known) return known;
    const naming = columns.map(({ index, heading, reading }): NamingCell<By> => {
      const value = cells[index] ?? '';
      return { heading, reading, value, lookups: lookups(value, reading) };
    });
    const name: Name<By, Match> = { cells: naming, resolution: { kind: 'empty' } };
    byText.set(text, name);
    return name;
  });
  return { ofRows, distinct: [...byText.values()] };
}

/** With their lengths, so that two rows are never taken for one however their cells are cut. */
function textOf(cells: readonly string[], columns: readonly { index: number }[]): string {
  const [first, ...others] = columns;
  const text = cells[first?.index ?? 0] ?? '';
  if (others.length === 0) return text;
  return columns.reduce((all, { index }) => `${all}${cells[index]?.length ?? 0} ${cells[index] ?? ''}`, '');
}

function lookupsOf<By extends string>(names: readonly { cells: readonly NamingCell<By>[] }[]): Lookup<By>[] {
  const all: Lookup<By>[] = [];
  for (const { cells } of names) for (const { lookups } of cells) all.push(...lookups);
  return all;
}

/** A name that leads nowhere, and another reading of its cells: without a formula guard. */
type Lost<By extends string, Match> = { name: Name<By, Match>; value: string; cells: NamingCell<By>[] };

/** A second look at what was not found: without a formula guard, and as the other kind of identifier. */
async function lookAgain(
  directory: Directory,
  learners: readonly Name<LearnerBy, LearnerMatch>[],
  courses: readonly Name<CourseBy, CourseMatch>[],
  ofLearner: LearnerLookups,
): Promise<void> {
  const lostLearners = lostOf(learners, ofLearner);
  const lostCourses = lostOf(courses, courseLookups);
  if (lostLearners.length + lostCourses.length === 0) return;
  await directory.learn({
    learners: [...lookupsOf(lostLearners), ...lostCourses.flatMap(({ value }) => ofLearner(value, 'any'))],
    courses: [...lookupsOf(lostCourses), ...lostLearners.flatMap(({ value }) => courseLookups(value, 'any'))],
  });
  for (const { name, value, cells } of lostLearners) {
    const again = resolveCells(cells, directory.learners);
    const elsewhere = courseLookups(value, 'any').some((lookup) => directory.courses(lookup).length > 0);
    name.resolution = again.kind === 'none' ? { ...name.resolution, elsewhere } : again;
  }
  for (const { name, value, cells } of lostCourses) {
    const again = resolveCells(cells, directory.courses);
    const elsewhere = ofLearner(value, 'any').some((lookup) => directory.learners(lookup).length > 0);
    name.resolution = again.kind === 'none' ? { ...name.resolution, elsewhere } : again;
  }
}

function lostOf<By extends string, Match>(
  names: readonly Name<By, Match>[],
  lookups: (cell: string, reading: By | 'any') => Lookup<By>[],
): Lost<By, Match>[] {
  return names.flatMap((name) => {
    if (name.resolution.kind !== 'none') return [];
    const cells = name.cells.map((cell) => {
      const value = unguarded(cell.value) ?? cell.value;
      return { ...cell, value, lookups: lookups(value, cell.reading) };
    });
    return [{ name, value: name.resolution.value, cells }];
  });
}
