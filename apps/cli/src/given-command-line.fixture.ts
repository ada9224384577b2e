import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTestDatabase } from '@reset/shared/database/test-database.fixture';
import { COMMANDS } from './all-commands';
import { runCommand } from './run-command';
import { recordingTerminal } from './terminal.fixture';

/** The commands over a database and a directory of files of their own. */
export async function givenCommandLine() {
  const { url, dataSource, drop } = await createTestDatabase();
  const directory = await mkdtemp(path.join(tmpdir(), 'command-line-'));
  const STORAGE_URL = pathToFileURL(directory).href;
  const runWith =
    (environment: NodeJS.ProcessEnv) =>
    async (...words: string[]) => {
      const terminal = recordingTerminal();
      const context = { terminal, environment: { DATABASE_URL: url, STORAGE_URL, ...environment } };
      const code = await runCommand(COMMANDS, words, context);
      return { code, printed: terminal.printed.join('\n'), said: terminal.said.join('\n') };
    };
  const stop = async () => {
    await drop();
    await rm(directory, { recursive: true });
  };
  return { run: runWith({}), runWith, url, dataSource, drop: stop };
}

/** Of the server that `npm test` starts. */
export function testRedisUrl(): string {
  const url = process.env.TEST_REDIS_URL;
  if (!url) throw new Error('TEST_REDIS_URL is not set: run the tests with npm test');
  return url;
}
