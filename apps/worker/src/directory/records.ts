import { DIRECTORY_ENTITIES } from '@reset/shared/stores/directory-entity';
import { lockRecordsOfPairs } from '@reset/shared/stores/imported-record.store';
import type { ImportKind } from './import-kind';
import { matchRecords } from './match-records';
import { pairsOf } from './pairs-of';
import { writePastRecords } from './write-past-records';

/** Past learning records. Whatever a launch has made or gone on with stays untouched. */
export const RECORDS: ImportKind = {
  entity: DIRECTORY_ENTITIES.records,
  compare: matchRecords,
  // A launch locks them too: a record that is continued meanwhile is one of a launch from then on.
  lock: (db, organizationId, rows) => lockRecordsOfPairs(db, organizationId, pairsOf(rows)),
  write: writePastRecords,
};
