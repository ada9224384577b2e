import { AppError } from '@reset/shared/errors/app-error';
import type { z } from 'zod';

/**
 * Gives what the schema makes of a part of a request.
 * @throws AppError `bad-request` with the path of each fault
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new AppError('bad-request', { faults });
}
