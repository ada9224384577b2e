import type { MyCourse } from '@reset/shared/contracts/launch';
import { listMyCourses } from '../../api-client';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice } from '../../ui/notice';
import { usePages } from '../../ui/use-pages';
import { CourseCard } from './course-card';

async function loadCourses(cursor: string | undefined, signal: AbortSignal) {
  const { courses, nextCursor } = await listMyCourses(cursor, signal);
  return { items: courses, nextCursor };
}

/** What a learner has to do, and has done. */
export function MyCoursesPage() {
  const { items, more, loading, error } = usePages<MyCourse>(loadCourses);
  return (
    <>
      <PageHeading>My courses</PageHeading>
      {items.length > 0 && (
        <ul className="courses">
          {items.map((line) => (
            <CourseCard key={line.course.id} line={line} />
          ))}
        </ul>
      )}
      <p role="status" className="quiet">
        {loading && 'Loading…'}
      </p>
      <ErrorNotice error={error} title="Your courses could not be loaded" />
      {!loading && !error && items.length === 0 && <p className="nothing">You have no courses yet.</p>}
      {more && !loading && (
        <button type="button" onClick={more}>
          Show more courses
        </button>
      )}
    </>
  );
}
