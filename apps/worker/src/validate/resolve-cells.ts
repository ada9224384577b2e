import type { Lookup } from './read-cell';

/** A cell that names somebody or something, with the look-ups that it allows. */
export type NamingCell<By extends string> = {
  heading: string;
  reading: By | 'any';
  value: string;
  lookups: readonly Lookup<By>[];
};

/** What the cells of one row lead to: exactly one, or why not. */
export type Resolution<Match> =
  | { kind: 'one'; match: Match; value: string }
  | { kind: 'empty' }
  | { kind: 'none'; value: string }
  | { kind: 'many'; value: string; count: number; readings: string }
  | { kind: 'disagree'; first: string; second: string };

type Candidate<Match> = { match: Match; by: string };
const WORDS: Readonly<Record<string, string>> = {
  login: 'login ID',
  email: 'email',
  uuid: 'UUID',
  external: 'external ID',
  asset: 'asset ID',
};

/**
 * A row must lead to exactly one learner or course, whatever the reading: never a matter of precedence. Where several
 * columns name it (an export of the Learner Activity report), all of them must agree; empty ones say nothing.
 */
export function resolveCells<By extends string, Match extends { id: number }>(
  cells: readonly NamingCell<By>[],
  find: (lookup: Lookup<By>) => readonly Match[],
): Resolution<Match> {
  let common: { heading: string; value: string; candidates: Map<number, Candidate<Match>> } | undefined;
  for (const { heading, value, lookups } of cells) {
    if (value === '') continue;
    const candidates = candidatesOf(lookups, find);
    if (candidates.size === 0) return { kind: 'none', value };
    if (!common) {
      common = { heading, value, candidates };
      continue;
    }
    const agreed = new Map([...common.candidates].filter(([id]) => candidates.has(id)));
    if (agreed.size === 0) return { kind: 'disagree', first: common.heading, second: heading };
    common = { ...common, candidates: agreed };
  }
  if (!common) return { kind: 'empty' };
  const { value, candidates } = common;
  const [only, another] = candidates.values();
  if (only && !another) return { kind: 'one', match: only.match, value };
  return { kind: 'many', value, count: candidates.size, readings: readingsOf(candidates) };
}

function candidatesOf<By extends string, Match extends { id: number }>(
  lookups: readonly Lookup<By>[],
  find: (lookup: Lookup<By>) => readonly Match[],
): Map<number, Candidate<Match>> {
  const candidates = new Map<number, Candidate<Match>>();
  for (const lookup of lookups)
    for (const match of find(lookup))
      if (!candidates.has(match.id)) candidates.set(match.id, { match, by: lookup.by });
  return candidates;
}

/** In words: "1 by login ID, 2 by email". */
function readingsOf(candidates: Map<number, Candidate<unknown>>): string {
  const counts = new Map<string, number>();
  for (const { by } of candidates.values()) counts.set(by, (counts.get(by) ?? 0) + 1);
  return [...counts].map(([by, count]) => `${count} by ${WORDS[by] ?? by}`).join(', ');
}
