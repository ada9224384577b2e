import { randomBytes } from 'node:crypto';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { createDataSource } from './data-source';
import { migrate } from './migrate';

/** Asks for the server that `npm test` starts; another one may be given. */
function serverUrl(): URL {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests with npm test');
  return new URL(url);
}

/**
 * A database of its own for one test file, with the migrations applied.
 * @param only these migrations instead of all, for tests of the next one
 * @param serverAt another server than the one that `npm test` starts
 */
export async function createTestDatabase(
  only?: NonNullable<DataSourceOptions['migrations']>,
  serverAt?: string,
): Promise<{
  url: string;
  dataSource: DataSource;
  drop: () => Promise<void>;
}> {
  const url = serverAt ? new URL(serverAt) : serverUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const server = await createDataSource(url.href, { poolSize: 1 }).initialize();
  await server.query(`CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  const dataSource = createDataSource(url.href);
  if (only) dataSource.setOptions({ migrations: only });
  await dataSource.initialize();
  await migrate(dataSource);
  const drop = async () => {
    await dataSource.destroy();
    await server.query(`DROP DATABASE ${name}`);
    await server.destroy();
  };
  return { url: url.href, dataSource, drop };
}
