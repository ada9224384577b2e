import type { HeaderColumns } from '@reset/shared/csv/file-format';

/**
 * Cells beyond the header that are kept; a row with more of them is told as if it had this many. A program that
 * reads records itself has no such limit; `LOAD DATA` wants to know them beforehand.
 */
export const SURPLUS = 4;
/** Characters of a cell that are kept. */
export const CELL_LENGTH = 1_000;

/** The table of text: one row for each record of the file. */
export const TEXT = 'sql_text';

export const cellColumn = (index: number): string => `c${index}`;
export const surplusColumn = (index: number): string => `s${index}`;
/** The cell as identifiers are compared: in lower case, without blanks around. Empty where the cell is. */
export const keyColumn = (index: number): string => `k${index}`;

export const countUpTo = (end: number): number[] => Array.from({ length: end }, (_, index) => index);

/** Where the columns stand that name somebody or something. */
export const namingIndexes = ({ learner, content }: HeaderColumns): number[] =>
  [...learner, ...content].map(({ index }) => index);
