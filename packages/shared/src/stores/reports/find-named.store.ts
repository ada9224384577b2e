import type { EntityManager } from 'typeorm';
import { isUuid, uuidToBytes } from '../../entities/columns';
import { identifierKey } from '../../entities/identifier-key';
import { AppError } from '../../errors/app-error';

/**
 * The learners that a text may mean: those with exactly this login ID, email or UUID; where there is none, those whose
 * login ID, email, name or family name begins with it, in any case. Accents count, as they do in a file.
 * @returns internal ids, ascending; at most `most` + 1, and then there are more
 */
export async function findLearnersByText(
  db: EntityManager,
  organizationId: number,
  text: string,
  most: number,
): Promise<number[]> {
  const key = identifierKey(text);
  const exact = await union(db, organizationId, 'learner', most, [
    { column: 'login_key', index: 'learner_login', sign: '=', value: key },
    { column: 'email_key', index: 'learner_email', sign: '=', value: key },
    ...(isUuid(key)
      ? [{ column: 'uuid', index: 'learner_uuid', sign: '=' as const, value: uuidToBytes(key) }]
      : []),
  ]);
  if (exact.length > 0) return exact;
  const value = `${escapeLike(key)}%`;
  return union(db, organizationId, 'learner', most, [
    { column: 'login_key', index: 'learner_login', sign: 'LIKE', value },
    { column: 'email_key', index: 'learner_email', sign: 'LIKE', value },
    { column: 'name_key', index: 'learner_name', sign: 'LIKE', value },
    { column: 'family_name_key', index: 'learner_family_name', sign: 'LIKE', value },
  ]);
}

/**
 * The courses that a text may mean: those with exactly this UUID or asset ID; where there is none, those whose asset ID
 * begins with it or whose title contains it, in any case. The titles of the organization are read for it.
 * @returns as `findLearnersByText`
 */
export async function findCoursesByText(
  db: EntityManager,
  organizationId: number,
  text: string,
  most: number,
): Promise<number[]> {
  const key = identifierKey(text);
  const exact = await union(db, organizationId, 'course', most, [
    { column: 'asset_key', index: 'course_asset', sign: '=', value: key },
    ...(isUuid(key)
      ? [{ column: 'uuid', index: 'course_uuid', sign: '=' as const, value: uuidToBytes(key) }]
      : []),
  ]);
  if (exact.length > 0) return exact;
  return union(db, organizationId, 'course', most, [
    { column: 'asset_key', index: 'course_asset', sign: 'LIKE', value: `${escapeLike(key)}%` },
    { column: 'title_key', index: 'course_title', sign: 'LIKE', value: `%${escapeLike(key)}%` },
  ]);
}

/** @returns the internal id. @throws AppError `not-found`, also where another organization has it */
export async function findByUuid(
  db: EntityManager,
  organizationId: number,
  table: 'learner' | 'course',
  uuid: string,
): Promise<number> {
  const [row]: { id: number }[] = await db.query(
    `SELECT id FROM ${table} WHERE organization_id = ? AND uuid = ?`,
    [organizationId, uuidToBytes(uuid)],
  );
  if (!row) throw new AppError('not-found', {});
  return row.id;
}

type Condition = { column: string; index: string; sign: '=' | 'LIKE'; value: string | Buffer };

/** One statement, each part of it along its own index and no further than it has to. */
async function union(
  db: EntityManager,
  organizationId: number,
  table: 'learner' | 'course',
  most: number,
  conditions: readonly Condition[],
): Promise<number[]> {
  const parts = conditions.map(
    ({ column, index, sign }) =>
      `(SELECT id FROM ${table} FORCE INDEX (${index}) WHERE organization_id = ? AND ${column} ${sign} ? LIMIT ?)`,
  );
  const rows: { id: number }[] = await db.query(
    parts.join(' UNION '),
    conditions.flatMap(({ value }) => [organizationId, value, most + 1]),
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
