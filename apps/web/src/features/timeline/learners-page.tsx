import type { FoundLearners } from '@reset/shared/contracts/timeline';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { findLearners } from '../../api-client';
import { type FilterField, FilterForm } from '../../ui/filter-form';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice } from '../../ui/notice';
import { useFilter } from '../../ui/use-filter';
import { useLoaded } from '../../ui/use-loaded';

const FIELDS: readonly FilterField[] = [
  { name: 'search', label: 'Learner', placeholder: 'Login ID, email, UUID or name' },
];
const NAMES = FIELDS.map(({ name }) => name);

/** Support > What happened: who is meant. A course's timeline is reached from its page. */
export function LearnersPage() {
  const { values, apply } = useFilter(NAMES);
  return (
    <>
      <PageHeading>What happened</PageHeading>
      <p className="lead">
        To a learner: launches, completions, resets and the messages about them. For a course, open it in{' '}
        <Link to="/content">Content</Link>.
      </p>
      <FilterForm label="Find a learner" fields={FIELDS} values={values} onApply={apply} />
      {values.search !== undefined && <Found search={values.search} />}
    </>
  );
}

function Found({ search }: { search: string }) {
  const { loaded } = useLoaded(useCallback((signal: AbortSignal) => findLearners(search, signal), [search]));
  return (
    <>
      <ErrorNotice
        error={loaded.state === 'failed' ? loaded.error : undefined}
        title="The learners could not be searched"
      />
      <p role="status" className="quiet">
        {loaded.state === 'loading' && 'Searching…'}
        {loaded.state === 'loaded' && foundWords(loaded.value)}
      </p>
      {loaded.state === 'loaded' && loaded.value.learners.length > 0 && (
        <LearnerTable learners={loaded.value.learners} />
      )}
    </>
  );
}

function foundWords({ learners, more }: FoundLearners): string {
  if (learners.length === 0) return 'No learner matches. A part in the middle of a name is not searched.';
  return more ? 'More learners match: write more of the name.' : '';
}

function LearnerTable({ learners }: Pick<FoundLearners, 'learners'>) {
  return (
    <div className="table-frame">
      <table className="report">
        <caption className="for-screen-readers">Learners that match, by name</caption>
        <thead>
          <tr>
            <th scope="col">Learner</th>
            <th scope="col">Login ID</th>
            <th scope="col">Email</th>
            <th scope="col">UUID</th>
          </tr>
        </thead>
        <tbody>
          {learners.map(({ id, name, loginId, email, status }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/learners/${id}`}>{name}</Link>
                {status === 'deactivated' && <span className="quiet"> (deactivated)</span>}
              </th>
              <td>{loginId}</td>
              <td>{email ?? '–'}</td>
              <td>
                <span className="uuid">{id}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
