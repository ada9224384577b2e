import { AppError } from '@reset/shared/errors/app-error';
import type { z } from 'zod';

/** Where a page ends, for the next to go on. Opaque: what is in it may change. @param value survives JSON */
export const encodeCursor = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** @throws AppError `bad-request` where it is none of this form */
export function decodeCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) throw badCursor();
  return parsed.data;
}

export const badCursor = () =>
  new AppError('bad-request', {
    faults: [{ path: 'cursor', message: 'is not one that these filters gave: begin at the first page' }],
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
