import {
  COURSE_KINDS,
  COURSE_STATUS_NAME,
  COURSE_STATUSES,
  KIND_NAME,
  NOT_RESETTABLE_NAME,
} from '@reset/shared/contracts/learning';
import type { ContentListingRow } from '@reset/shared/contracts/reports';
import { contentListingCsvUrl, listContent } from '../../api-client';
import { type FilterField, FilterForm } from '../../ui/filter-form';
import { PageHeading } from '../../ui/heading';
import { Tag } from '../../ui/tag';
import { useFilter } from '../../ui/use-filter';
import { ReportList } from './report-list';

const FIELDS: readonly FilterField[] = [
  { name: 'course', label: 'Course', placeholder: 'Asset ID, UUID or title' },
  { name: 'type', label: 'Type', options: COURSE_KINDS.map((kind) => [kind, KIND_NAME[kind]] as const) },
  {
    name: 'status',
    label: 'Status',
    options: COURSE_STATUSES.map((status) => [status, COURSE_STATUS_NAME[status]] as const),
  },
  { name: 'language', label: 'Language', placeholder: 'en' },
  {
    name: 'resettable',
    label: 'Can be reset',
    options: [
      ['yes', 'Yes'],
      ['no', 'No'],
    ],
  },
];
const NAMES = FIELDS.map(({ name }) => name);

/** Reports > Content Listing: every course with the identifiers that a file needs, and whether it can be reset. */
export function ContentListingPage() {
  const { values, apply } = useFilter(NAMES);
  return (
    <>
      <div className="page-head">
        <div>
          <PageHeading>Content Listing</PageHeading>
          <p className="lead">Every course by title, its identifiers, and whether a file can reset it.</p>
        </div>
        <div className="actions">
          <a className="button" href={contentListingCsvUrl(values)} download>
            Download CSV
          </a>
        </div>
      </div>
      <FilterForm label="Filter the report" fields={FIELDS} values={values} onApply={apply} />
      <ReportList values={values} ask={listContent} many="courses">
        {(rows) => <ContentTable rows={rows} />}
      </ReportList>
    </>
  );
}

function ContentTable({ rows }: { rows: readonly ContentListingRow[] }) {
  return (
    <div className="table-frame">
      <table className="report">
        <caption className="for-screen-readers">Content Listing, by title</caption>
        <thead>
          <tr>
            <th scope="col">Title</th>
            <th scope="col">Asset ID</th>
            <th scope="col">UUID</th>
            <th scope="col">Type</th>
            <th scope="col">Language</th>
            <th scope="col">Status</th>
            <th scope="col">Can be reset</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, assetId, title, kind, language, status, notResettable }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td>{assetId}</td>
              <td className="uuid">{id}</td>
              <td>{KIND_NAME[kind]}</td>
              <td>{language}</td>
              <td>{COURSE_STATUS_NAME[status]}</td>
              <td>
                {notResettable ? <Tag tone="quiet">No</Tag> : <Tag tone="good">Yes</Tag>}
                {notResettable && <span className="identifier">{NOT_RESETTABLE_NAME[notResettable]}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
