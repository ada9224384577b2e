import { RESETTABLE_KINDS } from '@reset/shared/contracts/learning';
import { MARKED_BY } from '../baseline';
import { toReset } from './count-findings';
import { PAIR } from './resolve-rows';
import type { SqlConnection } from './sql-connection';

const KINDS = RESETTABLE_KINDS.map((kind) => `'${kind}'`).join(', ');

/**
 * Marks all pairs in one statement and one transaction, in the order of the key. What has changed since validation is
 * left out; the records that are marked are locked, as the product locks them, so that no late commit lands behind a
 * mark.
 */
export function resetPairs(sql: SqlConnection, organizationId: number): Promise<number> {
  return sql.run(`INSERT INTO progress_reset
      (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
    SELECT ${organizationId}, p.learner_id, p.course_id, ${MARKED_BY.sql}, p.file_row, UTC_TIMESTAMP(3)
    FROM ${PAIR} p
    STRAIGHT_JOIN learner l ON l.id = p.learner_id AND l.organization_id = ${organizationId}
    STRAIGHT_JOIN course c ON c.id = p.course_id AND c.organization_id = ${organizationId}
    WHERE ${toReset('p')} AND l.status = 'active' AND c.kind IN (${KINDS})
      AND (c.kind <> 'compliance' OR c.compliance_configured)
      AND EXISTS (SELECT 1 FROM learning_record r WHERE r.organization_id = ${organizationId}
        AND r.learner_id = p.learner_id AND r.course_id = p.course_id LOCK IN SHARE MODE)`);
}
