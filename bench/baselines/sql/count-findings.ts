import type { Findings } from '../baseline';
import { impactQuery } from '../impact-query';
import { PROBLEM } from './find-problems';
import { BESIDE, PAIR } from './resolve-rows';
import { hasOwnError, identified } from './settle-pairs';
import type { SqlConnection } from './sql-connection';

/** SQL: a reset takes the row's pair up. */
export const toReset = (p: string): string =>
  `${p}.reset AND ${p}.beside = ${BESIDE.alone} AND ${identified(p)} AND NOT ${hasOwnError(p)}`;

export async function countFindings(sql: SqlConnection, organizationId: number): Promise<Findings> {
  const pairs = { from: `${PAIR} p`, where: toReset('p') };
  const [impact] = await sql.rows<Findings['impact']>(impactQuery(organizationId, pairs));
  const isExcluded = `p.reset = FALSE AND p.beside <> ${BESIDE.contradicts} AND NOT ${hasOwnError('p')}`;
  const isRepeated = `p.reset AND p.beside = ${BESIDE.repeated} AND NOT ${hasOwnError('p')}`;
  const [{ excluded, repeated } = { excluded: 0, repeated: 0 }] = await sql.rows<Findings['rows']>(
    `SELECT COALESCE(SUM(${isExcluded}), 0) AS excluded, COALESCE(SUM(${isRepeated}), 0) AS repeated FROM ${PAIR} p`,
  );
  const [errors] = await sql.rows<{ rows: number }>(
    `SELECT COUNT(DISTINCT file_row) AS \`rows\` FROM ${PROBLEM} WHERE severity = 'error'`,
  );
  if (!impact || !errors) throw new Error('a sum without a group has a row');
  return { impact, rows: { excluded, repeated, withErrors: errors.rows, toReset: impact.pairs } };
}
