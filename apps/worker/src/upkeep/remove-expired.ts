import { failpoint } from '@reset/shared/failpoints/failpoint';
import { getBulkReset, reportKeyOf } from '@reset/shared/stores/bulk-reset.store';
import {
  EVERY_VERSION,
  endRemoval,
  filesOfVersions,
  listRemovals,
  type Removal,
  type RemovalKind,
} from '@reset/shared/stores/removal.store';
import {
  DETAIL_ROWS,
  RESET_ROWS,
  type RemoveSome,
  STAGED_ROWS,
} from '@reset/shared/stores/remove-rows.store';
import { inSmallSteps } from './in-small-steps';
import type { HousekeepingDeps, StillMine } from './keep-house';

/** Of one time that it is this process's turn. */
const MOST = 10_000;

/** Removes what is written down as gone. What a process does not get done, the next one takes up where it is. */
export async function removeExpired(deps: HousekeepingDeps, stillMine: StillMine): Promise<void> {
  const db = deps.dataSource.manager;
  const due = await listRemovals(db, { supersededDays: deps.retention.files, limit: MOST });
  for (const removal of due) {
    await stillMine();
    await REMOVE[removal.what](deps, removal, stillMine);
    await failpoint('upkeep:removed');
    await endRemoval(db, removal);
  }
  if (due.length > 0) deps.log.info({ removed: due.length }, 'expired data removed');
}

type Remove = (deps: HousekeepingDeps, removal: Removal, stillMine: StillMine) => Promise<void>;

const REMOVE: Readonly<Record<RemovalKind, Remove>> = {
  files: (deps, removal) => removeFiles(deps, removal, EVERY_VERSION),
  details: (deps, removal, stillMine) =>
    removeRows(deps, removal, { rows: [...RESET_ROWS, ...DETAIL_ROWS], below: EVERY_VERSION }, stillMine),
  staged: (deps, removal, stillMine) =>
    removeRows(deps, removal, { rows: STAGED_ROWS, below: EVERY_VERSION }, stillMine),
  superseded: async (deps, removal, stillMine) => {
    const { version } = await getBulkReset(deps.dataSource.manager, removal);
    await removeFiles(deps, removal, version);
    await removeRows(deps, removal, { rows: DETAIL_ROWS, below: version }, stillMine);
  },
};

async function removeRows(
  { dataSource }: HousekeepingDeps,
  removal: Removal,
  { rows, below }: { rows: readonly RemoveSome[]; below: number },
  stillMine: StillMine,
): Promise<void> {
  for (const removeSome of rows) await inSmallSteps(() => removeSome(dataSource, removal, below), stillMine);
}

/** The report also where no row says that there is one: a worker may have died before it could. */
async function removeFiles(
  { dataSource, fileStore }: HousekeepingDeps,
  removal: Removal,
  below: number,
): Promise<void> {
  for (const { storageKey, reportKey } of await filesOfVersions(dataSource.manager, removal, below))
    for (const key of new Set([storageKey, reportKeyOf(storageKey), reportKey ?? storageKey]))
      await fileStore.remove(key);
}
