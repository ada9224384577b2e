import type { EntityManager } from 'typeorm';
import { NOTHING_SHARED, type SharedState, type UnitResult, type UnitState } from '../contracts/run-time';
import { type Pair, valuesOf } from './learning-record.store';

export type AttemptKey = { pair: Pair; attempt: number };
/** The launch that wrote a unit last, and the number of its commit. */
export type Writer = { launchId: number; sequence: number };

/** The name of the row that holds what the units of an attempt share. */
const SHARED = '';
const OF_ATTEMPT = 'organization_id = ? AND learner_id = ? AND course_id = ? AND attempt = ?';
const keyOf = ({ pair, attempt }: AttemptKey) => [...valuesOf(pair), attempt];

export type UnitStates = { units: Map<string, UnitState>; shared: SharedState };

/** What every unit of an attempt keeps. Nothing where the attempt has just begun. */
export async function readUnits(db: EntityManager, key: AttemptKey): Promise<UnitStates> {
  const rows: StateRow[] = await db.query(
    `SELECT unit, ${RESULT}, data FROM attempt_unit WHERE ${OF_ATTEMPT} ORDER BY unit`,
    keyOf(key),
  );
  const units = new Map<string, UnitState>();
  let shared = NOTHING_SHARED;
  for (const row of rows) {
    if (row.unit === SHARED) shared = JSON.parse(row.data) as SharedState;
    else units.set(row.unit, { ...resultOf(row), data: JSON.parse(row.data) as UnitState['data'] });
  }
  return { units, shared };
}

/** How far every unit of an attempt is, without what it keeps. */
export async function readUnitResults(db: EntityManager, key: AttemptKey): Promise<Map<string, UnitResult>> {
  const rows: ResultRow[] = await db.query(
    `SELECT unit, ${RESULT} FROM attempt_unit WHERE ${OF_ATTEMPT} AND unit <> ''`,
    keyOf(key),
  );
  return new Map(rows.map((row) => [row.unit, resultOf(row)]));
}

export async function readUnit(
  db: EntityManager,
  key: AttemptKey,
  unit: string,
): Promise<UnitState | undefined> {
  const [row]: StateRow[] = await db.query(
    `SELECT unit, ${RESULT}, data FROM attempt_unit WHERE ${OF_ATTEMPT} AND unit = ?`,
    [...keyOf(key), unit],
  );
  return row && { ...resultOf(row), data: JSON.parse(row.data) as UnitState['data'] };
}

/** Who wrote a unit last; `undefined` before the first commit. */
export async function lastWriter(
  db: EntityManager,
  key: AttemptKey,
  unit: string,
): Promise<Writer | undefined> {
  const [row]: Writer[] = await db.query(
    `SELECT launch_id AS launchId, sequence FROM attempt_unit WHERE ${OF_ATTEMPT} AND unit = ?`,
    [...keyOf(key), unit],
  );
  return row;
}

/** The pair's learning records are locked before. */
export async function saveUnit(
  db: EntityManager,
  key: AttemptKey,
  unit: string,
  { data, ...result }: UnitState,
  writer: Writer,
): Promise<void> {
  const { completion, success, score, progress, totalSeconds } = result;
  const values = [completion, success, score, progress, totalSeconds, JSON.stringify(data)];
  await save(db, key, unit, values, writer);
}

export async function saveShared(
  db: EntityManager,
  key: AttemptKey,
  shared: SharedState,
  writer: Writer,
): Promise<void> {
  await save(db, key, SHARED, ['unknown', 'unknown', null, null, 0, JSON.stringify(shared)], writer);
}

const save = (
  db: EntityManager,
  key: AttemptKey,
  unit: string,
  values: unknown[],
  { launchId, sequence }: Writer,
): Promise<unknown> =>
  db.query(
    `INSERT INTO attempt_unit (organization_id, learner_id, course_id, attempt, unit, completion, success, score,
       progress, total_seconds, data, sequence, launch_id, changed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE completion = VALUES(completion), success = VALUES(success), score = VALUES(score),
       progress = VALUES(progress), total_seconds = VALUES(total_seconds), data = VALUES(data),
       sequence = VALUES(sequence), launch_id = VALUES(launch_id), changed_at = VALUES(changed_at)`,
    [...keyOf(key), unit, ...values, sequence, launchId],
  );

const RESULT = 'completion, success, score, progress, total_seconds AS totalSeconds';
type ResultRow = Pick<UnitResult, 'completion' | 'success' | 'totalSeconds'> & {
  unit: string;
  score: string | null;
  progress: string | null;
};
type StateRow = ResultRow & { data: string };
const resultOf = ({ completion, success, score, progress, totalSeconds }: ResultRow): UnitResult => ({
  completion,
  success,
  score: score === null ? null : Number(score),
  progress: progress === null ? null : Number(progress),
  totalSeconds,
});
