import type { ProblemGroup } from '@reset/shared/contracts/bulk-reset';
import { useCallback } from 'react';
import { listProblems } from '../../api-client';
import { ErrorNotice } from '../../ui/notice';
import { usePages } from '../../ui/use-pages';
import { ProblemTable } from './problem-table';

type AllProblemsProps = { bulkResetId: string; group: ProblemGroup; title: string };

/** Every row with this problem, page by page, in the order of the file. */
export function AllProblems({ bulkResetId, group, title }: AllProblemsProps) {
  const { code, severity, column } = group;
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const { problems, nextCursor } = await listProblems(bulkResetId, { code, severity, cursor }, signal);
      // The API tells problems apart by code; the same code may stand in two columns, and then it is two groups.
      return { items: problems.filter((problem) => problem.column === column), nextCursor };
    },
    [bulkResetId, code, severity, column],
  );
  const { items, more, loading, error } = usePages(load);
  return (
    <>
      {items.length > 0 && <ProblemTable problems={items} caption={`${title}: every row`} />}
      <ErrorNotice error={error} title="The rows could not be loaded" />
      <p role="status" className="quiet">
        {loading && 'Loading…'}
      </p>
      {more && !loading && (
        <button type="button" onClick={more}>
          Show more rows
        </button>
      )}
    </>
  );
}
