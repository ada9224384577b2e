import {
  ACTIVITY_CONTENT_COLUMNS,
  ACTIVITY_LEARNER_COLUMNS,
  CONTENT,
  ERROR,
  LEARNER,
  RESET_REQUIRED,
} from '../contracts/csv-columns';
import { isUuid } from '../entities/columns';
import type { HeaderColumns, HeaderPlan, ReadColumn } from './file-format';
import { refusal, shown } from './refuse-file';

const EXPECTED = `${LEARNER}, ${CONTENT} and ${RESET_REQUIRED}`;

/** Headings match in any case, with any blanks around, and with any one blank for another between their words. */
export const headingKey = (heading: string) =>
  heading.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

const KNOWN_HEADINGS: ReadonlySet<string> = new Set(
  [
    LEARNER,
    CONTENT,
    RESET_REQUIRED,
    ERROR,
    ...Object.keys(ACTIVITY_LEARNER_COLUMNS),
    ...Object.keys(ACTIVITY_CONTENT_COLUMNS),
  ].map(headingKey),
);

const countKnownHeadings = (cells: readonly string[]): number =>
  cells.filter((cell) => KNOWN_HEADINGS.has(headingKey(cell))).length;

/**
 * Finds the columns to read. A `Learner` column is read alone where there is one, otherwise all learner columns of
 * the Learner Activity report; likewise for the content. `Error` counts only as the last column with a heading.
 * @param header trimmed cells of the header record
 * @param row of the header, as a spreadsheet shows it
 * @throws AppError `file-refused` (no-header, missing-column, doubled-column)
 */
export function findColumns(header: readonly string[], row: number): HeaderColumns {
  if (countKnownHeadings(header) === 0 && header.some(looksLikeData)) throw noHeader(header, row, EXPECTED);
  const keys = header.map(headingKey);
  const learner = readColumns(header, keys, { [LEARNER]: 'any' } as const, ACTIVITY_LEARNER_COLUMNS, row);
  const content = readColumns(header, keys, { [CONTENT]: 'any' } as const, ACTIVITY_CONTENT_COLUMNS, row);
  const resetRequired = onlyColumn(keys, RESET_REQUIRED, row);
  const missing = [
    ...(learner.length === 0 ? [LEARNER] : []),
    ...(content.length === 0 ? [CONTENT] : []),
    ...(resetRequired === undefined ? [RESET_REQUIRED] : []),
  ];
  if (resetRequired === undefined || missing.length > 0) throw missingColumns(missing, header, row, EXPECTED);
  return { learner, content, resetRequired, error: errorColumn(keys) };
}

/** The header of a bulk reset's file. */
export const RESET_HEADER: HeaderPlan<HeaderColumns> = {
  countKnown: countKnownHeadings,
  find: findColumns,
  rowFor: 'each learner and course',
};

export function readColumns<Reading extends string>(
  header: readonly string[],
  keys: readonly string[],
  own: Readonly<Record<string, Reading>>,
  ofReport: Readonly<Record<string, Reading>>,
  row: number,
): ReadColumn<Reading>[] {
  const columns = columnsNamed(header, keys, own, row);
  return columns.length > 0 ? columns : columnsNamed(header, keys, ofReport, row);
}

function columnsNamed<Reading extends string>(
  header: readonly string[],
  keys: readonly string[],
  names: Readonly<Record<string, Reading>>,
  row: number,
): ReadColumn<Reading>[] {
  return Object.entries(names).flatMap(([name, reading]) => {
    const index = onlyColumn(keys, name, row);
    return index === undefined ? [] : [{ index, heading: header[index] ?? name, reading }];
  });
}

/** Where the one column of this name stands. */
export function onlyColumn(keys: readonly string[], name: string, row: number): number | undefined {
  const wanted = headingKey(name);
  const places = keys.flatMap((key, index) => (key === wanted ? [index] : []));
  if (places.length > 1) throw doubledColumn(name, places, row);
  return places[0];
}

export function errorColumn(keys: readonly string[]): number | undefined {
  const last = keys.findLastIndex((key) => key !== '');
  return keys[last] === headingKey(ERROR) ? last : undefined;
}

export const looksLikeData = (cell: string) =>
  isUuid(cell) || cell.includes('@') || /^(true|false)$/i.test(cell);

const found = (header: readonly string[]) =>
  `found: "${shown(header.filter((cell) => cell !== '').join(', '))}"`;

export const noHeader = (header: readonly string[], row: number, expected: string) =>
  refusal(
    'no-header',
    `Row ${row} is not a header; ${found(header)}. Put a header with the columns ${expected} above the data.`,
    row,
  );

export function missingColumns(
  missing: readonly string[],
  header: readonly string[],
  row: number,
  expected: string,
) {
  const names = missing.map((name) => `"${name}"`).join(' and ');
  const what = missing.length === 1 ? `the column ${names}` : `the columns ${names}`;
  return refusal(
    'missing-column',
    `The header lacks ${what}. Expected: ${expected}; ${found(header)}. Name the columns as the template does, separated by commas, semicolons or tabs.`,
    row,
  );
}

const doubledColumn = (name: string, places: readonly number[], row: number) =>
  refusal(
    'doubled-column',
    `The header has the column "${name}" ${places.length} times; found as columns ${shown(places.map((index) => index + 1).join(', '))}, expected once. Remove the others.`,
    row,
  );
