import type { DirectoryImportView } from '@reset/shared/contracts/directory-import';
import { Link } from 'react-router';
import { directoryFileUrl } from '../../api-client';
import { ConfirmedBy } from '../../ui/confirmed-by';
import { plural } from '../../ui/format';
import { StepHeading } from '../../ui/heading';
import { OutcomeTable } from '../../ui/outcome-table';
import { RetentionNote } from '../../ui/retention-note';
import { useMay } from '../../ui/session-context';
import { ImportControlButtons } from './import-control-buttons';
import type { ImportStepProps } from './import-step-props';
import { IMPORT_OUTCOMES } from './import-words';

/** What was done with every row, and why it ended. */
export function ImportDone(props: ImportStepProps) {
  const { view } = props;
  const mayWrite = useMay('directory:write');
  const { id, counts, confirmation, retention } = view;
  const hasOutcome = confirmation && !retention.files.expiredAt && !retention.details.expiredAt;
  return (
    <section className="card">
      <StepHeading>{headingFor(view)}</StepHeading>
      <p>{explanationFor(view)}</p>
      <ConfirmedBy confirmation={confirmation} />
      {confirmation && <OutcomeTable lines={IMPORT_OUTCOMES} counts={counts} />}
      <RetentionNote retention={retention} />
      <div className="actions">
        {hasOutcome && (
          <a className="button primary" href={directoryFileUrl(id, 'outcome.csv')} download>
            Download outcome
          </a>
        )}
        <ImportControlButtons {...props} />
        {mayWrite && (
          <Link className="button" to="/directory/new">
            Start another import
          </Link>
        )}
      </div>
    </section>
  );
}

function headingFor({ status, counts: { created, updated } }: DirectoryImportView): string {
  if (status === 'completed') return `Completed: ${plural(created, 'row')} created, ${updated} updated`;
  if (status === 'cancelled') return 'Cancelled';
  return status === 'refused' ? 'The file could not be read' : 'Stopped by a fault';
}

function explanationFor({ status, confirmation }: DirectoryImportView): string {
  if (status === 'completed')
    return 'Everything is as the file says. The same file again would change nothing.';
  if (status === 'refused') return 'Nothing was changed. Correct the file and start another import with it.';
  if (!confirmation)
    return status === 'cancelled'
      ? 'It was cancelled before anything was applied.'
      : 'A fault on our side stopped the validation. Nothing was changed. Upload the file again; if it stops again, tell support.';
  return status === 'cancelled'
    ? 'It was cancelled while it was applied. What was applied before stays; the rest was not processed.'
    : 'A fault on our side stopped it. What was applied before stays; the rest was not processed. Tell support.';
}
