import type { DirectoryImportView, DirectoryProblemGroup } from '@reset/shared/contracts/directory-import';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import { directoryFileUrl, listDirectoryProblems } from '../../api-client';
import type { ListProblems } from '../../ui/all-problems';
import { formatCount, plural } from '../../ui/format';
import { StepHeading } from '../../ui/heading';
import { ProblemGroups } from '../../ui/problem-groups';
import { useMay } from '../../ui/session-context';
import { ConfirmImportDialog } from './confirm-import-dialog';
import { DIRECTORY_PROBLEM_TITLE } from './directory-problem-title';
import { ImportControlButtons } from './import-control-buttons';
import type { ImportStepProps } from './import-step-props';

/** What the validation found: counts first, then the problems, then the one button that goes on. */
export function ImportResults(props: ImportStepProps) {
  const { id, status, counts, impact, problems, hasReport } = props.view;
  const list = useCallback<ListProblems<DirectoryProblemGroup>>(
    ({ code, severity }, cursor, signal) => listDirectoryProblems(id, { code, severity, cursor }, signal),
    [id],
  );
  const fails = status === 'needs-fixes';
  return (
    <>
      <section className="card">
        <StepHeading>
          {fails ? `${plural(counts.withErrors, 'row has', 'rows have')} errors` : 'The file is valid'}
        </StepHeading>
        <p>
          {fails
            ? 'While a row has an error, nothing can be applied. Correct the rows in the file, or remove them, and upload it again.'
            : 'No row has an error. Nothing is changed before you confirm.'}
        </p>
        <dl className="tiles">
          <Tile name="Rows" count={counts.rows} />
          <Tile name="Rows with errors" count={counts.withErrors} />
          <Tile name="Repeated" count={counts.repeated} />
        </dl>
        {hasReport && problems.length > 0 && <Report view={props.view} />}
      </section>
      {!fails && impact && (
        <section className="card">
          <h3>What the import will do</h3>
          <dl className="tiles">
            <Tile name="Create" count={impact.create} />
            <Tile name="Update" count={impact.update} />
            <Tile name="Leave unchanged" count={impact.unchanged} />
            {impact.deactivate > 0 && (
              <Tile name="Of the updates: deactivate or retire" count={impact.deactivate} />
            )}
          </dl>
        </section>
      )}
      <ProblemGroups groups={problems} titles={DIRECTORY_PROBLEM_TITLE} list={list} />
      <NextActions {...props} />
    </>
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

function Report({ view: { id, counts } }: { view: DirectoryImportView }) {
  return (
    <>
      <div className="actions">
        <a
          className="button"
          href={directoryFileUrl(id, 'report.csv')}
          download
          aria-describedby="report-hint"
        >
          Download validation report
        </a>
        {counts.withErrors > 0 && (
          <a
            className="button"
            href={directoryFileUrl(id, 'report.csv?rows=errors')}
            download
            aria-describedby="report-hint"
          >
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

function NextActions(props: ImportStepProps) {
  const [open, setOpen] = useState(false);
  const mayWrite = useMay('directory:write');
  const { status } = props.view;
  return (
    <div className="actions next">
      {mayWrite && status === 'ready' && (
        <button type="button" className="primary" onClick={() => setOpen(true)}>
          Next, apply
        </button>
      )}
      {mayWrite && status === 'needs-fixes' && (
        <Link className="button primary" to="/directory/new">
          Upload corrected file
        </Link>
      )}
      <ImportControlButtons {...props} />
      {!mayWrite && <p className="quiet">Only an administrator can apply an import.</p>}
      {open && <ConfirmImportDialog {...props} onClose={() => setOpen(false)} />}
    </div>
  );
}
