import type { MyCourse } from '@reset/shared/contracts/launch';
import { KIND_NAME } from '@reset/shared/contracts/learning';
import { Link } from 'react-router';
import { formatPercent } from '../../ui/format';
import { RECORD_STATUS } from '../../ui/record-status';
import { Tag } from '../../ui/tag';
import { History } from './history';

export function CourseCard({ line }: { line: MyCourse }) {
  const { course, assigned, attempts, resetPending } = line;
  const titleId = `course-${course.id}`;
  return (
    <li className="card course">
      <div className="course-head">
        <div>
          <div className="title-line">
            <h2 id={titleId}>{course.title}</h2>
            <CourseStatus attempts={attempts} />
          </div>
          <p className="quiet">
            {KIND_NAME[course.kind]}
            {assigned && ' · assigned to you'}
          </p>
        </div>
        <Link className="button primary" to={`/my-courses/${course.id}`} aria-describedby={titleId}>
          Launch
        </Link>
      </div>
      {resetPending && (
        <p>
          <Tag tone="careful">Reset by an administrator</Tag> Your next launch starts from the beginning.
        </p>
      )}
      <CourseProgress courseId={course.id} attempts={attempts} isReset={resetPending} />
      {attempts.length > 0 && <History line={line} />}
    </li>
  );
}

/** Of the attempt that the next launch goes on with. */
function CourseProgress({
  courseId,
  attempts: [newest],
  isReset,
}: Pick<MyCourse, 'attempts'> & { courseId: string; isReset: boolean }) {
  if (!newest || isReset || newest.status === 'completed') return null;
  const id = `progress-${courseId}`;
  return (
    <p className="quiet figures">
      <progress aria-labelledby={id} max={1} value={newest.progress} />
      <span id={id}>{formatPercent(newest.progress * 100)} done</span>
    </p>
  );
}

/** The newest attempt tells it. */
function CourseStatus({ attempts: [newest] }: Pick<MyCourse, 'attempts'>) {
  if (!newest) return <Tag tone="quiet">Not started</Tag>;
  const { words, tone } = RECORD_STATUS[newest.status];
  return <Tag tone={tone}>{words}</Tag>;
}
