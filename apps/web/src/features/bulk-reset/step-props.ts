import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';

/** What every step gets: the bulk reset, how to show a newer state of it, how to ask the server at once. */
export type StepProps = {
  bulkReset: BulkResetView;
  onChanged: (bulkReset: BulkResetView) => void;
  onOutdated: () => void;
};
