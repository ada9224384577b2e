import { setTimeout as delay } from 'node:timers/promises';
import { BulkResetView, type FilePhase } from '@reset/shared/contracts/bulk-reset';
import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import { count } from '../format';
import type { Answer, ApiClient } from '../http/api-client';
import type { Terminal } from '../terminal';

const POLL_MS = 250;
const VALIDATING: readonly BulkResetStatus[] = ['uploaded', 'inspecting', 'validating', 'settling'];
const RESETTING: readonly BulkResetStatus[] = ['scheduled', 'resetting'];

type Deps = { api: ApiClient; terminal: Pick<Terminal, 'progress'> };

/** Shows how far the validation is, until it has an answer. */
export const followValidation = (deps: Deps, id: string): Promise<BulkResetView> =>
  followWhile(VALIDATING, deps, id);
/** Shows how far the reset is, until it is over. */
export const followReset = (deps: Deps, id: string): Promise<BulkResetView> =>
  followWhile(RESETTING, deps, id);

async function followWhile(
  going: readonly BulkResetStatus[],
  { api, terminal }: Deps,
  id: string,
): Promise<BulkResetView> {
  let etag: string | null = null;
  for (;;) {
    const answer: Answer<BulkResetView> | undefined = await api.askAgain(
      BulkResetView,
      `/v1/bulk-resets/${id}`,
      etag,
    );
    if (answer) {
      if (!going.includes(answer.value.status)) return answer.value;
      etag = answer.etag;
      terminal.progress(describe(answer.value));
    }
    await delay(POLL_MS);
  }
}

const PHASE_WORDS: Readonly<Record<FilePhase, string>> = {
  validate: 'Validating',
  settle: 'Looking for repeated rows and counting the impact',
  summarize: 'Summing up',
  report: 'Writing the validation report',
  reset: 'Resetting',
};

function describe({ progress, status }: BulkResetView): string {
  if (!progress) return `Now ${status}`;
  const { phase, rowsDone, rowsTotal, percent, rowsPerSecond, secondsLeft } = progress;
  return [
    `${PHASE_WORDS[phase]}: ${percent.toFixed(0)} %`,
    `${count(rowsDone)} of ${count(rowsTotal)} rows`,
    ...(rowsPerSecond === null ? [] : [`${count(Math.round(rowsPerSecond))} rows/s`]),
    ...(secondsLeft === null ? [] : [`${count(Math.ceil(secondsLeft))} s left`]),
  ].join(', ');
}
