import type { BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import { ConfirmedBy } from '../../ui/confirmed-by';
import { StepHeading } from '../../ui/heading';
import { ProgressMeter } from '../../ui/progress-meter';
import { STATUS_WORDS } from '../../ui/status-words';
import { WaitingNotice } from '../../ui/waiting-notice';
import { ControlButtons } from './control-buttons';
import type { StepProps } from './step-props';
import { AboutToBegin, PHASE_WORDS } from './validating-step';

const EXPLANATION: Partial<Record<BulkResetStatus, string>> = {
  pausing: 'It stops as soon as the rows that are being reset at this moment are done.',
  paused: 'Nothing is being reset at the moment.',
  cancelling:
    'It stops as soon as the rows that are being reset at this moment are done. What is reset stays reset.',
};

export function ResettingStep({ bulkReset, onChanged, onOutdated }: StepProps) {
  const { progress, status } = bulkReset;
  return (
    <section className="card">
      <StepHeading>
        {status === 'resetting' ? 'Resetting course progress' : STATUS_WORDS[status].words}
      </StepHeading>
      <p>
        {EXPLANATION[status] ??
          'Each learner starts a course from the beginning as soon as its row is reset. You may leave this page; the reset goes on.'}
      </p>
      <WaitingNotice waiting={bulkReset.waiting} />
      {progress ? (
        <ProgressMeter label={PHASE_WORDS[progress.phase]} progress={progress} />
      ) : (
        <AboutToBegin />
      )}
      <ConfirmedBy confirmation={bulkReset.confirmation} />
      <div className="actions">
        <ControlButtons bulkReset={bulkReset} onChanged={onChanged} onOutdated={onOutdated} />
      </div>
    </section>
  );
}
