import type { CourseView } from '@reset/shared/contracts/courses';
import { COURSE_STATUS_NAME, KIND_NAME } from '@reset/shared/contracts/learning';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { listCourses } from '../../api-client';
import { type FilterField, FilterForm, type FilterValues } from '../../ui/filter-form';
import { PageHeading } from '../../ui/heading';
import { PagedList } from '../../ui/paged-list';
import { useMay } from '../../ui/session-context';
import { Time } from '../../ui/time';
import { useFilter } from '../../ui/use-filter';
import { usePages } from '../../ui/use-pages';
import { contentName } from './content-name';
import { ResettableTag } from './resettable-tag';

const FIELDS: readonly FilterField[] = [
  { name: 'search', label: 'Course', placeholder: 'Title, asset ID or UUID' },
  {
    name: 'content',
    label: 'Content',
    options: [
      ['present', 'Has a package'],
      ['missing', 'Needs a package'],
    ],
  },
];
const NAMES = FIELDS.map(({ name }) => name);

/** Learning > Content: every course, and the package that its next launch opens. */
export function ContentPage() {
  const { values, apply } = useFilter(NAMES);
  const mayImport = useMay('course:import');
  return (
    <>
      <div className="page-head">
        <div>
          <PageHeading>Content</PageHeading>
          <p className="lead">
            Every course by title, and what a launch of it opens: a SCORM 1.2, SCORM 2004, AICC or Skillsoft
            package.
          </p>
        </div>
        {mayImport && (
          <div className="actions">
            <Link className="button primary" to="/content/new">
              New course from a package
            </Link>
          </div>
        )}
      </div>
      <FilterForm label="Filter the courses" fields={FIELDS} values={values} onApply={apply} />
      <CourseList values={values} />
    </>
  );
}

function CourseList({ values }: { values: FilterValues }) {
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const { courses, nextCursor } = await listCourses(values, cursor, signal);
      return { items: courses, nextCursor };
    },
    [values],
  );
  return (
    <PagedList
      pages={usePages(load)}
      failed="The courses could not be loaded"
      nothing={<p className="nothing">No courses match.</p>}
    >
      {(courses) => <CourseTable courses={courses} />}
    </PagedList>
  );
}

function CourseTable({ courses }: { courses: readonly CourseView[] }) {
  return (
    <div className="table-frame">
      <table className="report">
        <caption className="for-screen-readers">Courses, by title</caption>
        <thead>
          <tr>
            <th scope="col">Course</th>
            <th scope="col">Type</th>
            <th scope="col">Language</th>
            <th scope="col">Status</th>
            <th scope="col">Can be reset</th>
            <th scope="col">Content</th>
          </tr>
        </thead>
        <tbody>
          {courses.map((course) => (
            <CourseRow key={course.id} course={course} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CourseRow({ course }: { course: CourseView }) {
  const { id, title, assetId, kind, language, status, notResettable, takes, content } = course;
  return (
    <tr>
      <th scope="row">
        <Link to={`/content/${id}`}>{title}</Link>
        <span className="identifier">{assetId}</span>
      </th>
      <td>{KIND_NAME[kind]}</td>
      <td>{language}</td>
      <td>{COURSE_STATUS_NAME[status]}</td>
      <td>
        <ResettableTag notResettable={notResettable} />
      </td>
      <td>
        {content && (
          <>
            {contentName(content)}
            <span className="identifier">
              Version {content.version}, <Time at={content.uploadedAt} only="date" />
            </span>
          </>
        )}
        {!content && <span className="quiet">{takes.length > 0 ? 'None yet' : 'Takes no package'}</span>}
      </td>
    </tr>
  );
}
