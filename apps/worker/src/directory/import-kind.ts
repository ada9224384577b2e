import type { ClaimedChunk } from '@reset/shared/stores/chunk.store';
import type { DirectoryEntity } from '@reset/shared/stores/directory-entity';
import type { EntityManager } from 'typeorm';
import type { MatchedRow } from './match-rows';
import type { ReadRow } from './read-values';

/** What is particular to one kind of directory file: its columns, and how its rows meet what is there. */
export type ImportKind = {
  entity: DirectoryEntity;
  /** Compares rows with what is there, and tells what becomes of each. */
  compare: (db: EntityManager, organizationId: number, rows: readonly ReadRow[]) => Promise<MatchedRow[]>;
  /** Where rows have to be compared and written in one: what is locked before they are compared again. */
  lock?: (db: EntityManager, organizationId: number, rows: readonly ReadRow[]) => Promise<void>;
  /** @throws ER_DUP_ENTRY where somebody has written the same meanwhile */
  write: (db: EntityManager, chunk: ClaimedChunk, rows: RowsToWrite) => Promise<void>;
};
export type RowsToWrite = { created: readonly MatchedRow[]; updated: readonly MatchedRow[] };
