import { useCallback } from 'react';
import { PagedList } from './paged-list';
import { type ProblemOfRow, ProblemTable } from './problem-table';
import { usePages } from './use-pages';

/** Asks for a page of the problems of one code. */
export type ListProblems<Group> = (
  group: Group,
  cursor: string | undefined,
  signal: AbortSignal,
) => Promise<{ problems: ProblemOfRow[]; nextCursor: string | null }>;
type AllProblemsProps<Group> = { group: Group; title: string; list: ListProblems<Group> };

/** Every row with this problem, page by page, in the order of the file. */
export function AllProblems<Group extends { column: string }>({
  group,
  title,
  list,
}: AllProblemsProps<Group>) {
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const { problems, nextCursor } = await list(group, cursor, signal);
      // The API tells problems apart by code; the same code may stand in two columns, and then it is two groups.
      return { items: problems.filter((problem) => problem.column === group.column), nextCursor };
    },
    [group, list],
  );
  return (
    <PagedList pages={usePages(load)} failed="The rows could not be loaded" more="Show more rows">
      {(problems) => <ProblemTable problems={problems} caption={`${title}: every row`} />}
    </PagedList>
  );
}
