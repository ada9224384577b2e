import { FINAL_STATUSES } from '@reset/shared/contracts/bulk-reset-status';
import { type DirectoryImportView, statusOfImport } from '@reset/shared/contracts/directory-import';
import { Link, useParams } from 'react-router';
import { directoryFileUrl, showDirectoryImport } from '../../api-client';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice, Notice } from '../../ui/notice';
import { stepFor } from '../../ui/step-for-status';
import { Stepper } from '../../ui/stepper';
import { Time } from '../../ui/time';
import { useFollowed } from '../../ui/use-followed';
import { ImportDone } from './import-done';
import { ImportResults } from './import-results';
import { ImportRunning } from './import-running';
import { ImportStatusTag } from './import-status-tag';
import type { ImportStepProps } from './import-step-props';
import { IMPORT_STEPS } from './import-words';
import { KIND_WORDS } from './kind-words';

/** One import. Which step it shows is the server's word alone. */
export function ImportPage() {
  const { id = '' } = useParams();
  return <FollowedImport key={id} id={id} />;
}

const SHOWN = {
  show: showDirectoryImport,
  statusOf: ({ status }: DirectoryImportView) => statusOfImport(status),
};

function FollowedImport({ id }: { id: string }) {
  const { view, trouble, error, take, askAgain } = useFollowed(id, SHOWN);
  return (
    <>
      <p className="path">
        <Link to="/directory">Directory</Link>
      </p>
      {view && <Head view={view} />}
      {!view && error !== undefined && <PageHeading>Import</PageHeading>}
      <ErrorNotice error={error} title="The import cannot be shown" />
      <div role="status">
        {trouble !== undefined && error === undefined && (
          <Notice kind="warning" title="The page is not up to date">
            <p>The server does not answer. The page asks again by itself; the import goes on without it.</p>
          </Notice>
        )}
      </div>
      {view && <CurrentStep view={view} onChanged={take} onOutdated={askAgain} />}
    </>
  );
}

function Head({
  view: { id, kind, file, status, createdAt, createdBy, retention },
}: {
  view: DirectoryImportView;
}) {
  const cutShort = status !== 'completed' && FINAL_STATUSES.includes(statusOfImport(status));
  return (
    <>
      <div className="title-line">
        <PageHeading title={file.name}>
          <span className="for-screen-readers">Import </span>
          {file.name}
        </PageHeading>
        <ImportStatusTag status={status} />
      </div>
      <p className="quiet">
        {KIND_WORDS[kind].title} · Uploaded <Time at={createdAt} /> by {createdBy.name} · {file.description}
        {retention.files.expiredAt === null && (
          <>
            {' · '}
            <a href={directoryFileUrl(id, 'file.csv')} download>
              Download the uploaded file
            </a>
          </>
        )}
      </p>
      <Stepper step={stepFor(statusOfImport(status))} steps={IMPORT_STEPS} cutShort={cutShort} />
    </>
  );
}

function CurrentStep(props: ImportStepProps) {
  switch (stepFor(statusOfImport(props.view.status))) {
    case 'results':
      return <ImportResults {...props} />;
    case 'done':
      return <ImportDone {...props} />;
    default:
      return <ImportRunning {...props} />;
  }
}
