import type { DataSource } from 'typeorm';
import type { CourseKind, CourseStatus } from '../contracts/learning';
import { uuidToBytes, uuidToText } from '../entities/columns';
import { isBroken } from '../failpoints/failpoint';

/** A learner, and by which reading of the cell it was found. `key` is the identifier's key, or the UUID in lower case. */
export type LearnerMatch = { id: number; active: boolean };
export type CourseMatch = {
  id: number;
  kind: CourseKind;
  complianceConfigured: boolean;
  status: CourseStatus;
};
export type Matches<Match> = Map<string, Match[]>;

const ofOrganization = () => (isBroken('organization') ? '? > 0' : 'organization_id = ?');

type LearnerRow = { k: string | Buffer; id: number; status: string };
const byUuid = (key: string) => (key.includes('-') ? uuidToBytes(key) : key);

/**
 * Finds learners by many keys of one kind at once. Keys that nobody has are missing from the result.
 * @param keys normalized identifiers (entities/identifier-key.ts); UUIDs in lower-case text
 */
export async function findLearners(
  dataSource: DataSource,
  organizationId: number,
  by: 'login' | 'email' | 'uuid' | 'external',
  keys: readonly string[],
): Promise<Matches<LearnerMatch>> {
  if (keys.length === 0) return new Map();
  const column = { login: 'login_key', email: 'email_key', uuid: 'uuid', external: 'external_key' }[by];
  const rows: LearnerRow[] = await dataSource.query(
    `SELECT ${column} AS k, id, status FROM learner WHERE ${ofOrganization()} AND ${column} IN (?)`,
    [organizationId, by === 'uuid' ? keys.map(byUuid) : keys],
  );
  return groupByKey(rows, ({ id, status }) => ({ id, active: status === 'active' }));
}

type CourseRow = {
  k: string | Buffer;
  id: number;
  kind: CourseKind;
  configured: number;
  status: CourseStatus;
};

/** As `findLearners`, for courses by UUID or by asset ID. */
export async function findCourses(
  dataSource: DataSource,
  organizationId: number,
  by: 'uuid' | 'asset',
  keys: readonly string[],
): Promise<Matches<CourseMatch>> {
  if (keys.length === 0) return new Map();
  const column = { uuid: 'uuid', asset: 'asset_key' }[by];
  const rows: CourseRow[] = await dataSource.query(
    `SELECT ${column} AS k, id, kind, compliance_configured AS configured, status FROM course
     WHERE ${ofOrganization()} AND ${column} IN (?)`,
    [organizationId, by === 'uuid' ? keys.map(byUuid) : keys],
  );
  return groupByKey(rows, ({ id, kind, configured, status }) => ({
    id,
    kind,
    complianceConfigured: configured === 1,
    status,
  }));
}

function groupByKey<Row extends { k: string | Buffer }, Match>(
  rows: readonly Row[],
  match: (row: Row) => Match,
) {
  const matches: Matches<Match> = new Map();
  for (const row of rows) {
    const key = typeof row.k === 'string' ? row.k : uuidToText(row.k);
    const known = matches.get(key);
    if (known) known.push(match(row));
    else matches.set(key, [match(row)]);
  }
  return matches;
}
