import { setTimeout as delay } from 'node:timers/promises';
import { BulkResetPage } from '@reset/shared/contracts/bulk-reset';
import type { Random } from '@reset/shared/generate/random';
import type { Findings } from './findings';
import type { LoadClient } from './load-client';

/** Somebody with the page open: lists the bulk resets and looks at one of them, about once a second. */
export async function poll(
  client: LoadClient,
  random: Random,
  findings: Findings,
  until: number,
): Promise<void> {
  while (Date.now() < until) {
    await delay(500 + random.below(1_000));
    const page = await client.askFor(BulkResetPage, { path: '/v1/bulk-resets?limit=10' }, 200);
    const [first, ...others] = page?.bulkResets ?? [];
    if (!first) continue;
    const { id } = random.pick([first, ...others]);
    const begun = performance.now();
    const shown = await client.ask({ path: `/v1/bulk-resets/${id}` }, 200);
    findings.read(performance.now() - begun);
    if (shown) findings.count('status reads');
  }
}
