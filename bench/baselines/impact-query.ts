/**
 * SQL that counts the impact of pairs in one pass, in the order of the key of records, assignments and marks. The
 * status of the latest attempt rides on the attempt's number: measured, it costs half of looking it up.
 * @param pairs `FROM` and `WHERE` of the pairs to reset, of a table called `p`
 */
export function impactQuery(organizationId: number, pairs: { from: string; where: string }): string {
  const joined = (table: string, alias: string) =>
    `LEFT JOIN ${table} ${alias} ON ${alias}.organization_id = ${organizationId}
       AND ${alias}.learner_id = p.learner_id AND ${alias}.course_id = p.course_id`;
  const sum = (what: string, name: string) => `CAST(COALESCE(SUM(${what}), 0) AS SIGNED) AS ${name}`;
  const overridden = `setting = 'never' OR (setting = 'after-completion' AND latest <> 2)`;
  return `SELECT COUNT(DISTINCT learner_id) AS learners, COUNT(DISTINCT course_id) AS courses, COUNT(*) AS pairs,
      ${sum('NOT marked AND latest = 2', 'completed')}, ${sum('NOT marked AND latest <> 2', 'inProgress')},
      ${sum('NOT marked AND latest IS NULL', 'neverStarted')}, ${sum('marked', 'alreadyReset')},
      ${sum(`latest IS NOT NULL AND (${overridden})`, 'assignmentsOverridden')}
    FROM (
      SELECT p.learner_id, p.course_id, MAX(r.attempt * 4 + r.status) MOD 4 AS latest,
        MAX(m.bulk_reset_id) IS NOT NULL AS marked, MAX(a.restart_setting) AS setting
      FROM ${pairs.from}
      ${joined('learning_record', 'r')}
      ${joined('progress_reset', 'm')} AND m.acknowledged_at IS NULL AND m.withdrawn_at IS NULL
      ${joined('assignment', 'a')}
      WHERE ${pairs.where}
      GROUP BY p.learner_id, p.course_id
    ) pair`;
}
