import { type DirectoryImportView, statusOfImport } from '@reset/shared/contracts/directory-import';
import type { ControlAction } from '../../api-client';
import type { ControlWords } from '../../ui/control-work';
import { plural } from '../../ui/format';
import { stepFor } from '../../ui/step-for-status';

type Told = Pick<DirectoryImportView, 'status' | 'counts' | 'confirmation'>;

/** What the dialogs say, before anything is done. */
export const importControlWords = ({
  status,
  counts,
  confirmation,
}: Told): Readonly<Record<ControlAction, ControlWords>> => ({
  pause: {
    button: 'Pause',
    title: 'Pause this import?',
    explanation:
      'The rows that are being applied at this moment are finished; the rest waits until somebody resumes it. What is applied by now stays.',
    running: 'Pausing…',
    refused: 'It was not paused',
    keep: 'Let it go on',
  },
  resume: {
    button: 'Resume',
    title: 'Resume this import?',
    explanation: `It goes on with ${plural(counts.notProcessed, 'row')} that it has not applied yet.`,
    running: 'Resuming…',
    refused: 'It was not resumed',
    keep: 'Leave it paused',
  },
  retry: {
    button: 'Retry the rest',
    title: 'Take up the rest?',
    explanation: confirmation
      ? `${plural(counts.notProcessed, 'row')} that were not processed are applied now, as was confirmed. Nothing is applied twice.`
      : 'The validation goes on where it stopped. Nothing is applied before somebody confirms it.',
    running: 'Retrying…',
    refused: 'It was not taken up again',
    keep: 'Leave it as it is',
  },
  cancel: {
    button: 'Cancel import',
    title: 'Cancel this import?',
    explanation:
      stepFor(statusOfImport(status)) === 'resetting'
        ? 'What is applied by now stays. The rest of the file is left as it is.'
        : 'Nothing has been changed, and nothing will be. The file stays in the list as cancelled.',
    running: 'Cancelling…',
    refused: 'It was not cancelled',
    keep: 'Keep it',
  },
});
