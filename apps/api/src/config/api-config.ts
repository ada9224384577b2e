import path from 'node:path';
import { readEnvironment, SERVICES, wholeNumber } from '@reset/shared/config/environment';
import { METRICS } from '@reset/shared/config/metrics-config';
import { RETENTION } from '@reset/shared/config/retention';
import { z } from 'zod';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

const environment = z.object({
  ...SERVICES,
  ...RETENTION,
  ...METRICS,
  /** 0 lets the system choose one. */
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Signs the session cookies; the same for every API process. */
  SESSION_SECRET: z.string().min(32),
  /** How many proxies stand before the API: as many `X-Forwarded-*` entries are believed, and no more. */
  TRUST_PROXY_HOPS: wholeNumber(0, 10).default(0),
  MAX_UPLOAD_BYTES: wholeNumber(1, 1024 * GiB).default(2 * GiB),
  /** Of a course package, as it is uploaded. */
  MAX_PACKAGE_BYTES: wholeNumber(1, 64 * GiB).default(2 * GiB),
  ROWS_PER_CHUNK: wholeNumber(1, 100_000).default(10_000),
  BYTES_PER_CHUNK: wholeNumber(1_024, 64 * MiB).default(MiB),
  /** For how long an `Idempotency-Key` is remembered. */
  IDEMPOTENCY_KEY_HOURS: wholeNumber(24, 24 * 365).default(24),
  /** The origin that content is served from: the same processes, but another host name than the application's. */
  CONTENT_URL: z
    .url({ protocol: /^https?$/, abort: true })
    .refine((url) => new URL(url).origin === url.replace(/\/$/, ''), { message: 'an origin, without a path' })
    .optional(),
  /** The built player; where nothing is said, the one beside this app. */
  PLAYER_DIRECTORY: z.string().min(1).default(path.resolve(__dirname, '../../../web/dist-player')),
  /** The built web app; where nothing is said, the one beside this app. */
  WEB_DIRECTORY: z.string().min(1).default(path.resolve(__dirname, '../../../web/dist')),
});
export type ApiConfig = Readonly<z.infer<typeof environment>>;

/** @throws Error with every variable at fault, and no value */
export const readApiConfig = (variables: NodeJS.ProcessEnv = process.env): ApiConfig =>
  readEnvironment(environment, variables);
