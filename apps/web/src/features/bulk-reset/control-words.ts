import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { ControlAction } from '../../api-client';
import type { ControlWords } from '../../ui/control-work';
import { plural } from '../../ui/format';
import { stepFor } from '../../ui/step-for-status';

type Told = Pick<BulkResetView, 'status' | 'counts' | 'confirmation'>;

/** What the dialogs say, before anything is done. */
export const controlWords = ({
  status,
  counts,
  confirmation,
}: Told): Readonly<Record<ControlAction, ControlWords>> => ({
  pause: {
    button: 'Pause',
    title: 'Pause this bulk reset?',
    explanation:
      'The rows that are being reset at this moment are finished; the rest waits until somebody resumes it. What is reset by now stays reset.',
    running: 'Pausing…',
    refused: 'It was not paused',
    keep: 'Let it go on',
  },
  resume: {
    button: 'Resume',
    title: 'Resume this bulk reset?',
    explanation: `It goes on with ${plural(counts.notProcessed, 'row')} that it has not reset yet.`,
    running: 'Resuming…',
    refused: 'It was not resumed',
    keep: 'Leave it paused',
  },
  retry: {
    button: 'Retry the rest',
    title: 'Take up the rest?',
    explanation: confirmation
      ? `${plural(counts.notProcessed, 'row')} that were not processed are reset now, as was confirmed. Nothing is reset twice.`
      : 'The validation goes on where it stopped. Nothing is reset before somebody confirms it.',
    running: 'Retrying…',
    refused: 'It was not taken up again',
    keep: 'Leave it as it is',
  },
  cancel: {
    button: 'Cancel bulk reset',
    title: 'Cancel this bulk reset?',
    explanation:
      stepFor(status) === 'resetting'
        ? 'What is reset by now stays reset. The rest of the file is left as it is.'
        : 'Nothing has been reset, and nothing will be. The file stays in the list as cancelled.',
    running: 'Cancelling…',
    refused: 'It was not cancelled',
    keep: 'Keep it',
  },
});
