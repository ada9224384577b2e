import type { ReadColumn } from '@reset/shared/csv/file-format';
import { escape as quote } from 'mysql2';
import { cellColumn, keyColumn } from './staged-columns';

type Columns = readonly ReadColumn<string>[];

const choose = (columns: Columns, place: string, of: (column: ReadColumn<string>) => string) =>
  columns.length === 1
    ? of(columns[0] as ReadColumn<string>)
    : `CASE ${place} ${columns.map((column, at) => `WHEN ${at} THEN ${of(column)}`).join(' ')} END`;

/** SQL of the heading, the text and the key of the naming column at a place (itself SQL). */
export const headingAt = (columns: Columns, place: string): string =>
  choose(columns, place, ({ heading }) => quote(heading));
export const valueAt = (columns: Columns, place: string): string =>
  choose(columns, place, ({ index }) => `TRIM(t.${cellColumn(index)})`);
export const keyAt = (columns: Columns, place: string): string =>
  choose(columns, place, ({ index }) => `t.${keyColumn(index)}`);

/** A cell that a download guarded against being taken for a formula. */
export const isGuarded = (text: string): string =>
  `${text} RLIKE '^\\'[\\'=+@\\\\t\\\\x{FF1D}\\\\x{FF0B}\\\\x{FF0D}\\\\x{FF20}-]'`;

/** SQL of the text by which somebody was found: of the first column with something in it. */
export function valueGiven(columns: Columns, unguarded: string): string {
  const value = (index: number) => {
    const text = `TRIM(t.${cellColumn(index)})`;
    return `IF(${unguarded} AND ${isGuarded(text)}, SUBSTR(${text}, 2), ${text})`;
  };
  return `CASE ${columns.map(({ index }) => `WHEN t.${keyColumn(index)} <> '' THEN ${value(index)}`).join(' ')} END`;
}

/** SQL of a count of candidates, told by the first reading that finds each; `count` is their sum. */
export type Readings = { count: string; words: string };

function readingsOf(counts: Readonly<Record<string, string>>): Readings {
  const parts = Object.entries(counts).map(
    ([word, count]) => `IF(${count} > 0, CONCAT(${count}, ' by ${word}'), NULL)`,
  );
  return { count: `(${Object.values(counts).join(' + ')})`, words: `CONCAT_WS(', ', ${parts.join(', ')})` };
}

export function learnerReadings(organizationId: number, { index, reading }: ReadColumn<string>): Readings {
  const key = `t.${keyColumn(index)}`;
  const count = (where: string) =>
    `(SELECT COUNT(*) FROM learner x WHERE x.organization_id = ${organizationId} AND ${where})`;
  // An email always contains "@", so nothing else is read as one, and no UUID does.
  if (reading !== 'any') return readingsOf({ email: count(`x.email_key = ${key}`) });
  return readingsOf({
    'login ID': count(`x.login_key = ${key}`),
    email: count(`x.email_key = ${key} AND x.login_key <> ${key}`),
    UUID: count(`x.uuid = ${uuidOf(key)} AND x.login_key <> ${key}`),
  });
}

export function courseReadings(organizationId: number, { index, reading }: ReadColumn<string>): Readings {
  const key = `t.${keyColumn(index)}`;
  const count = (where: string) =>
    `(SELECT COUNT(*) FROM course x WHERE x.organization_id = ${organizationId} AND ${where})`;
  if (reading !== 'any') return readingsOf({ 'asset ID': count(`x.asset_key = ${key}`) });
  return readingsOf({
    UUID: count(`x.uuid = ${uuidOf(key)}`),
    'asset ID': count(`x.asset_key = ${key} AND NOT x.uuid <=> ${uuidOf(key)}`),
  });
}

/** SQL of the 16 bytes of a key, NULL where it is no UUID. */
export const uuidOf = (key: string): string =>
  `IF(LENGTH(${key}) = 36 AND ${key} LIKE '________-____-____-____-____________', UNHEX(REPLACE(${key}, '-', '')), NULL)`;
