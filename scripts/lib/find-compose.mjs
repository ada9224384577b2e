import { installPackages } from './apt-install.mjs';
import { findProgram } from './find-program.mjs';
import { runCommand } from './run-command.mjs';
import { step } from './screen.mjs';

/**
 * Finds the Compose that checks docker-compose.yml in the tests, or installs it where that is possible. For that it
 * needs no engine.
 * @param {{ logFile: string, signal: AbortSignal }} options
 * @returns {Promise<string>} the words to call it by
 */
export async function findCompose({ logFile, signal }) {
  const docker = findProgram(['docker']);
  const hasPlugin =
    docker && (await runCommand(docker, ['compose', 'version'], { signal }).catch(() => undefined));
  if (docker && hasPlugin) return `${docker} compose`;
  const found = findProgram(['docker-compose']);
  if (found) return found;
  await step('Installing Docker Compose', () => installPackages(['docker-compose'], { logFile, signal }));
  return findProgram(['docker-compose']) ?? 'docker-compose';
}
