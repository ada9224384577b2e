import type { BulkResetPage } from '@reset/shared/contracts/bulk-reset';
import { BULK_RESET_STATUSES, type BulkResetStatus } from '@reset/shared/contracts/bulk-reset-status';
import { useCallback } from 'react';
import { Link, useSearchParams } from 'react-router';
import { listBulkResets, TEMPLATE_URL } from '../../api-client';
import { formatCount } from '../../ui/format';
import { PageHeading } from '../../ui/heading';
import { PagedList } from '../../ui/paged-list';
import { useMay } from '../../ui/session-context';
import { StatusTag } from '../../ui/status-tag';
import { STATUS_WORDS } from '../../ui/status-words';
import { Time } from '../../ui/time';
import { usePages } from '../../ui/use-pages';

/** Learning > Reset course progress: what has been uploaded so far, and the way to start another. */
export function BulkResetsPage() {
  const { status, choose } = useStatusFilter();
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const { bulkResets, nextCursor } = await listBulkResets({ status, cursor }, signal);
      return { items: bulkResets, nextCursor };
    },
    [status],
  );
  const pages = usePages(load);
  return (
    <>
      <PageHead />
      <StatusFilter status={status} onChoose={choose} />
      <PagedList
        pages={pages}
        failed="The list could not be loaded"
        nothing={<Nothing filtered={status !== undefined} />}
        more="Show older ones"
      >
        {(bulkResets) => <BulkResetTable bulkResets={bulkResets} />}
      </PagedList>
    </>
  );
}

function PageHead() {
  const mayCreate = useMay('bulk-reset:create');
  return (
    <div className="page-head">
      <div>
        <PageHeading>Reset course progress</PageHeading>
        <p className="lead">
          One CSV file names learners and courses. The next time these learners launch the courses, they start
          from the beginning. Earlier completions stay in their records.
        </p>
      </div>
      <div className="actions">
        {mayCreate && (
          <Link className="button primary" to="/bulk-resets/new">
            Start bulk reset
          </Link>
        )}
        <a className="button" href={TEMPLATE_URL} download>
          Download template
        </a>
      </div>
    </div>
  );
}

type StatusFilterProps = {
  status: BulkResetStatus | undefined;
  onChoose: (status: BulkResetStatus | undefined) => void;
};

function StatusFilter({ status, onChoose }: StatusFilterProps) {
  return (
    <p className="filter">
      <label htmlFor="status">Status</label>
      <select id="status" value={status ?? ''} onChange={({ target }) => onChoose(statusOf(target.value))}>
        <option value="">All</option>
        {BULK_RESET_STATUSES.map((value) => (
          <option key={value} value={value}>
            {STATUS_WORDS[value].words}
          </option>
        ))}
      </select>
    </p>
  );
}

function BulkResetTable({ bulkResets }: { bulkResets: Readonly<BulkResetPage['bulkResets']> }) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">Bulk resets, newest first</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Status</th>
            <th scope="col" className="number">
              Rows
            </th>
            <th scope="col">Uploaded</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {bulkResets.map(({ id, file, status, counts, createdAt, createdBy }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/bulk-resets/${id}`}>{file.name}</Link>
              </th>
              <td>
                <StatusTag status={status} />
              </td>
              <td className="number">{formatCount(counts.rows)}</td>
              <td>
                <Time at={createdAt} />
              </td>
              <td>{createdBy.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return (
    <p className="nothing">
      {filtered
        ? 'No bulk reset has this status.'
        : 'No file has been uploaded yet. Start with the template.'}
    </p>
  );
}

/** The filter stands in the address, so that a link shows the same list. */
function useStatusFilter() {
  const [search, setSearch] = useSearchParams();
  const choose = (status: BulkResetStatus | undefined) =>
    setSearch(status ? { status } : {}, { replace: true });
  return { status: statusOf(search.get('status')), choose };
}

const statusOf = (value: string | null): BulkResetStatus | undefined =>
  BULK_RESET_STATUSES.find((status) => status === value);
