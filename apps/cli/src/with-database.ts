import { createDataSource } from '@reset/shared/database/data-source';
import type { DataSource } from 'typeorm';
import type { Context } from './command';
import { readDatabaseConfig } from './config/cli-config';
import { explainDatabase } from './services/explain-database';

/** Connects, works and disconnects. @throws Error that says why the database cannot be reached */
export async function withDatabase<Result>(
  { environment }: Pick<Context, 'environment'>,
  work: (dataSource: DataSource) => Promise<Result>,
): Promise<Result> {
  const { DATABASE_URL } = readDatabaseConfig(environment);
  const dataSource = await connect(DATABASE_URL);
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function connect(url: string): Promise<DataSource> {
  try {
    return await createDataSource(url).initialize();
  } catch (error) {
    throw new Error(explainDatabase(url, error), { cause: error });
  }
}
