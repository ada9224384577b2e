import type { ContentPackage } from '@reset/shared/contracts/content-package';
import type { CourseContent, CourseView } from '@reset/shared/contracts/courses';
import { COURSE_STATUS_NAME, KIND_NAME } from '@reset/shared/contracts/learning';
import { useCallback, useState } from 'react';
import { Link, useParams } from 'react-router';
import { showCourseContent } from '../../api-client';
import { Fact } from '../../ui/fact';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice, Notice } from '../../ui/notice';
import { useMay } from '../../ui/session-context';
import { useLoaded } from '../../ui/use-loaded';
import { CurrentPackage } from './current-package';
import { ImportCard } from './import-card';
import { ResettableTag } from './resettable-tag';
import { VersionTable } from './version-table';

/** One course: what it is, the package that its next launch opens, and the way to give it another. */
export function CoursePage() {
  const { id = '' } = useParams();
  const load = useCallback((signal: AbortSignal) => showCourseContent(id, signal), [id]);
  const { loaded, again } = useLoaded(load);
  const [imported, setImported] = useState<ContentPackage>();
  const onImported = (found: ContentPackage) => {
    setImported(found);
    again();
  };
  return (
    <>
      <p className="path">
        <Link to="/content">Content</Link>
      </p>
      <ErrorNotice
        error={loaded.state === 'failed' ? loaded.error : undefined}
        title="The course could not be loaded"
      />
      <p role="status" className="quiet">
        {loaded.state === 'loading' && 'Loading…'}
      </p>
      {loaded.state === 'loaded' && (
        <OneCourse content={loaded.value} imported={imported} onImported={onImported} />
      )}
    </>
  );
}

type OneCourseProps = {
  content: CourseContent;
  imported: ContentPackage | undefined;
  onImported: (found: ContentPackage) => void;
};

function OneCourse({ content: { course, current, versions }, imported, onImported }: OneCourseProps) {
  const mayImport = useMay('course:import');
  return (
    <>
      <PageHeading>{course.title}</PageHeading>
      {imported && (
        <div role="status">
          <Notice kind="success" title={`Version ${imported.version} is imported`}>
            <p>The next launch opens it. Learners’ records are as they were.</p>
          </Notice>
        </div>
      )}
      <CourseFacts course={course} />
      <section className="card" aria-labelledby="current">
        <h2 id="current">Content</h2>
        {current ? <CurrentPackage current={current} /> : <NoPackage course={course} />}
      </section>
      {mayImport && (
        // Another version is another form: nothing of the last file is left in it.
        <ImportCard key={current?.version ?? 0} course={course} onImported={onImported} />
      )}
      {versions.length > 0 && (
        <section className="card" aria-labelledby="versions">
          <h2 id="versions">Versions</h2>
          <VersionTable versions={versions} />
        </section>
      )}
    </>
  );
}

function CourseFacts({ course }: { course: CourseView }) {
  const { id, assetId, kind, language, status, notResettable } = course;
  const mayReport = useMay('report:read');
  return (
    <dl className="facts facts-in-line">
      <Fact name="Type">{KIND_NAME[kind]}</Fact>
      <Fact name="Asset ID">{assetId}</Fact>
      <Fact name="UUID">
        <span className="uuid">{id}</span>
      </Fact>
      <Fact name="Language">{language}</Fact>
      <Fact name="Status">{COURSE_STATUS_NAME[status]}</Fact>
      <Fact name="Can be reset">
        <ResettableTag notResettable={notResettable} />
      </Fact>
      {mayReport && (
        <Fact name="Learners">
          <Link to={`/reports/learner-activity?course=${id}`}>Learner Activity of this course</Link>
          {' · '}
          <Link to={`/content/${id}/timeline`}>What happened in it</Link>
        </Fact>
      )}
    </dl>
  );
}

function NoPackage({ course }: { course: CourseView }) {
  if (course.takes.length > 0)
    return <p>There is no package yet: this course cannot be launched with one.</p>;
  return <p>A course of this type has no package. With one it becomes a course of the package’s type.</p>;
}
