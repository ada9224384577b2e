import { createHash, timingSafeEqual } from 'node:crypto';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** What a process measures about itself: its processor time, memory, event loop, and what its app adds. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

export type Metrics = {
  /** Without one, the metrics are nobody's. */
  token: string | undefined;
  contentType: string;
  /** In the text format of Prometheus. */
  read(): Promise<string>;
};

/**
 * Metrics count over all organizations, so that no organization's user may read them: only who has the token.
 * @param authorization the header, `Bearer` and the token (RFC 6750)
 */
export function mayReadMetrics(
  { token }: Pick<Metrics, 'token'>,
  authorization: string | undefined,
): boolean {
  const sent = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  return token !== undefined && sent !== undefined && timingSafeEqual(digest(token), digest(sent));
}

const digest = (text: string) => createHash('sha256').update(text).digest();
