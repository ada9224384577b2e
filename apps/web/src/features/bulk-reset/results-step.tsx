import type { BulkResetView, Counts, ProblemGroup } from '@reset/shared/contracts/bulk-reset';
import { canBecome } from '@reset/shared/contracts/bulk-reset-status';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { listProblems, reportUrl } from '../../api-client';
import type { ListProblems } from '../../ui/all-problems';
import { formatCount, plural } from '../../ui/format';
import { StepHeading } from '../../ui/heading';
import { ProblemGroups } from '../../ui/problem-groups';
import { useMay } from '../../ui/session-context';
import { ControlButtons } from './control-buttons';
import { ImpactSummary } from './impact-summary';
import { PROBLEM_TITLE } from './problem-title';
import { ResetButton } from './reset-button';
import type { StepProps } from './step-props';

/** What the validation found: counts first, then the problems, then the one button that goes on. */
export function ResultsStep(props: StepProps) {
  const { bulkReset } = props;
  const { id, counts, impact, problems, status } = bulkReset;
  const list = useCallback<ListProblems<ProblemGroup>>(
    ({ code, severity }, cursor, signal) => listProblems(id, { code, severity, cursor }, signal),
    [id],
  );
  return (
    <>
      <section className="card">
        <StepHeading>{headingFor(bulkReset)}</StepHeading>
        <p>{explanationFor(bulkReset)}</p>
        <CountTiles counts={counts} />
        {bulkReset.hasReport && problems.length > 0 && <Report bulkReset={bulkReset} />}
      </section>
      {status !== 'needs-fixes' && impact && (
        <section className="card">
          <h3>What the reset will do</h3>
          <ImpactSummary impact={impact} />
        </section>
      )}
      <ProblemGroups groups={problems} titles={PROBLEM_TITLE} list={list} />
      <NextActions {...props} />
    </>
  );
}

function headingFor({ status, counts }: BulkResetView): string {
  if (status === 'needs-fixes') return `${plural(counts.withErrors, 'row has', 'rows have')} errors`;
  if (status === 'awaiting-approval') return 'Waiting for approval';
  if (status === 'scheduled') return 'Scheduled';
  return 'The file is valid';
}

const explanationFor = ({ status }: BulkResetView): string =>
  status === 'needs-fixes'
    ? 'While a row has an error, the reset cannot be started. Correct the rows in the file, or remove them, and upload it again.'
    : 'No row has an error. Nothing is reset before you confirm.';

function CountTiles({ counts }: { counts: Counts }) {
  return (
    <dl className="tiles">
      <Tile name="Rows" count={counts.rows} />
      <Tile name="Rows with errors" count={counts.withErrors} />
      <Tile name="Left out (FALSE)" count={counts.excluded} />
      <Tile name="Repeated" count={counts.repeated} />
    </dl>
  );
}

function Tile({ name, count }: { name: string; count: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figure">{formatCount(count)}</dd>
    </div>
  );
}

function Report({ bulkReset: { id, counts } }: { bulkReset: BulkResetView }) {
  return (
    <>
      <div className="actions">
        <a className="button" href={reportUrl(id, 'all')} download aria-describedby="report-hint">
          Download validation report
        </a>
        {counts.withErrors > 0 && (
          <a className="button" href={reportUrl(id, 'errors')} download aria-describedby="report-hint">
            Only the rows with errors
          </a>
        )}
      </div>
      <p id="report-hint" className="quiet">
        The report is a copy of your file with one more column at the far right, <b>Error</b>.
        {counts.withErrors > 0 && ' Correct the rows there and upload it again; the column may stay.'}
      </p>
    </>
  );
}

function NextActions(props: StepProps) {
  const mayConfirm = useMay('bulk-reset:confirm');
  const mayCreate = useMay('bulk-reset:create');
  const { status } = props.bulkReset;
  const confirmable = status === 'needs-fixes' || canBecome(status, 'resetting');
  return (
    <div className="actions next">
      {mayConfirm && confirmable && <ResetButton {...props} />}
      {mayCreate && status === 'needs-fixes' && (
        <Link className="button" to={`/bulk-resets/${props.bulkReset.id}/correct`}>
          Upload corrected file
        </Link>
      )}
      <ControlButtons {...props} />
      {!mayConfirm && <p className="quiet">Only an administrator can start the reset.</p>}
    </div>
  );
}
