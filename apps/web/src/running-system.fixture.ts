import { existsSync } from 'node:fs';
import path from 'node:path';
import { startSystem } from '@reset/shared/testing/running-system.fixture';

const BUILT_PAGE = path.resolve(__dirname, '../dist/index.html');

/** The built API, serving the built web app, and a worker, each a process, with everything of their own. */
export async function givenRunningSystem() {
  if (!existsSync(BUILT_PAGE)) throw new Error('the page is not built: run npm run build');
  const { url, dataSource, stop } = await startSystem();
  return { url, dataSource, stop };
}
