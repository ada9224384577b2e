import type { KeyValue, Position, Walk } from '@reset/shared/stores/reports/walk';
import { z } from 'zod';
import { badCursor, decodeCursor, encodeCursor } from '../http/cursor';

const Parts = z.tuple([z.string(), z.int().nonnegative().nullable()], z.union([z.number(), z.string()]));

/** Where a page ends, and on which way. */
export const writeCursor = ({ name }: Walk, { segment, key }: Position): string =>
  encodeCursor([name, segment, ...key]);

/** @throws AppError `bad-request` where it is none, or belongs to other filters */
export function readCursor(walk: Walk, cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const [name, segment, ...values] = decodeCursor(Parts, cursor);
  if (name !== walk.name || values.length !== walk.keys.length || (segment === null) !== !walk.segments)
    throw badCursor();
  return { segment, key: values.map((value, index) => keyValue(walk.keys[index] ?? '', value)) };
}

function keyValue(column: string, value: number | string): KeyValue {
  if (column === 'title_key') return String(value);
  const read = column.endsWith('_at') ? new Date(value) : value;
  if (typeof read === 'string' || Number.isNaN(Number(read))) throw badCursor();
  return read;
}
