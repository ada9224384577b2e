import type { EntityManager } from 'typeorm';
import type { ProblemGroup, ProblemView } from '../contracts/bulk-reset';
import type { ProblemColumn } from '../contracts/csv-columns';
import { type Problem, type ProblemCode, type Severity, sentenceOf } from '../contracts/problem';
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
/** Where a problem stands among those of its row; what compares rows comes after what one row says of itself. */
const PAIR_POSITION = 200;

/** Writes the problems of rows, those of one row in their order. */
export async function insertProblems(
  db: EntityManager,
  key: VersionKey,
  rows: readonly (readonly Problem[])[],
) {
  const values = rows.flatMap((problems) =>
    problems.flatMap((problem, position) => valuesOf(key, problem, position)),
  );
  await insertRows(db, 'problem', COLUMNS, values);
}

/** Writes at most one problem a row about its pair. Writing it again changes nothing. */
export async function insertPairProblems(db: EntityManager, key: VersionKey, problems: readonly Problem[]) {
  const values = problems.flatMap((problem) => valuesOf(key, problem, PAIR_POSITION));
  await insertRows(db, 'problem', COLUMNS, values, { ignore: true });
}

const valuesOf = (key: VersionKey, { row, code, column, severity, details }: Problem, position: number) => [
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
  code: ProblemCode;
  column_name: ProblemColumn;
  severity: Severity;
  details: string;
};
const view = ({ file_row, code, column_name, severity, details }: ProblemRow): ProblemView => ({
  row: file_row,
  column: column_name,
  code,
  severity,
  sentence: sentenceOf({ code, details: JSON.parse(details) }),
});

const OF_VERSION = 'organization_id = ? AND bulk_reset_id = ? AND version = ?';
const at = ({ organizationId, bulkResetId, version }: VersionKey) => [organizationId, bulkResetId, version];

/** The problems of some rows, half-open, by row and in their order within the row. */
export async function problemsOfRows(
  db: EntityManager,
  key: VersionKey,
  rows: { from: number; to: number },
): Promise<ProblemView[]> {
  const found: ProblemRow[] = await db.query(
    `SELECT file_row, position, code, column_name, severity, details FROM problem
     WHERE ${OF_VERSION} AND file_row >= ? AND file_row < ? ORDER BY file_row, position`,
    [...at(key), rows.from, rows.to],
  );
  return found.map(view);
}

export type ProblemFilter = {
  code?: ProblemCode | undefined;
  severity?: Severity | undefined;
  /** `row-position` of the last one seen. */
  cursor?: string | undefined;
  limit: number;
};

/** A page of problems by row, and the cursor of the next. */
export async function listProblems(
  db: EntityManager,
  key: VersionKey,
  { code, severity, cursor, limit }: ProblemFilter,
): Promise<{ problems: ProblemView[]; nextCursor: string | null }> {
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
    problems: page.map(view),
    nextCursor: found.length > limit && last ? `${last.file_row}-${last.position}` : null,
  };
}

const EXAMPLES = 3;

/** Counts by code, column and severity, the most frequent errors first, each with its first rows. */
export async function groupProblems(db: EntityManager, key: VersionKey): Promise<ProblemGroup[]> {
  const groups: { code: ProblemCode; column: ProblemColumn; severity: Severity; count: number }[] =
    await db.query(
      `SELECT code, column_name AS \`column\`, severity, COUNT(*) AS count FROM problem WHERE ${OF_VERSION}
     GROUP BY code, column_name, severity ORDER BY severity, count DESC, code, column_name`,
      at(key),
    );
  const withExamples: ProblemGroup[] = [];
  for (const group of groups) {
    const examples: ProblemRow[] = await db.query(
      `SELECT file_row, position, code, column_name, severity, details FROM problem
       WHERE ${OF_VERSION} AND code = ? AND column_name = ? AND severity = ? ORDER BY file_row LIMIT ${EXAMPLES}`,
      [...at(key), group.code, group.column, group.severity],
    );
    withExamples.push({ ...group, examples: examples.map(view) });
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
