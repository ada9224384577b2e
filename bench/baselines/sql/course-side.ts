import type { ContentReading } from '@reset/shared/contracts/csv-columns';
import { RESETTABLE_KINDS } from '@reset/shared/contracts/learning';
import type { HeaderColumns, ReadColumn } from '@reset/shared/csv/file-format';
import { firstGiven, type Side } from './learner-side';
import { disagree, NAMED, NONE_FROM } from './name-states';
import type { SqlConnection } from './sql-connection';
import { keyColumn } from './staged-columns';

const NAMES: Readonly<Record<ContentReading, string>> = {
  any: 'sql_course_by_any',
  uuid: 'sql_course_by_uuid',
  asset: 'sql_course_by_asset',
};

/** SQL: the UUID of a course as text. */
const UUID_TEXT = `LOWER(CONCAT_WS('-', HEX(SUBSTR(uuid, 1, 4)), HEX(SUBSTR(uuid, 5, 2)), HEX(SUBSTR(uuid, 7, 2)),
  HEX(SUBSTR(uuid, 9, 2)), HEX(SUBSTR(uuid, 11, 6)))) COLLATE utf8mb4_bin`;
const KINDS = RESETTABLE_KINDS.map((kind) => `'${kind}'`).join(', ');
const STATE = `CASE WHEN kind NOT IN (${KINDS}) THEN ${NAMED.kind}
  WHEN kind = 'compliance' AND NOT compliance_configured THEN ${NAMED.notConfigured}
  WHEN status = 'retired' THEN ${NAMED.retired} ELSE ${NAMED.fine} END`;

/** Courses are few: all their names, hashed in memory, one row each, whatever the file names. */
export async function listCourseNames(
  sql: SqlConnection,
  organizationId: number,
  { content }: HeaderColumns,
): Promise<void> {
  const named = (name: string) =>
    `SELECT id, ${STATE} AS state, ${name} AS name FROM course WHERE organization_id = ${organizationId}`;
  const source: Readonly<Record<ContentReading, string>> = {
    any: `${named(UUID_TEXT)} UNION ALL ${named('asset_key')}`,
    uuid: named(UUID_TEXT),
    asset: named('asset_key'),
  };
  for (const { reading } of content) {
    await sql.run(`DROP TEMPORARY TABLE IF EXISTS ${NAMES[reading]}`);
    await sql.run(`CREATE TEMPORARY TABLE ${NAMES[reading]} (name VARCHAR(255) NOT NULL PRIMARY KEY,
        course_id INT UNSIGNED NOT NULL, courses INT NOT NULL, state TINYINT NOT NULL)
      ENGINE=MEMORY DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
      SELECT name, MIN(id) AS course_id, COUNT(DISTINCT id) AS courses, MIN(state) AS state
      FROM (${source[reading]}) named GROUP BY name`);
  }
}

export function courseSide(organizationId: number, { content: columns }: HeaderColumns): Side {
  const joins = columns.map(
    ({ index, reading }, place) =>
      `LEFT JOIN ${NAMES[reading]} n${place} ON n${place}.name = t.${keyColumn(index)}`,
  );
  const nothing = columns.map(({ index }) => `t.${keyColumn(index)} = ''`).join(' AND ');
  const faults = columns.flatMap((_, place) => faultsOf(organizationId, columns, place));
  const coalesce = (column: string) => `COALESCE(${columns.map((_, place) => `n${place}.${column}`)}, 0)`;
  return {
    joins: joins.join(' '),
    id: coalesce('course_id'),
    state: `CASE WHEN ${nothing} THEN ${NAMED.empty} ${faults.join(' ')} ELSE ${coalesce('state')} END`,
  };
}

/** The UUID comes first, so that only an asset ID may leave several courses or disagree. */
function faultsOf(organizationId: number, columns: readonly ReadColumn<string>[], place: number): string[] {
  const { index } = columns[place] as ReadColumn<string>;
  const none = `WHEN t.${keyColumn(index)} <> '' AND n${place}.name IS NULL THEN ${NONE_FROM + place}`;
  if (place === 0) {
    const alone = columns.slice(1).map((other) => `t.${keyColumn(other.index)} = ''`);
    return [none, `WHEN ${[`n0.courses > 1`, ...alone].join(' AND ')} THEN ${NAMED.many}`];
  }
  const isAmong = `EXISTS (SELECT 1 FROM course x WHERE x.organization_id = ${organizationId}
    AND x.id = n0.course_id AND x.asset_key = t.${keyColumn(index)})`;
  const differs = `IF(n${place}.courses = 1, n${place}.course_id <> n0.course_id, NOT ${isAmong})`;
  return [
    none,
    `WHEN n${place}.courses > 1 AND n0.name IS NULL THEN ${NAMED.many}`,
    `WHEN n0.name IS NOT NULL AND n${place}.name IS NOT NULL AND ${differs} THEN
      ${disagree(firstGiven(columns, place), place)}`,
  ];
}
