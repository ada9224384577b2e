import type { RecordStatus } from '@reset/shared/contracts/learning';
import type { Tone } from './tag';

/** How the status of a learning record is called. */
export const RECORD_STATUS: Record<RecordStatus, { words: string; tone: Tone }> = {
  started: { words: 'Started', tone: 'busy' },
  completed: { words: 'Completed', tone: 'good' },
  restarted: { words: 'Restarted', tone: 'busy' },
};
