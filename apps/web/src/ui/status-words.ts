import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import type { Tone } from './tag';

/** How each status is called on the screen. */
export const STATUS_WORDS: Record<BulkResetStatus, { words: string; tone: Tone }> = {
  uploaded: { words: 'Uploaded', tone: 'busy' },
  inspecting: { words: 'Inspecting', tone: 'busy' },
  validating: { words: 'Validating', tone: 'busy' },
  settling: { words: 'Finishing validation', tone: 'busy' },
  'needs-fixes': { words: 'Needs fixes', tone: 'bad' },
  ready: { words: 'Ready to reset', tone: 'careful' },
  'awaiting-approval': { words: 'Awaiting approval', tone: 'careful' },
  scheduled: { words: 'Scheduled', tone: 'careful' },
  resetting: { words: 'Resetting', tone: 'busy' },
  pausing: { words: 'Pausing', tone: 'busy' },
  paused: { words: 'Paused', tone: 'careful' },
  cancelling: { words: 'Cancelling', tone: 'busy' },
  refused: { words: 'Refused', tone: 'bad' },
  completed: { words: 'Completed', tone: 'good' },
  cancelled: { words: 'Cancelled', tone: 'quiet' },
  failed: { words: 'Failed', tone: 'bad' },
};
