import { listMyCourses } from '../../api-client';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice } from '../../ui/notice';
import { useLoaded } from '../../ui/use-loaded';
import { CourseCard } from './course-card';

/** What a learner has to do, and has done. */
export function MyCoursesPage() {
  const { loaded } = useLoaded(listMyCourses);
  return (
    <>
      <PageHeading>My courses</PageHeading>
      <p role="status" className="quiet">
        {loaded.state === 'loading' && 'Loading…'}
      </p>
      <ErrorNotice
        error={loaded.state === 'failed' ? loaded.error : undefined}
        title="Your courses could not be loaded"
      />
      {loaded.state === 'loaded' && loaded.value.courses.length === 0 && (
        <p className="nothing">You have no courses yet.</p>
      )}
      {loaded.state === 'loaded' && (
        <ul className="courses">
          {loaded.value.courses.map((line) => (
            <CourseCard key={line.course.id} line={line} />
          ))}
        </ul>
      )}
    </>
  );
}
