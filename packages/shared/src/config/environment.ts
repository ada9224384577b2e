import { z } from 'zod';

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
export const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** The services that every process talks to. */
export const SERVICES = {
  DATABASE_URL: z.url({ protocol: /^mysql$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  /** `file:` with a directory, or `s3://bucket?endpoint=…&region=…`; keys come from the AWS variables. */
  STORAGE_URL: z.url({ protocol: /^(file|s3)$/ }),
  /** First part of every Redis key. The braces keep a queue on one node of a cluster. */
  QUEUE_PREFIX: z
    .string()
    .regex(/^\{[\w-]+\}$/)
    .default('{reset}'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  LOG_PRETTY: flag.default(false),
};

/**
 * Reads the environment once, through a schema. Names every fault at once and prints no value.
 * @throws Error with the variables at fault
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  variables: NodeJS.ProcessEnv,
): Readonly<z.infer<Schema>> {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return Object.freeze(parsed.data as object) as Readonly<z.infer<Schema>>;
  const faults = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new Error(`invalid configuration: ${faults.join(', ')}. docs/operations.md lists every variable.`);
}
