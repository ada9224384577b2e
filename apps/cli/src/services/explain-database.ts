import { codeOf } from '@reset/shared/log/logger';

/** Why a database cannot be reached, in a sentence that says what to do, without user or password. */
export function explainDatabase(databaseUrl: string, error: unknown): string {
  const url = new URL(databaseUrl);
  const where = url.searchParams.get('socketPath') ?? url.host;
  const advice = ADVICE[codeOf(error)]?.(url) ?? `it answers ${codeOf(error)}`;
  return `The database at ${where} (DATABASE_URL) cannot be used: ${advice}.`;
}

const NOBODY = () => 'nothing listens there. Start the server, or correct the host and port';
const ADVICE: Record<string, (url: URL) => string> = {
  ECONNREFUSED: NOBODY,
  ENOENT: NOBODY,
  ENOTFOUND: () => 'nobody knows this host name',
  EAI_AGAIN: () => 'the host name cannot be looked up now',
  ETIMEDOUT: () => 'it does not answer. A firewall may be in between',
  ER_ACCESS_DENIED_ERROR: () => 'it refuses this user and password',
  ER_DBACCESS_DENIED_ERROR: ({ pathname }) => `this user has no right to the database ${pathname.slice(1)}`,
  ER_BAD_DB_ERROR: ({ pathname }) => `it has no database ${pathname.slice(1)}. Create it first`,
  HANDSHAKE_NO_SSL_SUPPORT: () => 'it does not speak TLS',
};
