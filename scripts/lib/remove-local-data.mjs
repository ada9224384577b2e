import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { claimDirectory } from './claim-directory.mjs';
import { removeComposeProject } from './compose-services.mjs';
import { DEMO, LOCAL } from './paths.mjs';
import { runUntilStopped } from './run-until-stopped.mjs';
import { say } from './screen.mjs';
import { stopLeftovers } from './stop-leftovers.mjs';

/** `npm run clean`: removes the data, logs and private servers of this checkout, unless they are in use. */
export function removeLocalData() {
  return runUntilStopped(async (life) => {
    const used = [LOCAL, DEMO].filter((directory) => existsSync(directory));
    for (const directory of used) {
      life.atEnd(claimDirectory(directory));
      await stopLeftovers(join(directory, 'processes.json'));
      await removeComposeProject(directory);
    }
    rmSync(LOCAL, { recursive: true, force: true });
    say(used.length > 0 ? `Removed ${LOCAL}.` : `There is no ${LOCAL}.`);
    return 0;
  });
}
