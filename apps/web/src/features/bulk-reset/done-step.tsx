import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { Link } from 'react-router';
import { outcomeUrl } from '../../api-client';
import { ConfirmedBy } from '../../ui/confirmed-by';
import { plural } from '../../ui/format';
import { StepHeading } from '../../ui/heading';
import { OutcomeTable } from '../../ui/outcome-table';
import { RetentionNote } from '../../ui/retention-note';
import { useMay } from '../../ui/session-context';
import { ControlButtons } from './control-buttons';
import { OUTCOMES } from './outcome-lines';
import type { StepProps } from './step-props';

/** What was done with every row, and why it ended. */
export function DoneStep(props: StepProps) {
  const { bulkReset } = props;
  const mayCreate = useMay('bulk-reset:create');
  const { counts, confirmation, id, retention } = bulkReset;
  const hasOutcome = confirmation && !retention.files.expiredAt && !retention.details.expiredAt;
  return (
    <section className="card">
      <StepHeading>{headingFor(bulkReset)}</StepHeading>
      <p>{explanationFor(bulkReset)}</p>
      <ConfirmedBy confirmation={confirmation} />
      {confirmation && <OutcomeTable lines={OUTCOMES} counts={counts} />}
      <RetentionNote retention={retention} />
      <div className="actions">
        {hasOutcome && (
          <a className="button primary" href={outcomeUrl(id)} download>
            Download outcome
          </a>
        )}
        <ControlButtons {...props} />
        {mayCreate && (
          <Link className="button" to="/bulk-resets/new">
            Start another bulk reset
          </Link>
        )}
      </div>
    </section>
  );
}

function headingFor({ status, counts }: BulkResetView): string {
  if (status === 'completed') return `Completed: ${plural(counts.reset, 'row')} reset`;
  if (status === 'cancelled') return 'Cancelled';
  return status === 'refused' ? 'The file could not be read' : 'Stopped by a fault';
}

function explanationFor({ status, confirmation }: BulkResetView): string {
  if (status === 'completed')
    return 'At their next launch, these learners see that an administrator reset the course, and start from the beginning.';
  if (status === 'refused')
    return 'Nothing was reset. Correct the file and start another bulk reset with it.';
  if (!confirmation)
    return status === 'cancelled'
      ? 'It was cancelled before the reset began. Nothing was reset.'
      : 'A fault on our side stopped the validation. Nothing was reset. Upload the file again; if it stops again, tell support.';
  return status === 'cancelled'
    ? 'It was cancelled during the reset. What was reset before stays reset; the rest was not processed.'
    : 'A fault on our side stopped the reset. What was reset before stays reset; the rest was not processed. Tell support.';
}
