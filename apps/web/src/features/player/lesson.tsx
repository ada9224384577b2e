import { Link } from 'react-router';
import { type StopReason, stopReasonOf } from '../../player/stop-reason';
import { StoppedNotice } from '../../player/stopped-notice';
import { ErrorNotice, Notice } from '../../ui/notice';
import { useAction } from '../../ui/use-action';
import { CourseHead } from './course-head';
import { bookmarkOf, PAGES, pageOf, progressAt } from './lesson-pages';
import { type OpenLaunch, useAttempt } from './use-attempt';

/** A small course of a few pages. Each step is committed before it is shown. */
export function Lesson({ launch: first }: { launch: OpenLaunch }) {
  const { launch, commit } = useAttempt(first);
  const { course, record, content } = launch;
  const page = pageOf(content.bookmark);
  const goTo = useAction((to: number) =>
    commit({ bookmark: bookmarkOf(to), progress: Math.max(content.progress, progressAt(to)) }),
  );
  const complete = useAction(() => commit({ bookmark: bookmarkOf(PAGES), progress: 1 }, { completed: true }));
  const error = goTo.error ?? complete.error;
  const stopped = stopReasonOf(error);
  return (
    <>
      <CourseHead title={course.title} attempt={record.attempt} status={record.status} />
      {stopped ? (
        <Stopped reason={stopped} />
      ) : (
        <section className="card lesson">
          <LessonProgress page={page} content={content} />
          <LessonText title={course.title} page={page} />
          <ErrorNotice error={error} title="Your progress was not saved" />
          {record.completedAt ? (
            <Completed />
          ) : (
            <LessonButtons
              page={page}
              running={goTo.running || complete.running}
              onGoTo={goTo.run}
              onComplete={complete.run}
            />
          )}
        </section>
      )}
    </>
  );
}

function LessonProgress({ page, content }: { page: number; content: OpenLaunch['content'] }) {
  return (
    <div className="meter">
      <div className="meter-head">
        <span id="lesson-progress" role="status">
          Page {page} of {PAGES}
        </span>
      </div>
      <progress aria-labelledby="lesson-progress" max={1} value={content.progress} />
    </div>
  );
}

function LessonText({ title, page }: { title: string; page: number }) {
  return (
    <div className="lesson-text">
      <h2>Page {page}</h2>
      <p>
        This is page {page} of “{title}”. Your place is saved with every page, so you can leave at any time
        and go on from here later.
      </p>
    </div>
  );
}

type LessonButtonsProps = {
  page: number;
  running: boolean;
  onGoTo: (page: number) => void;
  onComplete: () => void;
};

function LessonButtons({ page, running, onGoTo, onComplete }: LessonButtonsProps) {
  return (
    <div className="actions">
      {page < PAGES ? (
        <button type="button" className="primary" disabled={running} onClick={() => onGoTo(page + 1)}>
          Next page
        </button>
      ) : (
        <button type="button" className="primary" disabled={running} onClick={onComplete}>
          Complete
        </button>
      )}
      {page > 1 && (
        <button type="button" disabled={running} onClick={() => onGoTo(page - 1)}>
          Previous page
        </button>
      )}
    </div>
  );
}

function Completed() {
  return (
    <div role="status">
      <Notice kind="success" title="Completed">
        <p>You have completed this course.</p>
        <p>
          <Link to="/my-courses">Back to My courses</Link>
        </p>
      </Notice>
    </div>
  );
}

/** The course was reset, started again or gone on with elsewhere, while this page was open. */
function Stopped({ reason }: { reason: StopReason }) {
  return (
    <>
      <StoppedNotice reason={reason} />
      <p>
        <Link to="/my-courses">Back to My courses</Link>
      </p>
    </>
  );
}
