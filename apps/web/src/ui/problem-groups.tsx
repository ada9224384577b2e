import { useState } from 'react';
import { AllProblems, type ListProblems } from './all-problems';
import { plural } from './format';
import { type ProblemOfRow, ProblemTable } from './problem-table';
import { Tag } from './tag';

type Group<Code extends string> = {
  code: Code;
  column: string;
  severity: 'error' | 'warning';
  count: number;
  examples: readonly ProblemOfRow[];
};
type GroupProps<Code extends string, OfGroup extends Group<Code>> = {
  titles: Readonly<Record<Code, string>>;
  /** Always the same function. */
  list: ListProblems<OfGroup>;
};

/** With more kinds of problems than this, only the first is unfolded, so that all can be seen at a glance. */
const UNFOLDED = 4;

/** The problems, errors before warnings, each kind with examples and a way to see every row. */
export function ProblemGroups<Code extends string, OfGroup extends Group<Code>>({
  groups,
  ...of
}: { groups: readonly OfGroup[] } & GroupProps<Code, OfGroup>) {
  if (groups.length === 0) return null;
  const inOrder = [...groups].sort((a, b) => a.severity.localeCompare(b.severity) || b.count - a.count);
  return (
    <section aria-labelledby="problems">
      <h3 id="problems" className="group-heading">
        Problems
      </h3>
      {inOrder.map((group, index) => (
        <details
          key={`${group.severity} ${group.code} ${group.column}`}
          className="card problem-group"
          open={index === 0 || groups.length <= UNFOLDED}
        >
          <GroupSummary group={group} title={of.titles[group.code]} />
          <GroupRows group={group} {...of} />
        </details>
      ))}
    </section>
  );
}

type SummaryProps = { group: Omit<Group<string>, 'examples'>; title: string };

function GroupSummary({ group: { severity, count, column }, title }: SummaryProps) {
  return (
    <summary>
      <h4>{title}</h4>
      <Tag tone={severity === 'error' ? 'bad' : 'careful'}>{severity === 'error' ? 'Error' : 'Warning'}</Tag>
      <span className="quiet">
        {plural(count, 'row')} · {column === 'Row' ? 'the whole row' : `column ${column}`}
      </span>
    </summary>
  );
}

function GroupRows<Code extends string, OfGroup extends Group<Code>>({
  group,
  titles,
  list,
}: { group: OfGroup } & GroupProps<Code, OfGroup>) {
  const [all, setAll] = useState(false);
  const { code, count, examples } = group;
  const title = titles[code];
  return (
    <>
      {all ? (
        <AllProblems group={group} title={title} list={list} />
      ) : (
        <ProblemTable problems={examples} caption={`${title}: the first rows`} />
      )}
      {count > examples.length && (
        <button type="button" className="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show only the first rows' : `Show all ${plural(count, 'row')}`}
          <span className="for-screen-readers"> of “{title}”</span>
        </button>
      )}
    </>
  );
}
