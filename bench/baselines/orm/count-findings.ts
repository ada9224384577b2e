import type { DataSource } from 'typeorm';
import type { Findings } from '../baseline';
import { impactQuery } from '../impact-query';
import { StagedProblemEntity, StagedRowEntity } from './tables';

/** SQL: a reset takes the row's pair up. */
const TO_RESET = `p.reset AND NOT p.with_error AND p.beside = 'alone' AND p.learner_id IS NOT NULL AND p.course_id IS NOT NULL`;

export async function countFindings(dataSource: DataSource, organizationId: number): Promise<Findings> {
  const rows = dataSource.getRepository(StagedRowEntity);
  const [impact]: Findings['impact'][] = await dataSource.query(
    impactQuery(organizationId, { from: 'orm_row p', where: TO_RESET }),
  );
  const excluded = await rows
    .createQueryBuilder('row')
    .where("row.reset = FALSE AND row.with_error = FALSE AND row.beside <> 'contradicts'")
    .getCount();
  const repeated = await rows.countBy({ reset: true, withError: false, beside: 'repeated' });
  const errors = await dataSource
    .getRepository(StagedProblemEntity)
    .createQueryBuilder('problem')
    .select('COUNT(DISTINCT problem.file_row)', 'rows')
    .where("problem.severity = 'error'")
    .getRawOne<{ rows: number }>();
  if (!impact || !errors) throw new Error('a sum without a group has a row');
  return { impact, rows: { excluded, repeated, withErrors: errors.rows, toReset: impact.pairs } };
}
