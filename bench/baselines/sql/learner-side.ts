import type { LearnerReading } from '@reset/shared/contracts/csv-columns';
import type { HeaderColumns, ReadColumn } from '@reset/shared/csv/file-format';
import { disagree, NAMED, NONE_FROM } from './name-states';
import { uuidOf } from './named-cells';
import type { SqlConnection } from './sql-connection';
import { keyColumn } from './staged-columns';

/**
 * SQL that finds one side of a pair: its joins onto `t`, which never make two rows of one, a candidate's id or 0, and
 * the state (name-states.ts), which alone tells whether the candidate counts.
 */
export type Side = { joins: string; id: string; state: string };

/** Emails that several learners have. There are few, so one pass over the index makes joins that never fan out. */
export async function listSharedEmails(sql: SqlConnection, organizationId: number): Promise<void> {
  await sql.run('DROP TEMPORARY TABLE IF EXISTS sql_shared_email');
  await sql.run(`CREATE TEMPORARY TABLE sql_shared_email (email_key VARCHAR(255) NOT NULL PRIMARY KEY)
    ENGINE=MEMORY DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
    SELECT email_key FROM learner WHERE organization_id = ${organizationId} AND email_key IS NOT NULL
    GROUP BY email_key HAVING COUNT(*) > 1`);
}

export function learnerSide(organizationId: number, { learner: columns }: HeaderColumns): Side {
  const [only] = columns;
  return only?.reading === 'any'
    ? anyReading(organizationId, only.index)
    : ownColumns(organizationId, columns);
}

const keyOf = (index: number) => `t.${keyColumn(index)}`;
const byLogin = (organizationId: number, index: number) =>
  `LEFT JOIN learner l ON l.organization_id = ${organizationId} AND l.login_key = ${keyOf(index)}`;
const byUuid = (organizationId: number, index: number) =>
  `LEFT JOIN learner u ON LENGTH(${keyOf(index)}) = 36
     AND u.organization_id = ${organizationId} AND u.uuid = ${uuidOf(keyOf(index))}`;
/** @param agreesWith SQL of an id: of those who share an email, only this one is joined */
const byEmail = (organizationId: number, index: number, agreesWith: string) =>
  `LEFT JOIN sql_shared_email m ON ${keyOf(index)} LIKE '%@%' AND m.email_key = ${keyOf(index)}
   LEFT JOIN learner e ON ${keyOf(index)} LIKE '%@%' AND e.organization_id = ${organizationId}
     AND e.email_key = ${keyOf(index)} AND (m.email_key IS NULL OR e.id = ${agreesWith})`;

/** One column that may hold any of the three: whoever any reading finds is a candidate. */
function anyReading(organizationId: number, index: number): Side {
  const several = 'm.email_key IS NOT NULL OR l.id <> e.id OR l.id <> u.id OR e.id <> u.id';
  return {
    joins: [
      byUuid(organizationId, index),
      byLogin(organizationId, index),
      byEmail(organizationId, index, 'l.id'),
    ].join(' '),
    id: 'COALESCE(l.id, e.id, u.id, 0)',
    state: `CASE WHEN ${keyOf(index)} = '' THEN ${NAMED.empty} WHEN ${several} THEN ${NAMED.many}
      WHEN COALESCE(l.id, e.id, u.id) IS NULL THEN ${NONE_FROM}
      WHEN COALESCE(l.status, e.status, u.status) = 'deactivated' THEN ${NAMED.deactivated}
      ELSE ${NAMED.fine} END`,
  };
}

type OwnReading = Exclude<LearnerReading, 'any'>;
const ALIAS: Readonly<Record<OwnReading, string>> = { login: 'l', uuid: 'u', email: 'e' };

/** The columns of the Learner Activity report: those with something in them must agree. The email comes last. */
function ownColumns(organizationId: number, columns: readonly ReadColumn<LearnerReading>[]): Side {
  const aliases = columns.map(({ reading }) => ALIAS[reading as OwnReading]);
  const coalesce = (column: string, end = aliases.length) =>
    end === 0 ? 'NULL' : `COALESCE(${aliases.slice(0, end).map((alias) => `${alias}.${column}`)})`;
  const joins = columns.map(({ index, reading }, place) => {
    if (reading === 'login') return byLogin(organizationId, index);
    if (reading === 'uuid') return byUuid(organizationId, index);
    return byEmail(organizationId, index, coalesce('id', place));
  });
  const faults = columns.flatMap((column, place) =>
    faultsOf(columns, place, `${ALIAS[column.reading as OwnReading]}.id`, coalesce('id', place)),
  );
  const nothing = columns.map(({ index }) => `${keyOf(index)} = ''`).join(' AND ');
  return {
    joins: joins.join(' '),
    id: coalesce('id').replace(/\)$/, ', 0)'),
    state: `CASE WHEN ${nothing} THEN ${NAMED.empty} ${faults.join(' ')}
      WHEN ${coalesce('status')} = 'deactivated' THEN ${NAMED.deactivated} ELSE ${NAMED.fine} END`,
  };
}

/** What the column at a place may have against those before it, in the order in which it is told. */
function faultsOf(
  columns: readonly ReadColumn<string>[],
  place: number,
  id: string,
  idBefore: string,
): string[] {
  const { index, reading } = columns[place] as ReadColumn<string>;
  const differs = disagree(firstGiven(columns, place), place);
  const shared = [
    `WHEN m.email_key IS NOT NULL AND ${idBefore} IS NULL THEN ${NAMED.many}`,
    ...(place > 0 ? [`WHEN m.email_key IS NOT NULL AND e.id IS NULL THEN ${differs}`] : []),
  ];
  return [
    ...(reading === 'email' ? shared : []),
    `WHEN ${keyOf(index)} <> '' AND ${id} IS NULL THEN ${NONE_FROM + place}`,
    ...(place > 0 ? [`WHEN ${keyOf(index)} <> '' AND ${id} <> ${idBefore} THEN ${differs}`] : []),
  ];
}

/** SQL of the first place before another whose column has something in it. */
export const firstGiven = (columns: readonly ReadColumn<string>[], before: number): string =>
  `CASE ${columns
    .slice(0, before)
    .map(({ index }, place) => `WHEN ${keyOf(index)} <> '' THEN ${place}`)
    .join(' ')} ELSE 0 END`;
