import type { DirectoryEntity } from '@reset/shared/stores/directory-entity';
import { insertEntities, updateEntities } from '@reset/shared/stores/directory-entity.store';
import type { EntityManager } from 'typeorm';
import type { RowsToWrite } from './import-kind';

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
    inOrder.map(({ values }) => values),
  );
  const changes = updated.map(({ stored, values }) => ({ id: stored?.id ?? 0, values }));
  await updateEntities(
    db,
    organizationId,
    entity,
    changes.sort((a, b) => a.id - b.id),
  );
}
