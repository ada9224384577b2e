/** Our small course: a few pages, and a bookmark that says which one the learner was on. */
export const PAGES = 5;

export const bookmarkOf = (page: number): string => `page-${page}`;

/** From 1. An empty bookmark, or one of another course's making, is the beginning. */
export function pageOf(bookmark: string): number {
  const page = Number(/^page-(\d{1,3})$/.exec(bookmark)?.[1] ?? 1);
  return Math.min(Math.max(page, 1), PAGES);
}

/** From 0 at the first page to 1 once the last one is done. */
export const progressAt = (page: number): number => (page - 1) / PAGES;
