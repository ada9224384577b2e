import type { ProblemGroup } from '@reset/shared/contracts/bulk-reset';
import { useCallback } from 'react';
import { listProblems } from '../../api-client';
import { PagedList } from '../../ui/paged-list';
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
  return (
    <PagedList pages={usePages(load)} failed="The rows could not be loaded" more="Show more rows">
      {(problems) => <ProblemTable problems={problems} caption={`${title}: every row`} />}
    </PagedList>
  );
}
