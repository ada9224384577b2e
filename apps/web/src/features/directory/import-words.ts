import type {
  DirectoryCounts,
  DirectoryImportPhase,
  DirectoryImportStatus,
} from '@reset/shared/contracts/directory-import';
import { statusOfImport } from '@reset/shared/contracts/directory-import';
import type { CountLine } from '../../ui/count-table';
import { STATUS_WORDS } from '../../ui/status-words';
import { STEPS, type StepWords } from '../../ui/step-for-status';
import type { Tone } from '../../ui/tag';

/** As of a bulk reset, but for what differs. */
export function wordsOfStatus(status: DirectoryImportStatus): { words: string; tone: Tone } {
  const words = STATUS_WORDS[statusOfImport(status)];
  if (status === 'ready') return { ...words, words: 'Ready to apply' };
  return status === 'applying' ? { ...words, words: 'Applying' } : words;
}

export const IMPORT_STEPS: readonly StepWords[] = STEPS.map((step) =>
  step.step === 'resetting' ? { ...step, words: 'Apply' } : step,
);

export const IMPORT_PHASE_WORDS: Readonly<Record<DirectoryImportPhase, string>> = {
  validate: 'Checking every row',
  settle: 'Comparing the rows with each other',
  summarize: 'Summing up',
  report: 'Writing the validation report',
  apply: 'Applying the rows',
};

export const IMPORT_OUTCOMES: readonly CountLine<Exclude<keyof DirectoryCounts, 'rows'>>[] = [
  { key: 'created', name: 'Created', meaning: 'Was not there before.' },
  { key: 'updated', name: 'Updated', meaning: 'Was there, and is now as the file says.' },
  {
    key: 'unchanged',
    name: 'Unchanged',
    meaning: 'Was there as the file says, or was left out with a warning.',
  },
  { key: 'repeated', name: 'Repeated', meaning: 'An earlier row says the same.' },
  { key: 'withErrors', name: 'With errors', meaning: 'The validation report says which.' },
  {
    key: 'changedSinceValidation',
    name: 'Changed since validation',
    meaning: 'Valid then, not any more. The outcome says why.',
  },
  { key: 'notProcessed', name: 'Not processed', meaning: 'The import has not come to these rows.' },
];
