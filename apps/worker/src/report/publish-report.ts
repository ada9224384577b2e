import { Readable } from 'node:stream';
import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { failpoint } from '@reset/shared/failpoints/failpoint';
import { streamReport } from '@reset/shared/report/stream-report';
import { getFile, reportKeyOf, saveReportKey } from '@reset/shared/stores/bulk-reset.store';
import { markChunkDone, writeRowsDone } from '@reset/shared/stores/chunk.store';
import { inChunkTransaction } from '../chunk-transaction';
import type { WorkerDeps } from '../dependencies';
import { progressTicker } from '../progress-ticker';

/**
 * Writes the validation report to storage, as one stream and published as a whole. Written again after a crash it has
 * the same bytes under the same key.
 */
export async function publishReport(deps: WorkerDeps, chunk: Chunk, signal: AbortSignal): Promise<void> {
  const { dataSource, fileStore } = deps;
  const file = await getFile(dataSource.manager, chunk);
  const ticker = progressTicker((rows) => writeRowsDone(dataSource.manager, chunk, rows));
  const onRows = async (rows: number) => {
    signal.throwIfAborted();
    await failpoint('report:writing');
    await ticker.total(rows);
  };
  const reportKey = reportKeyOf(file.storageKey);
  await fileStore.write(
    reportKey,
    Readable.from(streamReport(deps, chunk, file, { onRows }), { objectMode: false }),
  );
  await failpoint('report:stored');
  await inChunkTransaction(dataSource, chunk, async (db) => {
    await saveReportKey(db, chunk, reportKey);
    await markChunkDone(db, chunk, {});
  });
}
