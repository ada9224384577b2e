import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { Findings } from '../baselines/baseline';
import type { Bench } from '../bench';
import type { ApiClient } from '../product/api-client';
import { awaitStatus, enqueuedAt, secondsBetween, secondsOfReset } from '../product/await-status';

export type ValidatedFile = { view: BulkResetView; seconds: number; findings: Findings };

/** Uploads a file and waits for its result. Seconds run from the first chunk's way into the queue. */
export async function validateFile({ db }: Bench, client: ApiClient, file: string): Promise<ValidatedFile> {
  const { id } = await client.upload(file);
  const { at } = await awaitStatus(db, id, ['ready', 'needs-fixes']);
  const seconds = secondsBetween(await enqueuedAt(db, id), at);
  const view = await client.show(id);
  return { view, seconds, findings: findingsOf(view) };
}

/** Confirms and waits for the end. Seconds run from the confirmation. */
export async function resetFile({ db }: Bench, client: ApiClient, view: BulkResetView) {
  await client.confirm(view);
  await awaitStatus(db, view.id, ['completed']);
  const { counts } = await client.show(view.id);
  return { seconds: await secondsOfReset(db, view.id), marked: counts.reset };
}

/** The product's summary, in the words that the baselines use. */
function findingsOf({ counts, impact }: BulkResetView): Findings {
  if (!impact) throw new Error('a file that is ready has an impact');
  const { excluded, repeated, withErrors } = counts;
  return { rows: { excluded, repeated, withErrors, toReset: impact.pairs }, impact };
}
