import { z } from 'zod';
import { BREAKABLE } from '../failpoints/failpoint';
import { parseFailpoints } from '../failpoints/failpoint-plan';
import { readEnvironment } from './environment';

const environment = z
  .object({
    NODE_ENV: z.string().optional(),
    /** `reset:fenced=kill,…`: packages/shared/src/failpoints/failpoint-plan.ts. For fault tests alone. */
    FAILPOINTS: z
      .string()
      .transform((text, { addIssue }) => {
        try {
          return parseFailpoints(text);
        } catch {
          addIssue({ code: 'custom', message: 'names no failpoint' });
          return z.NEVER;
        }
      })
      .optional(),
    /** Takes one guarantee away, so that a test can show that it notices. */
    BREAK: z.enum(BREAKABLE).optional(),
  })
  .superRefine(({ NODE_ENV, ...switches }, { addIssue }) => {
    if (NODE_ENV !== 'production') return;
    for (const [name, value] of Object.entries(switches))
      if (value !== undefined) addIssue({ code: 'custom', path: [name], message: 'not in production' });
  });
export type FailpointConfig = Readonly<z.infer<typeof environment>>;

/** @throws Error where a switch of fault tests is set in production, or names nothing */
export const readFailpointConfig = (variables: NodeJS.ProcessEnv = process.env): FailpointConfig =>
  readEnvironment(environment, variables);
