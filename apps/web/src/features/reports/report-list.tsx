import { type ReactNode, useCallback, useState } from 'react';
import type { FilterValues } from '../../ui/filter-form';
import { formatCount } from '../../ui/format';
import { ErrorNotice } from '../../ui/notice';
import { usePages } from '../../ui/use-pages';
import { type ReportPage, searchOn } from './search-on';

type ReportListProps<Row> = {
  values: FilterValues;
  /** Wrap it in `useCallback`, or let it stand outside of a component. */
  ask: (values: FilterValues, cursor: string | undefined, signal: AbortSignal) => Promise<ReportPage<Row>>;
  /** What one row is called, for "Searched 50,000 records". */
  many: string;
  children: (rows: readonly Row[]) => ReactNode;
};

/** The rows of a report that match, page by page. */
export function ReportList<Row>({ values, ask, many, children }: ReportListProps<Row>) {
  const [searched, setSearched] = useState(0);
  const load = useCallback(
    (cursor: string | undefined, signal: AbortSignal) =>
      searchOn((at) => ask(values, at, signal), cursor, setSearched),
    [ask, values],
  );
  const { items, more, loading, error } = usePages(load);
  return (
    <>
      <ErrorNotice error={error} title="The report could not be loaded" />
      {items.length > 0 && children(items)}
      {items.length === 0 && !loading && error === undefined && (
        <p className="nothing">
          {more ? `No match among the first ${formatCount(searched)} ${many}.` : `No ${many} match.`}
        </p>
      )}
      <p role="status" className="quiet">
        {loading && (searched > 0 ? `Searching… ${formatCount(searched)} ${many} so far` : 'Loading…')}
      </p>
      {more && !loading && (
        <button type="button" onClick={more}>
          {items.length > 0 ? 'Show more' : 'Search on'}
        </button>
      )}
    </>
  );
}
