import type { ProblemColumn } from '@reset/shared/contracts/csv-columns';
import type { ProblemCode } from '@reset/shared/contracts/problem';
import type { HeaderColumns, ReadColumn } from '@reset/shared/csv/file-format';
import { courseRules } from './course-rules';
import { formRules } from './form-rules';
import { learnerRules } from './learner-rules';
import { isNone, NAMED } from './name-states';
import { isGuarded } from './named-cells';
import { PAIR, resolveRows, WIDTH } from './resolve-rows';
import type { SqlConnection } from './sql-connection';
import type { StagedFile } from './stage-file';
import { keyColumn, TEXT } from './staged-columns';

/** The table of problems. It outlives the connection. */
export const PROBLEM = 'sql_problem';

/** One kind of problem: SQL about `b`, a row's judgement, and `t`, its text. */
export type ProblemRule = {
  code: ProblemCode;
  column: ProblemColumn;
  /** Among the problems of its row. */
  position: number;
  /** `by-value`: an error, unless the row is left out by FALSE. */
  severity: 'error' | 'warning' | 'by-value';
  when: string;
  sentence: string;
};

export async function createProblemTable(sql: SqlConnection): Promise<void> {
  await sql.run(`DROP TABLE IF EXISTS ${PROBLEM}`);
  await sql.run(`CREATE TABLE ${PROBLEM} (
    file_row INT UNSIGNED NOT NULL,
    position TINYINT UNSIGNED NOT NULL,
    code VARCHAR(40) CHARACTER SET ascii NOT NULL,
    column_name VARCHAR(20) CHARACTER SET ascii NOT NULL,
    severity ENUM('error', 'warning') NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (file_row, position)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
}

/** Finds what is wrong with each row by itself. Only rows that are not right are looked at. */
export async function findProblems(
  sql: SqlConnection,
  organizationId: number,
  file: StagedFile,
): Promise<void> {
  if ((await gatherBadRows(sql)) === 0) return;
  if (await unguardCells(sql, file.columns)) {
    await resolveRows(sql, organizationId, file, '(t.learner_unguarded OR t.content_unguarded)');
    await gatherBadRows(sql);
  }
  const rules = [
    ...formRules(file),
    ...learnerRules(organizationId, file.columns),
    ...courseRules(organizationId, file.columns),
  ];
  for (const rule of rules) await insertProblems(sql, rule);
}

/** @returns how many there are */
async function gatherBadRows(sql: SqlConnection): Promise<number> {
  await sql.run('DROP TEMPORARY TABLE IF EXISTS sql_bad');
  return sql.run(`CREATE TEMPORARY TABLE sql_bad (PRIMARY KEY (file_row)) ENGINE=InnoDB
    SELECT file_row, learner_id, course_id, reset, learner_state, course_state, width FROM ${PAIR}
    WHERE learner_state <> ${NAMED.fine} OR course_state <> ${NAMED.fine} OR reset IS NULL
      OR width <> ${WIDTH.right} ORDER BY file_row`);
}

/**
 * A second reading of what leads nowhere, without the guard that a download put before it. Takes the rows out of the
 * pairs.
 * @returns whether there are any
 */
async function unguardCells(sql: SqlConnection, { learner, content }: HeaderColumns): Promise<boolean> {
  const learners = await unguardSide(sql, learner, 'learner');
  const courses = await unguardSide(sql, content, 'content');
  if (learners + courses === 0) return false;
  await sql.run(`DELETE p FROM ${PAIR} p JOIN sql_bad b
      ON b.learner_id = p.learner_id AND b.course_id = p.course_id AND b.file_row = p.file_row
    JOIN ${TEXT} t ON t.file_row = b.file_row WHERE t.learner_unguarded OR t.content_unguarded`);
  return true;
}

function unguardSide(
  sql: SqlConnection,
  columns: readonly ReadColumn<string>[],
  side: 'learner' | 'content',
): Promise<number> {
  const state = side === 'learner' ? 'b.learner_state' : 'b.course_state';
  const keys = columns.map(({ index }) => `t.${keyColumn(index)}`);
  const plain = (key: string) => `IF(${isGuarded(key)}, SUBSTR(${key}, 2), ${key})`;
  const set = [...keys.map((key) => `${key} = ${plain(key)}`), `t.${side}_unguarded = TRUE`];
  return sql.run(`UPDATE ${TEXT} t JOIN sql_bad b ON b.file_row = t.file_row SET ${set.join(', ')}
    WHERE ${isNone(state)} AND (${keys.map(isGuarded).join(' OR ')})`);
}

function insertProblems(
  sql: SqlConnection,
  { code, column, position, severity, when, sentence }: ProblemRule,
): Promise<number> {
  const weight = severity === 'by-value' ? "IF(b.reset = FALSE, 'warning', 'error')" : `'${severity}'`;
  return sql.run(`INSERT INTO ${PROBLEM} (file_row, position, code, column_name, severity, sentence)
    SELECT b.file_row, ${position}, '${code}', '${column}', ${weight}, ${sentence}
    FROM sql_bad b STRAIGHT_JOIN ${TEXT} t ON t.file_row = b.file_row WHERE ${when}`);
}
