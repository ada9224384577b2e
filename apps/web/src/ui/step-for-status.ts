import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';

export type StepWords = { step: Step; words: string };
export type Step = 'upload' | 'validating' | 'results' | 'resetting' | 'done';
const STEP: Record<BulkResetStatus, Step> = {
  uploaded: 'validating',
  inspecting: 'validating',
  validating: 'validating',
  settling: 'validating',
  'needs-fixes': 'results',
  ready: 'results',
  'awaiting-approval': 'results',
  scheduled: 'results',
  resetting: 'resetting',
  pausing: 'resetting',
  paused: 'resetting',
  cancelling: 'resetting',
  refused: 'done',
  completed: 'done',
  cancelled: 'done',
  failed: 'done',
};

/** The step follows the server's status and nothing else, so every tab and colleague sees the same. */
export const stepFor = (status: BulkResetStatus | undefined): Step => (status ? STEP[status] : 'upload');

/** The steps in their order, as the wizard of a bulk reset names them. */
export const STEPS: readonly StepWords[] = [
  { step: 'upload', words: 'Upload' },
  { step: 'validating', words: 'Validate' },
  { step: 'results', words: 'Results' },
  { step: 'resetting', words: 'Reset' },
  { step: 'done', words: 'Done' },
];
