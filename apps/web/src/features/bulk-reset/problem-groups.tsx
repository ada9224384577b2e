import type { ProblemGroup } from '@reset/shared/contracts/bulk-reset';
import { useState } from 'react';
import { plural } from '../../ui/format';
import { Tag } from '../../ui/tag';
import { AllProblems } from './all-problems';
import { ProblemTable } from './problem-table';
import { PROBLEM_TITLE } from './problem-title';

type ProblemGroupsProps = { bulkResetId: string; groups: readonly ProblemGroup[] };

/** The problems, errors before warnings, each kind with examples and a way to see every row. */
export function ProblemGroups({ bulkResetId, groups }: ProblemGroupsProps) {
  if (groups.length === 0) return null;
  const inOrder = [...groups].sort((a, b) => a.severity.localeCompare(b.severity) || b.count - a.count);
  return (
    <section aria-labelledby="problems">
      <h3 id="problems" className="group-heading">
        Problems
      </h3>
      {inOrder.map((group) => (
        <Group
          key={`${group.severity} ${group.code} ${group.column}`}
          bulkResetId={bulkResetId}
          group={group}
        />
      ))}
    </section>
  );
}

function Group({ bulkResetId, group }: { bulkResetId: string; group: ProblemGroup }) {
  const [all, setAll] = useState(false);
  const { code, column, severity, count, examples } = group;
  const title = PROBLEM_TITLE[code];
  return (
    <section className="card problem-group">
      <div className="title-line">
        <h4>{title}</h4>
        <Tag tone={severity === 'error' ? 'bad' : 'careful'}>
          {severity === 'error' ? 'Error' : 'Warning'}
        </Tag>
        <span className="quiet">
          {plural(count, 'row')} · {column === 'Row' ? 'the whole row' : `column ${column}`}
        </span>
      </div>
      {all ? (
        <AllProblems bulkResetId={bulkResetId} code={code} severity={severity} title={title} />
      ) : (
        <ProblemTable problems={examples} caption={`${title}: the first rows`} />
      )}
      {count > examples.length && (
        <button type="button" className="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show only the first rows' : `Show all ${plural(count, 'row')}`}
          <span className="for-screen-readers"> of “{title}”</span>
        </button>
      )}
    </section>
  );
}
