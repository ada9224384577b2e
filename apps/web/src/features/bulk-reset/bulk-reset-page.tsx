import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { FINAL_STATUSES } from '@reset/shared/contracts/bulk-reset-status';
import { Link, useParams } from 'react-router';
import { uploadedFileUrl } from '../../api-client';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice, Notice } from '../../ui/notice';
import { StatusTag } from '../../ui/status-tag';
import { stepFor } from '../../ui/step-for-status';
import { Stepper } from '../../ui/stepper';
import { Time } from '../../ui/time';
import { DoneStep } from './done-step';
import { ResettingStep } from './resetting-step';
import { ResultsStep } from './results-step';
import type { StepProps } from './step-props';
import { UndoCard } from './undo/undo-card';
import { useBulkReset } from './use-bulk-reset';
import { ValidatingStep } from './validating-step';

/** One bulk reset. Which step it shows is the server's word alone. */
export function BulkResetPage() {
  const { id = '' } = useParams();
  return <FollowedBulkReset key={id} id={id} />;
}

function FollowedBulkReset({ id }: { id: string }) {
  const { bulkReset, trouble, error, take, askAgain } = useBulkReset(id);
  return (
    <>
      <p className="path">
        <Link to="/bulk-resets">Reset course progress</Link>
      </p>
      {bulkReset && <Head bulkReset={bulkReset} />}
      {!bulkReset && error !== undefined && <PageHeading>Bulk reset</PageHeading>}
      <ErrorNotice error={error} title="The bulk reset cannot be shown" />
      <div role="status">{trouble !== undefined && error === undefined && <Trouble />}</div>
      {bulkReset && <CurrentStep bulkReset={bulkReset} onChanged={take} onOutdated={askAgain} />}
    </>
  );
}

function Head({ bulkReset }: { bulkReset: BulkResetView }) {
  const { file, status, createdAt, createdBy, retention } = bulkReset;
  return (
    <>
      <div className="title-line">
        <PageHeading title={file.name}>
          <span className="for-screen-readers">Bulk reset </span>
          {file.name}
        </PageHeading>
        <StatusTag status={status} />
      </div>
      <p className="quiet">
        Uploaded <Time at={createdAt} /> by {createdBy.name} · {file.description}
        {retention.files.expiredAt === null && (
          <>
            {' · '}
            <a href={uploadedFileUrl(bulkReset.id)} download>
              Download the uploaded file
            </a>
          </>
        )}
      </p>
      <Stepper step={stepFor(status)} cutShort={status !== 'completed' && FINAL_STATUSES.includes(status)} />
    </>
  );
}

function CurrentStep(props: StepProps) {
  switch (stepFor(props.bulkReset.status)) {
    case 'results':
      return <ResultsStep {...props} />;
    case 'resetting':
      return <ResettingStep {...props} />;
    case 'done':
      return (
        <>
          <DoneStep {...props} />
          <UndoCard bulkReset={props.bulkReset} />
        </>
      );
    default:
      return <ValidatingStep {...props} />;
  }
}

function Trouble() {
  return (
    <Notice kind="warning" title="The page is not up to date">
      <p>The server does not answer. The page asks again by itself; the bulk reset goes on without it.</p>
    </Notice>
  );
}
