import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { Time } from './time';

/** Until when the files can be downloaded, or since when they cannot be any more. */
export function RetentionNote({ retention: { files } }: Pick<BulkResetView, 'retention'>) {
  if (files.expiredAt !== null)
    return (
      <p className="quiet">
        The uploaded file and its reports were removed on <Time at={files.expiredAt} only="date" />, as the
        retention of this server says. The counts are kept.
      </p>
    );
  if (files.until === null) return null;
  return (
    <p className="quiet">
      The uploaded file and its reports are kept until <Time at={files.until} only="date" />.
    </p>
  );
}
