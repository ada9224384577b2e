import { z } from 'zod';

/** The same for every process, as whoever gathers the metrics has one token. */
export const METRICS = {
  /** Whoever has it may read `/metrics`; without one there is no such address. Empty is none. */
  METRICS_TOKEN: z
    .union([z.literal(''), z.string().min(16)])
    .transform((token) => token || undefined)
    .optional(),
};
