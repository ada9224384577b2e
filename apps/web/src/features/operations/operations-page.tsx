import type { OperationsView } from '@reset/shared/contracts/operations';
import { formatCount } from '../../ui/format';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice, Notice } from '../../ui/notice';
import { Time } from '../../ui/time';
import { FailedTable } from './failed-table';
import { ServiceTags } from './service-tags';
import { UnderWayTable } from './under-way-table';
import { useOperations } from './use-operations';
import { WorkerTable } from './worker-table';

/** Support > Operations: whether everything works, and why something does not move. It reads itself anew. */
export function OperationsPage() {
  const { operations, readAt, error } = useOperations();
  return (
    <>
      <PageHeading>Operations</PageHeading>
      <p className="lead">
        Whether the work goes on, and why something does not. This page keeps itself up to date.
      </p>
      <ErrorNotice error={error} title="The latest state could not be read" />
      {operations && <Sections operations={operations} />}
      {readAt && (
        <p className="quiet">
          As of <Time at={readAt} />
        </p>
      )}
    </>
  );
}

function Sections({ operations }: { operations: OperationsView }) {
  const { services, workers, queue, underWay, more, failed } = operations;
  return (
    <>
      <section className="card" aria-labelledby="services">
        <h2 id="services">Services</h2>
        <ServiceTags services={services} workers={workers} />
      </section>
      <section className="card" aria-labelledby="under-way">
        <h2 id="under-way">Under way</h2>
        <p className="quiet">
          In the shared queue: {formatCount(queue.chunksInHand)} parts in hand and{' '}
          {formatCount(queue.chunksQueued)} next, of {formatCount(queue.bulkResets)} bulk resets of all
          organizations.
        </p>
        {underWay.length > 0 ? <UnderWayTable underWay={underWay} /> : <p>Nothing is under way.</p>}
        {more && <Notice kind="information">These are the oldest. There are more.</Notice>}
      </section>
      {failed.length > 0 && (
        <section className="card" aria-labelledby="failed">
          <h2 id="failed">Failed within the last seven days</h2>
          <FailedTable failed={failed} />
        </section>
      )}
      <section className="card" aria-labelledby="workers">
        <h2 id="workers">Workers</h2>
        {workers.length > 0 ? <WorkerTable workers={workers} /> : <p>No worker was heard of within a day.</p>}
      </section>
    </>
  );
}
