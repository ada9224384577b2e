import type { DataSource } from 'typeorm';
import type { ImportKind } from './import-kind';
import type { MatchedRow } from './match-rows';
import type { ReadRow } from './read-values';

/**
 * Compares rows with what is there, all of it as of one moment. Between two look-ups another import may commit: then
 * the same learner, not found by one identifier and found by the next, would look like somebody else's.
 */
export const compareRows = (
  dataSource: DataSource,
  { compare }: Pick<ImportKind, 'compare'>,
  organizationId: number,
  rows: readonly ReadRow[],
): Promise<MatchedRow[]> =>
  dataSource.transaction('REPEATABLE READ', (db) => compare(db, organizationId, rows));
