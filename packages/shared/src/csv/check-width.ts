import { sentenceOf } from '../contracts/problem';
import type { CsvRecord, ErrorColumn, HeaderColumns } from './file-format';

export type WidthProblem = { code: 'too-few-cells' | 'too-many-cells'; expected: number; found: number };

/**
 * Whether a row has as many cells as it needs. Neither number counts the `Error` column.
 *
 * Too few: the row ends before a column that is read. Where it ends before columns that nobody reads, nothing is
 * missing: spreadsheets leave out empty cells at the end of a row when they save a CSV.
 *
 * Too many: a cell that is not empty stands beyond the header; `found` counts up to the last such cell. Empty cells
 * beyond the header are ignored.
 *
 * A validation report pads a short row up to its `Error` column. Uploaded again, such a row is still short, with the
 * same numbers, when its `Error` cell says so and everything from where it ended is still empty: padding differs from
 * cells that were always empty by nothing else.
 * @param headerCells of the header as it stands, an `Error` column and empty headings too: `format.header.length`
 */
export function checkWidth(
  record: Pick<CsvRecord, 'cells'>,
  columns: HeaderColumns,
  headerCells: number,
): WidthProblem | undefined {
  return checkWidthUpTo(lastReadColumn(columns), record, columns, headerCells);
}

/** As `checkWidth`, where another column is the last one that is read. @param needed its index */
export function checkWidthUpTo(
  needed: number,
  { cells }: Pick<CsvRecord, 'cells'>,
  columns: ErrorColumn,
  headerCells: number,
): WidthProblem | undefined {
  const { error } = columns;
  const expected = error === undefined ? headerCells : headerCells - 1;
  const surplus = checkSurplus(cells, columns, headerCells, expected);
  if (surplus) return surplus;
  const words = error === undefined ? '' : (cells[error] ?? '');
  if (cells.length >= expected && words === '') return undefined;
  if (cells.length <= needed) return { code: 'too-few-cells', expected, found: cells.length };
  if (error === undefined || words === '' || cells[needed] !== '') return undefined;
  return checkPadding(cells, { error, needed, expected });
}

const lastReadColumn = ({ learner, content, resetRequired }: HeaderColumns) =>
  Math.max(resetRequired, ...learner.map(({ index }) => index), ...content.map(({ index }) => index));

function checkSurplus(
  cells: readonly string[],
  { error }: ErrorColumn,
  headerCells: number,
  expected: number,
): WidthProblem | undefined {
  if (cells.length <= headerCells) return undefined;
  const found = cells.findLastIndex((cell) => cell !== '') + 1;
  if (found <= headerCells) return undefined;
  return { code: 'too-many-cells', expected, found: error === undefined ? found : found - 1 };
}

function checkPadding(
  cells: readonly string[],
  { error, needed, expected }: { error: number; needed: number; expected: number },
): WidthProblem | undefined {
  const words = cells[error] ?? '';
  const filled = cells.slice(0, error).findLastIndex((cell) => cell !== '') + 1;
  for (let found = Math.max(filled, 1); found <= needed; found += 1) {
    const details = { expected, found };
    if (words.includes(sentenceOf({ code: 'too-few-cells', details })))
      return { code: 'too-few-cells', ...details };
  }
  return undefined;
}
