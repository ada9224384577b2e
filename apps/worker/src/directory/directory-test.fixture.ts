import { text } from 'node:stream/consumers';
import type { DirectoryKind } from '@reset/shared/contracts/directory-columns';
import { streamDirectoryOutcome } from '@reset/shared/report/stream-directory-outcome';
import { getFile } from '@reset/shared/stores/bulk-reset.store';
import type { VersionKey } from '@reset/shared/stores/bulk-reset-key';
import { takeOverLostChunks } from '@reset/shared/stores/upkeep.store';
import { parse } from 'csv-parse/sync';
import { givenWorker, type Pick } from '../worker.fixture';

/** In a worker's life the order of chunks is anybody's guess. */
export const shuffled: Pick = (jobs) => Math.floor(Math.random() * jobs.length);

/** A worker, and files of one kind for it. @param header of every file, unless a test gives another */
export async function givenImports(kind: DirectoryKind, header: string) {
  const worker = await givenWorker();
  const { dataSource } = worker.deps;
  const upload = (organizationId: number, rows: readonly string[], options = {}, head = header) =>
    worker.upload(organizationId, `${[head, ...rows].join('\r\n')}\r\n`, { kind, ...options });

  /** Uploads, validates and, where no row has an error, applies. */
  async function take(organizationId: number, rows: readonly string[], options = {}, head = header) {
    const key = await upload(organizationId, rows, { confirmWhenValid: true, ...options }, head);
    await worker.work(key, shuffled);
    return { key, view: await worker.showImport(key) };
  }

  const columnOf = (csv: string, name: string): string[] =>
    (parse(csv, { bom: true, columns: true, relax_column_count: true }) as Record<string, string>[]).map(
      (row) => row[name] ?? '',
    );
  /** What the report says of each row. */
  async function errorsOf(key: VersionKey): Promise<string[]> {
    const { reportKey } = await getFile(dataSource.manager, key);
    return columnOf(await worker.readFile(reportKey ?? ''), 'Error');
  }
  async function outcomeOf(key: VersionKey): Promise<string[]> {
    const file = await getFile(dataSource.manager, key);
    return columnOf(await text(streamDirectoryOutcome(worker.deps, key, file)), 'Outcome');
  }
  /** Takes a claimed chunk away from its owner, as upkeep does once the lease has run out. */
  async function loseLease(chunkId: number): Promise<void> {
    await dataSource.query(
      'UPDATE chunk_lease SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE chunk_id = ?',
      [chunkId],
    );
    await takeOverLostChunks(dataSource);
  }
  return { worker, dataSource, upload, take, errorsOf, outcomeOf, loseLease };
}
export type GivenImports = Awaited<ReturnType<typeof givenImports>>;
