import { createHash } from 'node:crypto';
import { createDataSource } from '@reset/shared/database/data-source';
import { migrate } from '@reset/shared/database/migrate';
import { loadOrganization } from '@reset/shared/generate/load-organization';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';
import type { DataSource } from 'typeorm';

export type LoadedOrganization = { id: number; plan: OrganizationPlan };
export type BenchDatabase = {
  url: string;
  /** Makes the organization of a plan, unless an earlier run did. */
  organization(plan: OrganizationPlan): Promise<LoadedOrganization>;
  close(): Promise<void>;
};

/** Names of databases that a bench has made. */
const OURS = /^bench_[0-9a-f]{10}$/;
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 10);

export const databaseName = (fingerprint: string): string => `bench_${digest(fingerprint)}`;

/**
 * Opens the database of the bench, made by an earlier run of the same generator and schema; those of others go.
 * @param serverUrl of an account that may make databases
 * @param fingerprint of the generator and the schema
 * @param say tells how far the loading is
 */
export async function openBenchDatabase(
  serverUrl: string,
  fingerprint: string,
  say: (text: string) => void,
): Promise<BenchDatabase> {
  const name = databaseName(fingerprint);
  const server = await createDataSource(serverUrl, { poolSize: 1 }).initialize();
  const found: Record<string, string>[] = await server.query('SHOW DATABASES');
  const outdated = found
    .flatMap((row) => Object.values(row))
    .filter((other) => OURS.test(other) && other !== name);
  for (const other of outdated) await server.query(`DROP DATABASE ${other}`);
  await server.query(`CREATE DATABASE IF NOT EXISTS ${name}`);
  await server.destroy();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const db = await createDataSource(url.href).initialize();
  await migrate(db);
  await db.query(
    'CREATE TABLE IF NOT EXISTS bench_organization (plan CHAR(10) PRIMARY KEY, id INT UNSIGNED NOT NULL) ENGINE=InnoDB',
  );
  return {
    url: url.href,
    organization: (plan) => findOrLoad(db, plan, say),
    close: () => db.destroy(),
  };
}

async function findOrLoad(
  db: DataSource,
  plan: OrganizationPlan,
  say: (text: string) => void,
): Promise<LoadedOrganization> {
  const key = digest(JSON.stringify(plan));
  const [known]: { id: number }[] = await db.query('SELECT id FROM bench_organization WHERE plan = ?', [key]);
  if (known) return { id: known.id, plan };
  const size = `${plan.learners.toLocaleString('en-US')} learners, ${plan.records.toLocaleString('en-US')} records`;
  say(`loading an organization: ${size}`);
  const { id } = await loadOrganization(db, plan, { name: `Bench ${key}` });
  await db.query('ANALYZE TABLE learner, course, learning_record, assignment');
  // Only now is it whole: one that was interrupted is never taken for it.
  await db.query('INSERT INTO bench_organization (plan, id) VALUES (?, ?)', [key, id]);
  return { id, plan };
}
