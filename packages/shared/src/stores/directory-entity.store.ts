import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type DirectoryEntity, keyOf, type Stored, type Values } from './directory-entity';
import type { EntityField } from './directory-field';
import { insertRows, ROWS_PER_STATEMENT, slices } from './multi-row';

type StoredRow = Record<string, unknown>;

/**
 * Finds many by one of their identifiers at once, with everything that is known of them.
 * @param keys as `keyOf` gives them; those that nobody has are missing from the result
 */
export async function findStored(
  db: EntityManager,
  organizationId: number,
  entity: DirectoryEntity,
  { by, keys }: { by: string; keys: readonly string[] },
): Promise<Map<string, Stored[]>> {
  const field = entity.fields[by] as EntityField;
  const found = new Map<string, Stored[]>();
  for (const some of slices(keys, ROWS_PER_STATEMENT)) {
    const rows: StoredRow[] = await db.query(
      `SELECT ${selected(entity)} FROM ${entity.table}
       WHERE organization_id = ? AND ${field.keyColumn ?? field.column} IN (?)`,
      [organizationId, field.keyColumn ? some : some.map(field.toSql)],
    );
    for (const row of rows) {
      const stored = toStored(entity, row);
      const key = keyOf(stored.values[by] as string);
      const known = found.get(key);
      if (known) known.push(stored);
      else found.set(key, [stored]);
    }
  }
  return found;
}

/** Finds many by what they are about, as `12 7` for a learner and a course. Those that are not there are missing. */
export async function findByKeys(
  db: EntityManager,
  organizationId: number,
  entity: DirectoryEntity,
  keys: readonly string[],
  { lock = false } = {},
): Promise<Map<string, Stored>> {
  const found = new Map<string, Stored>();
  const [lead] = entity.key;
  for (const some of slices(keys, ROWS_PER_STATEMENT)) {
    const wanted = new Set(some);
    // By the first number alone: servers do not agree on how to look for many pairs.
    const rows: StoredRow[] = await db.query(
      `SELECT ${selected(entity)} FROM ${entity.table} WHERE organization_id = ? AND ${lead} IN (?)
       ORDER BY ${entity.key.join(', ')} ${lock ? 'FOR UPDATE' : ''}`,
      [organizationId, [...new Set(some.map((key) => numbersOf(key)[0]))]],
    );
    for (const row of rows) {
      const stored = toStored(entity, row);
      if (wanted.has(stored.key)) found.set(stored.key, stored);
    }
  }
  return found;
}

/** In the order in which rows are locked. */
export function byKey({ key: one }: { key: string }, { key: other }: { key: string }): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0);
}
/** The numbers that a key is made of. */
export const numbersOf = (key: string) => key.split(' ').map(Number);

const selected = ({ key, fields }: DirectoryEntity) =>
  [...key, ...Object.entries(fields).map(([name, { column }]) => `${column} AS ${name}`)].join(', ');

const toStored = ({ key, fields }: DirectoryEntity, row: StoredRow): Stored => ({
  key: key.map((column) => row[column]).join(' '),
  values: Object.fromEntries(Object.entries(fields).map(([name, { fromSql }]) => [name, fromSql(row[name])])),
});

/**
 * New ones, in the order in which they are to be written. What is about a learner and a course says so by its key.
 * @throws ER_DUP_ENTRY where somebody has taken one meanwhile
 */
export async function insertEntities(
  db: EntityManager,
  organizationId: number,
  entity: DirectoryEntity,
  rows: readonly { key?: string; values: Values }[],
): Promise<void> {
  const values = rows.flatMap(({ key, values: given }) => [
    organizationId,
    ...(key === undefined ? [] : numbersOf(key)),
    ...cellsOf(entity, { uuid: randomUUID(), ...entity.defaults, ...withoutEmpty(given) }),
  ]);
  const keyColumns = rows[0]?.key === undefined ? [] : entity.key;
  await insertRows(db, entity.table, ['organization_id', ...keyColumns, ...columnsOf(entity)], values);
}

const withoutEmpty = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const columnsOf = ({ fields }: DirectoryEntity) =>
  Object.values(fields).flatMap(({ column, keyColumn }) => (keyColumn ? [column, keyColumn] : [column]));

export const cellsOf = (
  { fields }: Pick<DirectoryEntity, 'fields'>,
  values: Readonly<Record<string, string | null | undefined>>,
) =>
  Object.entries(fields).flatMap(([name, { toSql, keyColumn }]) => {
    const value = values[name] ?? null;
    const cell = value === null ? null : toSql(value);
    return keyColumn ? [cell, value === null ? null : keyOf(value)] : [cell];
  });

/**
 * Changes some, and only what is given. They are locked and read again first, so that what somebody else changes
 * meanwhile stays.
 * @param changes sorted by `byKey`
 * @throws ER_DUP_ENTRY where somebody has taken an identifier meanwhile
 */
export async function updateEntities(
  db: EntityManager,
  organizationId: number,
  entity: DirectoryEntity,
  changes: readonly { key: string; values: Values }[],
): Promise<void> {
  const columns = columnsOf(entity);
  const row = `(${[...entity.key, 'organization_id', ...columns].map(() => '?').join(',')})`;
  for (const some of slices(changes, ROWS_PER_STATEMENT)) {
    const keys = some.map(({ key }) => key);
    const current = await findByKeys(db, organizationId, entity, keys, { lock: true });
    // All of them are there, so that it is the primary key that is met first, and an update every time.
    await db.query(
      `INSERT INTO ${entity.table} (${entity.key.join(', ')}, organization_id, ${columns.join(', ')})
       VALUES ${some.map(() => row).join(',')}
       ON DUPLICATE KEY UPDATE ${columns.map((column) => `${column} = VALUES(${column})`).join(', ')}`,
      some.flatMap(({ key, values }) => [
        ...numbersOf(key),
        organizationId,
        ...cellsOf(entity, { ...current.get(key)?.values, ...withoutEmpty(values) }),
      ]),
    );
  }
}
