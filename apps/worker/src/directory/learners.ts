import { DIRECTORY_ENTITIES } from '@reset/shared/stores/directory-entity';
import type { ImportKind } from './import-kind';
import { matchEntities } from './match-rows';
import { writeEntities } from './write-entities';

const entity = DIRECTORY_ENTITIES.learners;

/** Logins and external IDs are unique keys, so that two imports of the same learner meet there. */
export const LEARNERS: ImportKind = {
  entity,
  compare: (db, organizationId, rows) => matchEntities(db, organizationId, entity, rows),
  write: (db, { organizationId }, rows) => writeEntities(db, organizationId, entity, rows),
};
