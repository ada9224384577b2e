import { z } from 'zod';
import { faultOfRedisUrl } from './redis-url';

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
export const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** The services that every process talks to. */
export const SERVICES = {
  DATABASE_URL: z.url({ protocol: /^mysql$/ }),
  /** One server, or with `?cluster=true&node=host:port…` a cluster: `redis-url.ts`. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, abort: true }).superRefine((url, { addIssue }) => {
    const message = faultOfRedisUrl(url);
    if (message) addIssue({ code: 'custom', message });
  }),
  /** `file:` with a directory, or `s3://bucket?endpoint=…&region=…`; keys come from the AWS variables. */
  STORAGE_URL: z.url({ protocol: /^(file|s3)$/ }),
  /** First part of every Redis key. The braces keep a queue on one node of a cluster; shards put their number inside. */
  QUEUE_PREFIX: z
    .string()
    .regex(/^\{[\w-]+\}$/)
    .default('{reset}'),
  /** Into how many queues the chunks go, by organization. The same for every process. */
  QUEUE_SHARDS: wholeNumber(1, 64).default(1),
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
  // Only of a fault that we put into words ourselves is it known that no value is in them.
  const faults = parsed.error.issues.map(
    ({ path, code, message }) => `${path.join('.')} (${code === 'custom' ? message : code})`,
  );
  throw new Error(`invalid configuration: ${faults.join(', ')}. docs/operations.md lists every variable.`);
}
