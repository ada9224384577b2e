import type { FileStore } from '@reset/shared/storage/file-store';
import type { DataSource } from 'typeorm';
import type { ContentActions } from './content-launches.router';
import { answerHacp } from './hacp/answer-hacp';
import { openContentByToken } from './open-content';
import { readContentFile } from './read-content-file';
import { checkAttempt, readSession } from './read-session';
import { writeUnit } from './write-unit';

type Deps = { dataSource: DataSource; fileStore: FileStore };

/** What the content's host can do, each for a launch token. */
export function contentActions(deps: Deps): ContentActions {
  const open = openContentByToken(deps.dataSource.manager);
  const write = writeUnit(deps);
  return {
    applicationOf: async (token) => (await open(token)).launch.application,
    session: async (token) => readSession(deps)(await open(token)),
    check: async (token) => checkAttempt(deps.dataSource.manager, await open(token)),
    commit: async (token, commit) => {
      const { sequence, unit, state, shared } = commit;
      return write(await open(token), { unit, sequence, change: () => state, shared, asSent: commit });
    },
    file: async (token, path, partOf) => {
      const { launch, content } = await open(token);
      const file = await readContentFile(deps.fileStore, content.storagePrefix, path, partOf);
      return { ...file, name: `${path.at(-1)}`, application: launch.application };
    },
    hacp: answerHacp({ ...deps, open, write }),
  };
}
