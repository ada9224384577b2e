import type { FilePhase } from '@reset/shared/contracts/bulk-reset';
import { StepHeading } from '../../ui/heading';
import { ProgressMeter } from '../../ui/progress-meter';
import { WaitingNotice } from '../../ui/waiting-notice';
import { ControlButtons } from './control-buttons';
import type { StepProps } from './step-props';

export const PHASE_WORDS: Record<FilePhase, string> = {
  validate: 'Checking every row',
  settle: 'Comparing rows, and counting what the reset will do',
  summarize: 'Summing up',
  report: 'Writing the validation report',
  reset: 'Resetting course progress',
};

export function ValidatingStep({ bulkReset, onChanged, onOutdated }: StepProps) {
  const { progress } = bulkReset;
  return (
    <section className="card">
      <StepHeading>Validating data</StepHeading>
      <p>Every row is checked. Nothing is reset yet. You may leave this page; the validation goes on.</p>
      <WaitingNotice waiting={bulkReset.waiting} />
      {progress ? (
        <ProgressMeter label={PHASE_WORDS[progress.phase]} progress={progress} />
      ) : (
        <AboutToBegin />
      )}
      <div className="actions">
        <ControlButtons bulkReset={bulkReset} onChanged={onChanged} onOutdated={onOutdated} />
      </div>
    </section>
  );
}

/** Until the first row is done there is nothing to count, only that it waits its turn. */
export function AboutToBegin() {
  return (
    <div className="meter">
      <span id="meter-label">About to begin</span>
      <progress aria-labelledby="meter-label" />
    </div>
  );
}
