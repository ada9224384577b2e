import type { EntityManager } from 'typeorm';
import type { ProblemGroup, ProblemView } from '../contracts/bulk-reset';
import type { DirectoryProblemGroup, DirectoryProblemView } from '../contracts/directory-import';
import {
  type DirectoryProblem,
  type DirectoryProblemCode,
  directorySentenceOf,
} from '../contracts/directory-problem';
import {
  isProblemCode,
  type Problem,
  type ProblemCode,
  type Severity,
  sentenceOf,
} from '../contracts/problem';
import type { VersionKey } from './bulk-reset-key';
import { insertRows } from './multi-row';

const COLUMNS = [
  'organization_id',
  'bulk_reset_id',
  'version',
  'file_row',
  'position',
  'code',
  'column_name',
  'severity',
  'details',
] as const;
/** A problem of a bulk reset or of a directory import; both lie in one table. */
type AnyProblem = Problem | DirectoryProblem;
type AnyView = ProblemView | DirectoryProblemView;
type AnyGroup = ProblemGroup | DirectoryProblemGroup;
/** Where a problem stands among those of its row; what compares rows comes after what one row says of itself. */
export const PAIR_POSITION = 200;

/** Writes the problems of rows, those of one row in their order. */
export async function insertProblems(
  db: EntityManager,
  key: VersionKey,
  rows: readonly (readonly AnyProblem[])[],
) {
  const values = rows.flatMap((problems) =>
    problems.flatMap((problem, position) => valuesOf(key, problem, position)),
  );
  await insertRows(db, 'problem', COLUMNS, values);
}

/**
 * Writes at most one problem a row about its pair, or about anything else that rows are compared by. Writing it again
 * changes nothing.
 * @param position another one for each comparison
 */
export async function insertPairProblems(
  db: EntityManager,
  key: VersionKey,
  problems: readonly AnyProblem[],
  position = PAIR_POSITION,
) {
  const values = problems.flatMap((problem) => valuesOf(key, problem, position));
  await insertRows(db, 'problem', COLUMNS, values, { ignore: true });
}

const valuesOf = (
  key: VersionKey,
  { row, code, column, severity, details }: AnyProblem,
  position: number,
) => [
  key.organizationId,
  key.bulkResetId,
  key.version,
  row,
  position,
  code,
  column,
  severity,
  JSON.stringify(details),
];

type ProblemRow = {
  file_row: number;
  position: number;
  code: ProblemCode | DirectoryProblemCode;
  column_name: AnyView['column'];
  severity: Severity;
  details: string;
};
/** Whoever asks knows what kind of file it is about, and with it the codes that may be met. */
function view<View extends AnyView>({ file_row, code, column_name, severity, details }: ProblemRow): View {
  const told = JSON.parse(details);
  const sentence = isProblemCode(code)
    ? sentenceOf({ code, details: told })
    : directorySentenceOf({ code, details: told });
  return { row: file_row, column: column_name, code, severity, sentence } as View;
}

const OF_VERSION = 'organization_id = ? AND bulk_reset_id = ? AND version = ?';
const at = ({ organizationId, bulkResetId, version }: VersionKey) => [organizationId, bulkResetId, version];

/** The problems of some rows, half-open, by row and in their order within the row. */
export async function problemsOfRows<View extends AnyView = ProblemView>(
  db: EntityManager,
  key: VersionKey,
  rows: { from: number; to: number },
): Promise<View[]> {
  const found: ProblemRow[] = await db.query(
    `SELECT file_row, position, code, column_name, severity, details FROM problem
     WHERE ${OF_VERSION} AND file_row >= ? AND file_row < ? ORDER BY file_row, position`,
    [...at(key), rows.from, rows.to],
  );
  return found.map(view<View>);
}

export type ProblemFilter = {
  code?: AnyView['code'] | undefined;
  severity?: Severity | undefined;
  /** `row-position` of the last one seen. */
  cursor?: string | undefined;
  limit: number;
};

/** A page of problems by row, and the cursor of the next. */
export async function listProblems<View extends AnyView = ProblemView>(
  db: EntityManager,
  key: VersionKey,
  { code, severity, cursor, limit }: ProblemFilter,
): Promise<{ problems: View[]; nextCursor: string | null }> {
  const [row = 0, position = -1] = (cursor ?? '').split('-').map(Number);
  const found: ProblemRow[] = await db.query(
    `SELECT file_row, position, code, column_name, severity, details FROM problem
     WHERE ${OF_VERSION} AND (file_row > ? OR (file_row = ? AND position > ?))
     ${code ? 'AND code = ?' : ''} ${severity ? 'AND severity = ?' : ''}
     ORDER BY file_row, position LIMIT ?`,
    [...at(key), row, row, position, ...(code ? [code] : []), ...(severity ? [severity] : []), limit + 1],
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    problems: page.map(view<View>),
    nextCursor: found.length > limit && last ? `${last.file_row}-${last.position}` : null,
  };
}

const EXAMPLES = 3;

/** Counts by code, column and severity, the most frequent errors first, each with its first rows. */
export async function groupProblems<Group extends AnyGroup = ProblemGroup>(
  db: EntityManager,
  key: VersionKey,
): Promise<Group[]> {
  const groups: Pick<AnyGroup, 'code' | 'column' | 'severity' | 'count'>[] = await db.query(
    `SELECT code, column_name AS \`column\`, severity, COUNT(*) AS count FROM problem WHERE ${OF_VERSION}
     GROUP BY code, column_name, severity ORDER BY severity, count DESC, code, column_name`,
    at(key),
  );
  const withExamples: Group[] = [];
  for (const group of groups) {
    const examples: ProblemRow[] = await db.query(
      `SELECT file_row, position, code, column_name, severity, details FROM problem
       WHERE ${OF_VERSION} AND code = ? AND column_name = ? AND severity = ? ORDER BY file_row LIMIT ${EXAMPLES}`,
      [...at(key), group.code, group.column, group.severity],
    );
    withExamples.push({ ...group, examples: examples.map(view<AnyView>) } as Group);
  }
  return withExamples;
}

/** Rows that have at least one error. */
export async function countRowsWithErrors(db: EntityManager, key: VersionKey): Promise<number> {
  const [{ count }]: [{ count: number }] = await db.query(
    `SELECT COUNT(DISTINCT file_row) AS count FROM problem WHERE ${OF_VERSION} AND severity = 'error'`,
    at(key),
  );
  return count;
}

/** Rows that only say again what an earlier row says, and have no error. */
export async function countRepeatedRows(db: EntityManager, key: VersionKey): Promise<number> {
  const [{ count }]: [{ count: number }] = await db.query(
    `SELECT COUNT(*) AS count FROM problem p WHERE ${OF_VERSION} AND code = 'row-repeated'
     AND NOT EXISTS (SELECT 1 FROM problem e WHERE e.organization_id = p.organization_id
       AND e.bulk_reset_id = p.bulk_reset_id AND e.version = p.version AND e.file_row = p.file_row
       AND e.severity = 'error')`,
    at(key),
  );
  return count;
}

/** The rows among some, half-open, that have a problem of this code. */
export async function rowsWithProblem(
  db: EntityManager,
  key: VersionKey,
  code: DirectoryProblemCode,
  rows: { from: number; to: number },
): Promise<Set<number>> {
  const found: { fileRow: number }[] = await db.query(
    `SELECT file_row AS fileRow FROM problem WHERE ${OF_VERSION} AND file_row >= ? AND file_row < ? AND code = ?`,
    [...at(key), rows.from, rows.to, code],
  );
  return new Set(found.map(({ fileRow }) => fileRow));
}
