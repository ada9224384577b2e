import type { DirectoryEntity } from '@reset/shared/stores/directory-entity';
import { byKey, insertEntities, updateEntities } from '@reset/shared/stores/directory-entity.store';
import type { EntityManager } from 'typeorm';
import type { RowsToWrite } from './import-kind';
import type { MatchedRow } from './match-rows';

/** Adds and changes learners or courses, each in the same order whatever the file's, so that two imports do not deadlock. */
export async function writeEntities(
  db: EntityManager,
  organizationId: number,
  entity: DirectoryEntity,
  { created, updated }: RowsToWrite,
): Promise<void> {
  const inOrder = [...created].sort((a, b) => ((a.target ?? '') < (b.target ?? '') ? -1 : 1));
  await insertEntities(
    db,
    organizationId,
    entity,
    inOrder.map(({ values }) => ({ values })),
  );
  await updateEntities(db, organizationId, entity, changesOf(updated));
}

export const changesOf = (updated: readonly MatchedRow[]) =>
  updated.map(({ stored, values }) => ({ key: stored?.key ?? '', values })).sort(byKey);
