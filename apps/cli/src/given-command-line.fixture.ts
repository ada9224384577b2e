import { createTestDatabase } from '@reset/shared/database/test-database.fixture';
import { COMMANDS } from './all-commands';
import { runCommand } from './run-command';
import { recordingTerminal } from './terminal.fixture';

/** The commands over a database of their own. */
export async function givenCommandLine() {
  const { url, dataSource, drop } = await createTestDatabase();
  const runWith =
    (environment: NodeJS.ProcessEnv) =>
    async (...words: string[]) => {
      const terminal = recordingTerminal();
      const context = { terminal, environment: { DATABASE_URL: url, ...environment } };
      const code = await runCommand(COMMANDS, words, context);
      return { code, printed: terminal.printed.join('\n'), said: terminal.said.join('\n') };
    };
  return { run: runWith({}), runWith, url, dataSource, drop };
}

/** Of the server that `npm test` starts. */
export function testRedisUrl(): string {
  const url = process.env.TEST_REDIS_URL;
  if (!url) throw new Error('TEST_REDIS_URL is not set: run the tests with npm test');
  return url;
}
