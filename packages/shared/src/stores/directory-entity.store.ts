import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type DirectoryEntity, type EntityField, keyOf, type Stored, type Values } from './directory-entity';
import { insertRows, ROWS_PER_STATEMENT, slices } from './multi-row';

type StoredRow = { id: number } & Record<string, unknown>;

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

const selected = ({ fields }: DirectoryEntity) =>
  ['id', ...Object.entries(fields).map(([name, { column }]) => `${column} AS ${name}`)].join(', ');

const toStored = ({ fields }: DirectoryEntity, row: StoredRow): Stored => ({
  id: row.id,
  values: Object.fromEntries(Object.entries(fields).map(([name, { fromSql }]) => [name, fromSql(row[name])])),
});

/** New ones, in the order of their deciding keys. @throws ER_DUP_ENTRY where somebody has taken one meanwhile */
export async function insertEntities(
  db: EntityManager,
  organizationId: number,
  entity: DirectoryEntity,
  rows: readonly Values[],
): Promise<void> {
  const values = rows.flatMap((given) => [
    organizationId,
    ...cellsOf(entity, { uuid: randomUUID(), ...entity.defaults, ...withoutEmpty(given) }),
  ]);
  await insertRows(db, entity.table, ['organization_id', ...columnsOf(entity)], values);
}

const withoutEmpty = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const columnsOf = ({ fields }: DirectoryEntity) =>
  Object.values(fields).flatMap(({ column, keyColumn }) => (keyColumn ? [column, keyColumn] : [column]));

const cellsOf = ({ fields }: DirectoryEntity, values: Readonly<Record<string, string | null | undefined>>) =>
  Object.entries(fields).flatMap(([name, { toSql, keyColumn }]) => {
    const value = values[name] ?? null;
    const cell = value === null ? null : toSql(value);
    return keyColumn ? [cell, value === null ? null : keyOf(value)] : [cell];
  });

/**
 * Changes some by their ids, in the order of the ids, and only what is given. They are locked and read again first, so
 * that what somebody else changes meanwhile stays.
 * @param changes in ascending order of `id`
 * @throws ER_DUP_ENTRY where somebody has taken an identifier meanwhile
 */
export async function updateEntities(
  db: EntityManager,
  organizationId: number,
  entity: DirectoryEntity,
  changes: readonly { id: number; values: Values }[],
): Promise<void> {
  const columns = columnsOf(entity);
  for (const some of slices(changes, ROWS_PER_STATEMENT)) {
    const rows: StoredRow[] = await db.query(
      `SELECT ${selected(entity)} FROM ${entity.table} WHERE organization_id = ? AND id IN (?) ORDER BY id FOR UPDATE`,
      [organizationId, some.map(({ id }) => id)],
    );
    const current = new Map(rows.map((row) => [row.id, toStored(entity, row).values]));
    const width = columns.length + 2;
    const row = `(${Array.from({ length: width }, () => '?').join(',')})`;
    // All of them are there, so that it is the primary key that is met first, and an update every time.
    await db.query(
      `INSERT INTO ${entity.table} (id, organization_id, ${columns.join(', ')}) VALUES ${some.map(() => row).join(',')}
       ON DUPLICATE KEY UPDATE ${columns.map((column) => `${column} = VALUES(${column})`).join(', ')}`,
      some.flatMap(({ id, values }) => [
        id,
        organizationId,
        ...cellsOf(entity, { ...current.get(id), ...withoutEmpty(values) }),
      ]),
    );
  }
}
