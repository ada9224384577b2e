import { useCallback, useEffect, useRef, useState } from 'react';
import { isAbort } from '../api-reply';

export type Page<Item> = { items: Item[]; nextCursor: string | null };
type Pages<Item> = { items: Item[]; nextCursor: string | null; loading: boolean; error: unknown };
type LoadPage<Item> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>;

/** A list that grows page by page. It starts anew whenever `load` becomes another function. */
export function usePages<Item>(load: LoadPage<Item>) {
  const [pages, setPages] = useState<Pages<Item>>(NOTHING_YET);
  const controller = useRef(new AbortController());
  const loadPage = useCallback(
    async (before: Item[], cursor: string | undefined, signal: AbortSignal) => {
      setPages((pages) => ({ ...pages, loading: true, error: undefined }));
      try {
        const { items, nextCursor } = await load(cursor, signal);
        setPages({ items: [...before, ...items], nextCursor, loading: false, error: undefined });
      } catch (error) {
        if (!isAbort(error)) setPages((pages) => ({ ...pages, loading: false, error }));
      }
    },
    [load],
  );
  useEffect(() => {
    controller.current = new AbortController();
    setPages(NOTHING_YET);
    void loadPage([], undefined, controller.current.signal);
    return () => controller.current.abort();
  }, [loadPage]);
  const { nextCursor } = pages;
  const more =
    nextCursor === null ? undefined : () => loadPage(pages.items, nextCursor, controller.current.signal);
  return { ...pages, more };
}

const NOTHING_YET = { items: [], nextCursor: null, loading: true, error: undefined };
