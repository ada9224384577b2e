import type { ClaimedChunk } from '@reset/shared/stores/chunk.store';
import { databaseNow } from '@reset/shared/stores/database-now';
import { DIRECTORY_ENTITIES } from '@reset/shared/stores/directory-entity';
import {
  byKey,
  findByKeys,
  insertEntities,
  updateEntities,
} from '@reset/shared/stores/directory-entity.store';
import type { EntityManager } from 'typeorm';
import type { ImportKind, RowsToWrite } from './import-kind';
import { actionOf, type MatchedRow } from './match-rows';
import { pairsOf } from './pairs-of';
import type { ReadRow } from './read-values';
import { changesOf } from './write-entities';

const entity = DIRECTORY_ENTITIES.assignments;

/** One for each learner and course, which is the primary key, so that two imports of the same meet there. */
export const ASSIGNMENTS: ImportKind = { entity, compare, write };

async function compare(
  db: EntityManager,
  organizationId: number,
  rows: readonly ReadRow[],
): Promise<MatchedRow[]> {
  const there = await findByKeys(db, organizationId, entity, [...pairsOf(rows)]);
  return rows.map((row) => {
    const stored = row.pair === undefined ? undefined : there.get(row.pair);
    return { ...row, target: row.pair, stored, action: actionOf(row, stored) };
  });
}

async function write(
  db: EntityManager,
  { organizationId }: ClaimedChunk,
  { created, updated }: RowsToWrite,
): Promise<void> {
  const assignedAt = (await databaseNow(db)).toISOString();
  const added = created.map(({ pair = '', values }) => ({ key: pair, values: { assignedAt, ...values } }));
  await insertEntities(db, organizationId, entity, added.sort(byKey));
  await updateEntities(db, organizationId, entity, changesOf(updated));
}
