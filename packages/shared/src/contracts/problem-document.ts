import { z } from 'zod';

/** An error answer (RFC 9457), with a stable `code` that programs read instead of the prose. */
export const ProblemDocument = z.object({
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ProblemDocument = z.infer<typeof ProblemDocument>;
