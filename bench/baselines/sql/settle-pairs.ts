import { PROBLEM } from './find-problems';
import { isOne, NAMED } from './name-states';
import { BESIDE, PAIR } from './resolve-rows';
import { sentenceSql } from './sentence-sql';
import type { SqlConnection } from './sql-connection';

/** SQL: the row names one learner and one course and says TRUE or FALSE. */
export const identified = (p: string): string =>
  `${isOne(`${p}.learner_state`)} AND ${isOne(`${p}.course_state`)} AND ${p}.reset IS NOT NULL`;

/** SQL: the row has an error of its own. What FALSE leaves out may name whom it likes. */
export const hasOwnError = (p: string): string =>
  `(${p}.width <> 0 OR ${p}.reset IS NULL OR ${p}.learner_state = ${NAMED.empty} OR ${p}.course_state = ${NAMED.empty}
    OR (${p}.reset AND (${p}.learner_state <> ${NAMED.fine} OR ${p}.course_state NOT IN (${NAMED.fine}, ${NAMED.retired}))))`;

/** After the problems that a row has by itself. */
const POSITION = 200;

/** Decides about pairs that several rows name. The rows lie together, so one pass finds them. */
export async function settlePairs(sql: SqlConnection): Promise<void> {
  await sql.run('DROP TEMPORARY TABLE IF EXISTS sql_several');
  const several = await sql.run(`CREATE TEMPORARY TABLE sql_several (PRIMARY KEY (learner_id, course_id))
    SELECT p.learner_id, p.course_id, MIN(p.file_row) AS first_row,
      MIN(IF(p.reset, p.file_row, NULL)) AS first_true, MIN(IF(p.reset, NULL, p.file_row)) AS first_false
    FROM ${PAIR} p WHERE ${identified('p')} GROUP BY p.learner_id, p.course_id HAVING COUNT(*) > 1`);
  if (several === 0) return;
  const found = `sql_several s STRAIGHT_JOIN ${PAIR} p ON p.learner_id = s.learner_id AND p.course_id = s.course_id`;
  const repeated = `${identified('p')} AND (s.first_true IS NULL OR s.first_false IS NULL) AND p.file_row > s.first_row`;
  const contradicts = `${identified('p')} AND s.first_true IS NOT NULL AND s.first_false IS NOT NULL`;
  const insert = (code: string, severity: string, sentence: string, where: string) =>
    sql.run(`INSERT INTO ${PROBLEM} (file_row, position, code, column_name, severity, sentence)
      SELECT p.file_row, ${POSITION}, '${code}', 'Row', '${severity}', ${sentence} FROM ${found} WHERE ${where}`);
  const firstRow = sentenceSql('pair-repeated', { firstRow: 's.first_row' });
  const otherRow = sentenceSql('pair-contradicts', { otherRow: 'IF(p.reset, s.first_false, s.first_true)' });
  await insert('pair-repeated', 'warning', firstRow, repeated);
  await insert('pair-contradicts', 'error', otherRow, contradicts);
  await sql.run(`UPDATE ${found} SET p.beside = IF(${contradicts}, ${BESIDE.contradicts}, ${BESIDE.repeated})
    WHERE (${repeated}) OR (${contradicts})`);
}
