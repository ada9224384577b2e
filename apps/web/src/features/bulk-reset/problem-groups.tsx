import type { ProblemGroup } from '@reset/shared/contracts/bulk-reset';
import { useState } from 'react';
import { plural } from '../../ui/format';
import { Tag } from '../../ui/tag';
import { AllProblems } from './all-problems';
import { ProblemTable } from './problem-table';
import { PROBLEM_TITLE } from './problem-title';

type ProblemGroupsProps = { bulkResetId: string; groups: readonly ProblemGroup[] };

/** With more kinds of problems than this, only the first is unfolded, so that all can be seen at a glance. */
const UNFOLDED = 4;

/** The problems, errors before warnings, each kind with examples and a way to see every row. */
export function ProblemGroups({ bulkResetId, groups }: ProblemGroupsProps) {
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
          <GroupSummary group={group} />
          <GroupRows bulkResetId={bulkResetId} group={group} />
        </details>
      ))}
    </section>
  );
}

function GroupSummary({ group: { code, severity, count, column } }: { group: ProblemGroup }) {
  return (
    <summary>
      <h4>{PROBLEM_TITLE[code]}</h4>
      <Tag tone={severity === 'error' ? 'bad' : 'careful'}>{severity === 'error' ? 'Error' : 'Warning'}</Tag>
      <span className="quiet">
        {plural(count, 'row')} · {column === 'Row' ? 'the whole row' : `column ${column}`}
      </span>
    </summary>
  );
}

function GroupRows({ bulkResetId, group }: { bulkResetId: string; group: ProblemGroup }) {
  const [all, setAll] = useState(false);
  const { code, count, examples } = group;
  const title = PROBLEM_TITLE[code];
  return (
    <>
      {all ? (
        <AllProblems bulkResetId={bulkResetId} group={group} title={title} />
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
