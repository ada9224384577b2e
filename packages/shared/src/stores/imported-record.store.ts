import type { EntityManager } from 'typeorm';
import { DIRECTORY_ENTITIES, type Stored } from './directory-entity';
import { cellsOf, numbersOf } from './directory-entity.store';
import { insertRows, ROWS_PER_STATEMENT, slices } from './multi-row';

/** A record of a pair. `key` is that of its pair, and its attempt behind: `12 7 1`. */
export type PairRecord = Stored & {
  attempt: number;
  /** Whether it came from a file and no launch has gone on with it: only then may a file change it. */
  fromFile: boolean;
};

const { fields } = DIRECTORY_ENTITIES.records;
const SELECTED = Object.entries(fields)
  .map(([name, { column }]) => `${column === 'external_id' ? 'i' : 'r'}.${column} AS ${name}`)
  .join(', ');

/** All records of some pairs, oldest attempt first. @param pairs as `12 7` */
export async function findRecordsOfPairs(
  db: EntityManager,
  organizationId: number,
  pairs: ReadonlySet<string>,
): Promise<Map<string, PairRecord[]>> {
  const found = new Map<string, PairRecord[]>();
  for (const learners of slices(learnersOf(pairs), ROWS_PER_STATEMENT)) {
    const rows: RecordRow[] = await db.query(
      `SELECT r.learner_id AS learnerId, r.course_id AS courseId, r.attempt, ${SELECTED},
         i.attempt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM launch l WHERE l.organization_id = r.organization_id
           AND l.learner_id = r.learner_id AND l.course_id = r.course_id AND l.attempt = r.attempt) AS fromFile
       FROM learning_record r LEFT JOIN imported_record i ON i.organization_id = r.organization_id
         AND i.learner_id = r.learner_id AND i.course_id = r.course_id AND i.attempt = r.attempt
       WHERE r.organization_id = ? AND r.learner_id IN (?) ORDER BY r.learner_id, r.course_id, r.attempt`,
      [organizationId, learners],
    );
    for (const { learnerId, courseId, attempt, fromFile, ...row } of rows) {
      const pair = `${learnerId} ${courseId}`;
      if (!pairs.has(pair)) continue;
      const values = Object.entries(fields).map(([name, { fromSql }]) => [name, fromSql(row[name])]);
      const record = { attempt, fromFile: fromFile === 1, values: Object.fromEntries(values) };
      const others = found.get(pair) ?? [];
      found.set(pair, [...others, { key: `${pair} ${attempt}`, ...record }]);
    }
  }
  return found;
}
type RecordRow = { learnerId: number; courseId: number; attempt: number; fromFile: number } & Record<
  string,
  unknown
>;

const learnersOf = (pairs: ReadonlySet<string>): number[] => [
  ...new Set([...pairs].map((pair) => numbersOf(pair)[0] as number)),
];

/** Which records some IDs of an HR system name, by their keys (identifier-key.ts): each as `12 7 1`. */
export async function findImportedRecords(
  db: EntityManager,
  organizationId: number,
  externalKeys: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const keys of slices(externalKeys, ROWS_PER_STATEMENT)) {
    const rows: { externalKey: string; learnerId: number; courseId: number; attempt: number }[] =
      await db.query(
        `SELECT external_key AS externalKey, learner_id AS learnerId, course_id AS courseId, attempt
       FROM imported_record WHERE organization_id = ? AND external_key IN (?)`,
        [organizationId, keys],
      );
    for (const { externalKey, learnerId, courseId, attempt } of rows)
      found.set(externalKey, `${learnerId} ${courseId} ${attempt}`);
  }
  return found;
}

/** Locks the records of some pairs, as a launch does, in the order in which everybody locks. */
export async function lockRecordsOfPairs(
  db: EntityManager,
  organizationId: number,
  pairs: ReadonlySet<string>,
): Promise<void> {
  const learners = learnersOf(pairs).sort((a, b) => a - b);
  const courses = [...new Set([...pairs].map((pair) => numbersOf(pair)[1]))];
  // By the learners alone (`+ 0`): a list of both would be as many ranges as one times the other.
  for (const some of slices(learners, ROWS_PER_STATEMENT))
    await db.query(
      `SELECT attempt FROM learning_record WHERE organization_id = ? AND learner_id IN (?) AND course_id + 0 IN (?)
       ORDER BY learner_id, course_id, attempt FOR UPDATE`,
      [organizationId, some, courses],
    );
}

/** A record as it will be. @param was as it was before, where it was there */
export type RecordToWrite = {
  pair: string;
  attempt: number;
  values: Stored['values'];
  was: PairRecord | undefined;
};

/**
 * Writes records that are from files: those that are there are changed, others added.
 * @param records in the order of their keys; those that are there locked
 * @throws ER_DUP_ENTRY where a launch or another import has added one of them meanwhile
 */
export async function writeRecords(
  db: EntityManager,
  organizationId: number,
  records: readonly RecordToWrite[],
): Promise<void> {
  const changed = records.filter(({ was }) => was);
  const added = records.filter(({ was }) => !was);
  const rowsOf = (some: readonly RecordToWrite[], names: readonly string[]) =>
    some.flatMap(({ pair, attempt, values }) => [
      organizationId,
      ...numbersOf(pair),
      attempt,
      ...cellsOf(fieldsOf(names), values),
    ]);
  // An ID that moves on to another attempt is free before it is taken.
  const freed = changed.filter(
    ({ was, values }) => was?.values.recordId && was.values.recordId !== values.recordId,
  );
  const without = freed.map((record) => ({ ...record, values: { ...record.values, recordId: null } }));
  await replaceRows(db, 'imported_record', IMPORTED_COLUMNS, rowsOf(without, IMPORTED));
  await replaceRows(db, 'imported_record', IMPORTED_COLUMNS, rowsOf(changed, IMPORTED));
  await replaceRows(db, 'learning_record', RECORD_COLUMNS, rowsOf(changed, OWN));
  await insertRows(db, 'learning_record', RECORD_COLUMNS, rowsOf(added, OWN));
  await insertRows(db, 'imported_record', IMPORTED_COLUMNS, rowsOf(added, IMPORTED));
}

const KEY_COLUMNS = ['organization_id', 'learner_id', 'course_id', 'attempt'];
const IMPORTED = ['recordId'];
const OWN = Object.keys(fields).filter((name) => !IMPORTED.includes(name));
const fieldsOf = (names: readonly string[]) => ({
  fields: Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name))),
});
const IMPORTED_COLUMNS = [...KEY_COLUMNS, 'external_id', 'external_key'];
const RECORD_COLUMNS = [...KEY_COLUMNS, ...OWN.map((name) => fields[name]?.column as string)];

/** Rows that are there, so that it is the primary key that is met first, and an update every time. */
async function replaceRows(
  db: EntityManager,
  table: string,
  columns: readonly string[],
  flat: readonly (string | number | Buffer | null)[],
): Promise<void> {
  const row = `(${columns.map(() => '?').join(',')})`;
  const updates = columns.slice(KEY_COLUMNS.length).map((column) => `${column} = VALUES(${column})`);
  for (const values of slices(flat, ROWS_PER_STATEMENT * columns.length))
    await db.query(
      `INSERT INTO ${table} (${columns.join(', ')})
       VALUES ${Array.from({ length: values.length / columns.length }, () => row).join(',')}
       ON DUPLICATE KEY UPDATE ${updates.join(', ')}`,
      values,
    );
}
