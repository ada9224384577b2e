import type { ReactNode } from 'react';
import { ErrorNotice } from './notice';
import type { usePages } from './use-pages';

type PagedListProps<Item> = {
  pages: ReturnType<typeof usePages<Item>>;
  /** Over an error. */
  failed: string;
  /** Instead of the items where there are none. */
  nothing?: ReactNode;
  /** On the button for the next page. */
  more?: string;
  children: (items: readonly Item[]) => ReactNode;
};

/** What has come of a list so far, what is wrong with it, and the way to the next page. */
export function PagedList<Item>({
  pages: { items, more, loading, error },
  failed,
  nothing,
  more: moreWords = 'Show more',
  children,
}: PagedListProps<Item>) {
  return (
    <>
      <ErrorNotice error={error} title={failed} />
      {items.length > 0 && children(items)}
      {items.length === 0 && !loading && error === undefined && nothing}
      <p role="status" className="quiet">
        {loading && 'Loading…'}
      </p>
      {more && !loading && (
        <button type="button" onClick={more}>
          {moreWords}
        </button>
      )}
    </>
  );
}
