import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import { STATUS_WORDS } from './status-words';
import { Tag } from './tag';

export function StatusTag({ status }: { status: BulkResetStatus }) {
  const { words, tone } = STATUS_WORDS[status];
  return <Tag tone={tone}>{words}</Tag>;
}
