import type { ClaimedChunk } from '@reset/shared/stores/chunk.store';
import { DIRECTORY_ENTITIES, type Stored } from '@reset/shared/stores/directory-entity';
import { byKey } from '@reset/shared/stores/directory-entity.store';
import {
  findRecordsOfPairs,
  type PairRecord,
  type RecordToWrite,
  writeRecords,
} from '@reset/shared/stores/imported-record.store';
import type { EntityManager } from 'typeorm';
import type { RowsToWrite } from './import-kind';
import type { MatchedRow } from './match-rows';
import { pairsOf } from './pairs-of';

/** Writes the past records of some pairs, whose records are locked. */
export async function writePastRecords(
  db: EntityManager,
  { organizationId }: ClaimedChunk,
  { created, updated }: RowsToWrite,
): Promise<void> {
  const rowsOfPair = new Map<string, MatchedRow[]>();
  for (const row of [...created, ...updated]) {
    const others = rowsOfPair.get(row.pair ?? '');
    if (others) others.push(row);
    else rowsOfPair.set(row.pair ?? '', [row]);
  }
  const there = await findRecordsOfPairs(db, organizationId, pairsOf([...created, ...updated]));
  const pairs = [...rowsOfPair.keys()].sort((a, b) => byKey({ key: a }, { key: b }));
  const records = pairs.flatMap((pair) => arrange(pair, there.get(pair) ?? [], rowsOfPair.get(pair) ?? []));
  await writeRecords(db, organizationId, records);
}

/**
 * The records of one pair that are to be written, with their attempts. Where all of them are from files they are
 * counted anew in the order of their first access, so that the last one is the latest, whatever the file's order.
 * Where a launch has a part in them, each keeps its number.
 */
export function arrange(
  pair: string,
  there: readonly PairRecord[],
  rows: readonly MatchedRow[],
): RecordToWrite[] {
  const changes = new Map(rows.map((row) => [row.stored?.key, row.values]));
  const merged = there.map((record) => ({
    record,
    values: mergedWith(record.values, changes.get(record.key)),
  }));
  if (there.some(({ fromFile }) => !fromFile))
    return merged
      .filter(({ record }) => changes.has(record.key))
      .map(({ record, values }) => ({ pair, attempt: record.attempt, values, was: record }));
  const added = rows.filter(({ stored }) => !stored).map(({ values }) => newRecord(values));
  const all = [...merged.map(({ values }) => values), ...added].sort(byFirstAccess);
  return all.map((values, index) => ({ pair, attempt: index + 1, values, was: there[index] }));
}

const mergedWith = (stored: Stored['values'], given: MatchedRow['values'] = {}): Stored['values'] => {
  const said = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...stored, ...Object.fromEntries(said) };
};

function newRecord(given: MatchedRow['values']): Stored['values'] {
  const lastAccess = given.completedAt ?? given.firstAccess ?? null;
  return mergedWith({ ...DIRECTORY_ENTITIES.records.defaults, lastAccess }, given);
}

function byFirstAccess(one: Stored['values'], other: Stored['values']): number {
  const order = (values: Stored['values']) => `${values.firstAccess} ${values.recordId ?? ''}`;
  return order(one) < order(other) ? -1 : 1;
}
