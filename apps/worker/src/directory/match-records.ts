import { directoryProblem } from '@reset/shared/contracts/directory-problem';
import { RECORD_STATUS_NAME, type RecordStatus } from '@reset/shared/contracts/learning';
import { DIRECTORY_ENTITIES, keyOf } from '@reset/shared/stores/directory-entity';
import {
  findImportedRecords,
  findRecordsOfPairs,
  type PairRecord,
} from '@reset/shared/stores/imported-record.store';
import type { EntityManager } from 'typeorm';
import { actionOf, type MatchedRow, reportMissing } from './match-rows';
import { pairsOf } from './pairs-of';
import type { ReadRow } from './read-values';

const entity = DIRECTORY_ENTITIES.records;

/** Compares rows about past records with the records of their pairs. */
export async function matchRecords(
  db: EntityManager,
  organizationId: number,
  rows: readonly ReadRow[],
): Promise<MatchedRow[]> {
  const ids = new Set(rows.flatMap(({ values }) => (values.recordId ? [keyOf(values.recordId)] : [])));
  const byId = await findImportedRecords(db, organizationId, [...ids]);
  const byPair = await findRecordsOfPairs(db, organizationId, pairsOf(rows));
  return rows.map((row) => matchRow({ ...row, problems: [...row.problems] }, byId, byPair));
}

function matchRow(
  row: ReadRow,
  byId: ReadonlyMap<string, string>,
  byPair: ReadonlyMap<string, readonly PairRecord[]>,
): MatchedRow {
  const { pair, values } = row;
  const unknown: MatchedRow = { ...row, target: undefined, stored: undefined, action: 'unchanged' };
  if (pair === undefined || !isNamed(row)) return unknown;
  const ofPair = byPair.get(pair) ?? [];
  const named = values.recordId === undefined ? undefined : byId.get(keyOf(values.recordId));
  const candidates = ofPair.filter(({ key }) => key === named);
  if (named && candidates.length === 0) {
    row.problems.push(
      directoryProblem('record-elsewhere', row.row, 'Record ID', { value: values.recordId ?? '' }),
    );
    return unknown;
  }
  if (!named) candidates.push(...ofPair.filter((record) => isTheSame(record, row)));
  if (candidates.length > 1) {
    const count = candidates.length;
    row.problems.push(directoryProblem('record-ambiguous', row.row, 'First access', { count }));
    return unknown;
  }
  return judge(row, candidates[0], ofPair);
}

/** A row says which record it is about by the record's ID or, in a file that has none, by its first access. */
function isNamed(row: ReadRow): boolean {
  const { recordId, firstAccess } = row.values;
  if (recordId !== undefined || firstAccess !== undefined) return !hasUnreadable(row);
  reportMissing(entity, row);
  return false;
}

const hasUnreadable = ({ problems }: ReadRow) =>
  problems.some(
    ({ column, severity }) => severity === 'error' && (column === 'Record ID' || column === 'First access'),
  );

/** Of the same first access. One that has an ID of its own is not another ID's. */
const isTheSame = ({ values }: PairRecord, row: ReadRow): boolean =>
  values.firstAccess === row.values.firstAccess &&
  (row.values.recordId === undefined || values.recordId === null);

function judge(row: ReadRow, stored: PairRecord | undefined, ofPair: readonly PairRecord[]): MatchedRow {
  const { pair = '', values } = row;
  const made =
    values.recordId === undefined ? `${pair} at ${values.firstAccess}` : `id ${keyOf(values.recordId)}`;
  const matched = { ...row, target: stored ? `there ${stored.key}` : made, stored };
  if (stored && !stored.fromFile) return leftOut(matched, changes(row, stored) ? 'record-in-use' : undefined);
  if (!stored && ofPair.some(({ fromFile }) => !fromFile)) return leftOut(matched, 'record-too-late');
  if (!stored) reportMissing(entity, row);
  checkRecord(row, { ...stored?.values, ...values });
  return { ...matched, action: actionOf(row, stored) };
}

/** An ID that a launch's record does not have says nothing else of it. */
const changes = ({ values }: ReadRow, stored: PairRecord): boolean =>
  Object.entries(values).some(([name, value]) => name !== 'recordId' && value !== stored.values[name]);

function leftOut(
  row: Omit<MatchedRow, 'action'>,
  why: 'record-in-use' | 'record-too-late' | undefined,
): MatchedRow {
  if (why) row.problems.push(directoryProblem(why, row.row, 'Row', {}));
  return { ...row, action: 'unchanged' };
}

type RecordValues = Readonly<Record<string, string | null | undefined>>;

/** What has to fit together in a record, as it will be. */
function checkRecord(
  { row, problems }: ReadRow,
  { status, firstAccess, lastAccess, completedAt }: RecordValues,
): void {
  if (status === 'completed' && !completedAt && !problems.some(({ column }) => column === 'Completed on'))
    problems.push(
      directoryProblem('value-missing', row, 'Completed on', {
        heading: 'Completed on',
        noun: 'completed record',
      }),
    );
  if (completedAt && status && status !== 'completed')
    problems.push(
      directoryProblem('not-completed', row, 'Completed on', {
        status: RECORD_STATUS_NAME[status as RecordStatus],
      }),
    );
  const later = { 'Last access': lastAccess, 'Completed on': completedAt } as const;
  for (const [heading, at] of Object.entries(later) as [keyof typeof later, string | null | undefined][])
    if (firstAccess && at && at < firstAccess)
      problems.push(
        directoryProblem('dates-out-of-order', row, heading, { earlier: 'First access', later: heading }),
      );
}
