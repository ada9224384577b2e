import { median } from './median';

/** Numbers by their names; one that could not be had is missing. */
export type Figures = Record<string, number>;

/** How much each has grown; what is missing in one of both is missing here. */
export const grownBy = (before: Figures, after: Figures): Figures =>
  Object.fromEntries(
    Object.entries(after).flatMap(([name, value]) => {
      const earlier = before[name];
      return earlier === undefined ? [] : [[name, value - earlier]];
    }),
  );

/** The median of each, over those that have it. */
export function medians(all: readonly Figures[]): Figures {
  const names = new Set(all.flatMap((figures) => Object.keys(figures)));
  return Object.fromEntries(
    [...names].map((name) => [name, exact(median(all.flatMap((figures) => figures[name] ?? [])))]),
  );
}

/** Six digits: what follows them arithmetic has made up. */
export const exact = (value: number): number => Number(value.toPrecision(6));
