import type { DirectoryHeading } from '../contracts/directory-columns';
import { isUuid, uuidToBytes, uuidToText } from '../entities/columns';
import { MAX_IDENTIFIER_LENGTH } from '../entities/identifier-key';

/** What a cell says, or what it should say. */
export type Reading = { value: string } | { expected: string };

/** One property that a file gives, as text everywhere but in the database. */
export type EntityField = {
  heading: DirectoryHeading;
  /** In SQL; `keyColumn` holds the normalized form (identifier-key.ts) beside it. */
  column: string;
  keyColumn?: string;
  /** Characters. */
  limit: number;
  /** Whether every row needs one where the file has the column. */
  inEveryRow?: boolean;
  read: (cell: string) => Reading;
  toSql: (value: string) => string | Buffer;
  fromSql: (value: unknown) => string | null;
};

const asText = (value: unknown) => (value === null || value === undefined ? null : String(value));
export const text: Pick<EntityField, 'read' | 'toSql' | 'fromSql'> = {
  read: (value) => ({ value }),
  toSql: (value) => value,
  fromSql: asText,
};
export const uuid = (heading: DirectoryHeading): EntityField => ({
  heading,
  column: 'uuid',
  limit: MAX_IDENTIFIER_LENGTH,
  read: (cell) => (isUuid(cell) ? { value: cell.toLowerCase() } : { expected: 'a UUID' }),
  toSql: uuidToBytes,
  fromSql: (value) => (Buffer.isBuffer(value) ? uuidToText(value) : null),
});
/** One of some words in any case: as the reports write it, or as the API does. */
export function oneOf<Word extends string>(
  words: readonly Word[],
  names: Readonly<Record<Word, string>>,
): Pick<EntityField, 'read' | 'toSql' | 'fromSql'> {
  const meanings = new Map<string, Word>();
  for (const word of words) meanings.set(word, word).set(names[word].toLowerCase(), word);
  const last = words.length - 1;
  const all = words.map((word) => names[word]);
  const expected = `${all.slice(0, last).join(', ')} or ${all[last]}`;
  return {
    ...text,
    read: (cell) => {
      const value = meanings.get(cell.toLowerCase());
      return value ? { value } : { expected };
    },
  };
}
/** TRUE and FALSE in any case, as everywhere; what they stand for in the database is the field's. */
export const oneOfTwo = (yes: string, no: string): Pick<EntityField, 'read' | 'toSql' | 'fromSql'> => ({
  ...text,
  read: (cell) => {
    if (/^true$/i.test(cell)) return { value: yes };
    return /^false$/i.test(cell) ? { value: no } : { expected: 'TRUE or FALSE' };
  },
});

/** `2025-03-07`, and where the time of day matters `2025-03-07 14:30:05`: in UTC, unless another offset is given. */
const MOMENT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d{1,9})?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A moment to the second, which is what the reports write; beyond that it may be rounded away in a spreadsheet. */
export const moment: Pick<EntityField, 'read' | 'toSql' | 'fromSql' | 'limit'> = {
  limit: 40,
  read: (cell) => {
    const at = momentOf(cell);
    return at ? { value: at.toISOString() } : { expected: 'a date as 2025-03-07 or 2025-03-07 14:30:05' };
  },
  toSql: (value) => value.slice(0, 19).replace('T', ' '),
  fromSql: (value) => (value instanceof Date ? toTheSecond(value).toISOString() : null),
};

function momentOf(cell: string): Date | undefined {
  const [, day, time = '00:00', seconds = ':00', offset = 'Z'] = MOMENT.exec(cell) ?? [];
  if (!day) return undefined;
  const zone = offset.toUpperCase() === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  const at = new Date(`${day}T${time}${seconds}${zone}`);
  if (Number.isNaN(at.getTime()) || at.getTime() < 0) return undefined;
  // Else the 31st of April would be the 1st of May.
  const sameDay = new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  return sameDay && at < LAST_MOMENT ? at : undefined;
}
const LAST_MOMENT = new Date('2200-01-01T00:00:00Z');

/** As `moment`, of what has been. A day's grace, because a day is where the learner is. */
export const pastMoment: typeof moment = {
  ...moment,
  read: (cell) => {
    const at = momentOf(cell);
    if (at && at.getTime() > Date.now() + DAY_MS) return { expected: 'a date that has passed' };
    return moment.read(cell);
  },
};
const DAY_MS = 86_400_000;

/** A number in a range, with two decimals or none. */
export const numberIn = (from: number, to: number, decimals: 0 | 2): typeof moment => ({
  limit: 40,
  read: (cell) => {
    const number = (decimals === 0 ? /^\d+$/ : /^\d+([.,]\d+)?$/).test(cell)
      ? Number(cell.replace(',', '.'))
      : NaN;
    if (number >= from && number <= to) return { value: String(Number(number.toFixed(decimals))) };
    return { expected: `a ${decimals === 0 ? 'whole ' : ''}number from ${from} to ${to}` };
  },
  toSql: (value) => value,
  fromSql: (value) => (value === null || value === undefined ? null : String(Number(value))),
});

export const toTheSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);
