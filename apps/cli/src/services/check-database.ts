import { createDataSource } from '@reset/shared/database/data-source';
import { explainDatabase } from './explain-database';
import { judgeDatabase } from './server-version';

/** @returns what was found there. @throws Error with one sentence: which server, why not, and what to do */
export async function checkDatabase(url: string): Promise<string> {
  const { name, fits, least } = judgeDatabase(await askVersion(url));
  if (!fits)
    throw new Error(
      `The database at ${new URL(url).host} (DATABASE_URL) is ${name}; ${least} or later is needed.`,
    );
  return name;
}

async function askVersion(url: string): Promise<string> {
  try {
    const dataSource = await createDataSource(url, { poolSize: 1 }).initialize();
    try {
      const [{ version }] = await dataSource.query('SELECT VERSION() AS version');
      return version;
    } finally {
      await dataSource.destroy();
    }
  } catch (error) {
    throw new Error(explainDatabase(url, error), { cause: error });
  }
}
