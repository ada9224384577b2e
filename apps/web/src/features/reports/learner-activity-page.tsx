import {
  COURSE_KINDS,
  KIND_NAME,
  RECORD_STATUS_NAME,
  RECORD_STATUSES,
} from '@reset/shared/contracts/learning';
import { Link } from 'react-router';
import { learnerActivityCsvUrl, listLearnerActivity } from '../../api-client';
import { type FilterField, FilterForm, type FilterValues } from '../../ui/filter-form';
import { PageHeading } from '../../ui/heading';
import { useMay } from '../../ui/session-context';
import { useFilter } from '../../ui/use-filter';
import { ActivityTable } from './activity-table';
import { ReportList } from './report-list';

const FIELDS: readonly FilterField[] = [
  { name: 'learner', label: 'Learner', placeholder: 'Login ID, email, UUID or name' },
  { name: 'course', label: 'Course', placeholder: 'Asset ID, UUID or title' },
  { name: 'type', label: 'Type', options: COURSE_KINDS.map((kind) => [kind, KIND_NAME[kind]] as const) },
  {
    name: 'status',
    label: 'Status',
    options: RECORD_STATUSES.map((status) => [status, RECORD_STATUS_NAME[status]] as const),
  },
  { name: 'accessedFrom', label: 'Last opened from', type: 'date' },
  { name: 'accessedTo', label: 'Last opened until', type: 'date' },
  { name: 'completedFrom', label: 'Completed from', type: 'date' },
  { name: 'completedTo', label: 'Completed until', type: 'date' },
  {
    name: 'reset',
    label: 'Begun after a reset',
    options: [
      ['yes', 'Yes'],
      ['no', 'No'],
    ],
  },
];
/** `resetBy` comes from the page of a bulk reset. */
const NAMES = [...FIELDS.map(({ name }) => name), 'resetBy'];

/** Reports > Learner Activity: who has done what, with the identifiers that a file needs. */
export function LearnerActivityPage() {
  const { values, apply } = useFilter(NAMES);
  return (
    <>
      <PageHead values={values} />
      <FilterForm label="Filter the report" fields={FIELDS} values={values} onApply={apply} />
      {values.resetBy !== undefined && (
        <p>
          Only what learners began after <Link to={`/bulk-resets/${values.resetBy}`}>this bulk reset</Link>.
        </p>
      )}
      <ReportList values={values} ask={listLearnerActivity} many="records">
        {(rows) => <ActivityTable rows={rows} />}
      </ReportList>
    </>
  );
}

function PageHead({ values }: { values: FilterValues }) {
  const mayCreate = useMay('bulk-reset:create');
  return (
    <div className="page-head">
      <div>
        <PageHeading>Learner Activity</PageHeading>
        <p className="lead">
          Every attempt of every learner at every course. Times in the CSV and days in the filter are UTC.
          {mayCreate &&
            ' An upload file names each learner and course shown here once, where a reset is possible: it is ready for Start bulk reset.'}
        </p>
      </div>
      <div className="actions">
        <a className="button" href={learnerActivityCsvUrl(values)} download>
          Download CSV
        </a>
        {mayCreate && (
          <a className="button" href={learnerActivityCsvUrl(values, 'upload')} download>
            Make an upload file
          </a>
        )}
      </div>
    </div>
  );
}
