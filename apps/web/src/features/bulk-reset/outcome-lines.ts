import type { Counts } from '@reset/shared/contracts/bulk-reset';
import type { CountLine } from '../../ui/count-table';

export const OUTCOMES: readonly CountLine<Exclude<keyof Counts, 'rows'>>[] = [
  { key: 'reset', name: 'Reset', meaning: 'The course starts from the beginning at the next launch.' },
  { key: 'nothingToReset', name: 'Nothing to reset', meaning: 'The learner had never started the course.' },
  { key: 'excluded', name: 'Left out', meaning: 'Reset required is FALSE.' },
  { key: 'repeated', name: 'Repeated', meaning: 'An earlier row names the same learner and course.' },
  { key: 'withErrors', name: 'With errors', meaning: 'The validation report says which.' },
  {
    key: 'changedSinceValidation',
    name: 'Changed since validation',
    meaning: 'Valid then, not any more: a learner was deactivated, for example.',
  },
  { key: 'notProcessed', name: 'Not processed', meaning: 'The reset stopped before these rows.' },
];
