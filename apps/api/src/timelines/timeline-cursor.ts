import type { TimelinePosition } from '@reset/shared/stores/reports/timeline.store';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor';

/** The moment, the other of learner and course, and what tells apart those of one pair. */
const key = z.tuple([z.int(), z.int(), z.int()]).optional();
const keyWithId = z.tuple([z.int(), z.int()]).optional();
const Position: z.ZodType<TimelinePosition> = z.strictObject({
  at: z.int(),
  keys: z.strictObject({
    'reset-withdrawn': key,
    completed: key,
    acknowledged: keyWithId,
    launched: keyWithId,
    reset: key,
    'bulk-reset': keyWithId,
  }),
});

export const writePosition = (position: TimelinePosition): string => encodeCursor(position);
/** @throws AppError `bad-request` where it is none of a timeline */
export const readPosition = (cursor: string): TimelinePosition => decodeCursor(Position, cursor);
