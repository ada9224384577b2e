import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { showBulkReset } from '../../api-client';
import { useFollowed } from '../../ui/use-followed';

/** The server's latest word about a bulk reset, for as long as the page shows it. */
export function useBulkReset(id: string) {
  const { view: bulkReset, ...followed } = useFollowed(id, SHOWN);
  return { bulkReset, ...followed };
}

const SHOWN = { show: showBulkReset, statusOf: ({ status }: BulkResetView) => status };
