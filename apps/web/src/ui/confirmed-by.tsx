import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { Time } from './time';

export function ConfirmedBy({ confirmation }: Pick<BulkResetView, 'confirmation'>) {
  if (!confirmation) return null;
  return (
    <p className="quiet">
      Confirmed <Time at={confirmation.at} /> by {confirmation.by.name}
      {confirmation.reason !== '' && `: “${confirmation.reason}”`}
    </p>
  );
}
