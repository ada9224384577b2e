import { type DirectoryImportStatus, statusOfImport } from '@reset/shared/contracts/directory-import';
import { ConfirmedBy } from '../../ui/confirmed-by';
import { StepHeading } from '../../ui/heading';
import { ProgressMeter } from '../../ui/progress-meter';
import { stepFor } from '../../ui/step-for-status';
import { WaitingNotice } from '../../ui/waiting-notice';
import { ImportControlButtons } from './import-control-buttons';
import type { ImportStepProps } from './import-step-props';
import { IMPORT_PHASE_WORDS, wordsOfStatus } from './import-words';

const EXPLANATION: Partial<Record<DirectoryImportStatus, string>> = {
  pausing: 'It stops as soon as the rows that are being applied at this moment are done.',
  paused: 'Nothing is being applied at the moment.',
  cancelling:
    'It stops as soon as the rows that are being applied at this moment are done. What is applied stays.',
};

/** Validation and application: how far they are. */
export function ImportRunning(props: ImportStepProps) {
  const { status, progress, waiting, confirmation } = props.view;
  const applies = stepFor(statusOfImport(status)) === 'resetting';
  return (
    <section className="card">
      <StepHeading>{applies ? wordsOfStatus(status).words : 'Validating data'}</StepHeading>
      <p>
        {applies
          ? (EXPLANATION[status] ??
            'Each row takes effect as soon as it is applied. You may leave this page; the import goes on.')
          : 'Every row is checked. Nothing is changed yet. You may leave this page; the validation goes on.'}
      </p>
      <WaitingNotice waiting={waiting} />
      {progress ? (
        <ProgressMeter label={IMPORT_PHASE_WORDS[progress.phase]} progress={progress} />
      ) : (
        <div className="meter">
          <span id="meter-label">About to begin</span>
          <progress aria-labelledby="meter-label" />
        </div>
      )}
      <ConfirmedBy confirmation={confirmation} />
      <div className="actions">
        <ImportControlButtons {...props} />
      </div>
    </section>
  );
}
