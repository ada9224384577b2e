import { AppError } from '@reset/shared/errors/app-error';
import type { KeyValue, Position, Walk } from '@reset/shared/stores/reports/walk';
import { z } from 'zod';

const Parts = z.tuple([z.string(), z.int().nonnegative().nullable()], z.union([z.number(), z.string()]));

/** Where a page ends, for the next to go on. Opaque: what is in it may change. */
export const writeCursor = ({ name }: Walk, { segment, key }: Position): string =>
  Buffer.from(JSON.stringify([name, segment, ...key])).toString('base64url');

/** @throws AppError `bad-request` where it is none, or belongs to other filters */
export function readCursor(walk: Walk, cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const parsed = Parts.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) throw badCursor();
  const [name, segment, ...values] = parsed.data;
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const badCursor = () =>
  new AppError('bad-request', {
    faults: [{ path: 'cursor', message: 'is not one that these filters gave: begin at the first page' }],
  });
