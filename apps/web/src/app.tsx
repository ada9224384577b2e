import type { SessionView } from '@reset/shared/contracts/session';
import { Navigate, Route, Routes } from 'react-router';
import { AppFrame } from './app-frame';
import { BulkResetPage } from './features/bulk-reset/bulk-reset-page';
import { BulkResetsPage } from './features/bulk-reset/bulk-resets-page';
import { NewBulkResetPage } from './features/bulk-reset/new-bulk-reset-page';
import { ContentPage } from './features/content/content-page';
import { CoursePage } from './features/content/course-page';
import { NewCoursePage } from './features/content/new-course-page';
import { DirectoryPage } from './features/directory/directory-page';
import { ImportPage } from './features/directory/import-page';
import { NewImportPage } from './features/directory/new-import-page';
import { MyCoursesPage } from './features/my-courses/my-courses-page';
import { OperationsPage } from './features/operations/operations-page';
import { PlayerPage } from './features/player/player-page';
import { ContentListingPage } from './features/reports/content-listing-page';
import { LearnerActivityPage } from './features/reports/learner-activity-page';
import { SignInPage } from './features/sign-in/sign-in-page';
import { CourseTimelinePage } from './features/timeline/course-timeline-page';
import { LearnerTimelinePage } from './features/timeline/learner-timeline-page';
import { LearnersPage } from './features/timeline/learners-page';
import { NotFoundPage } from './not-found-page';
import { ErrorNotice } from './ui/notice';
import { SessionContext, useMay } from './ui/session-context';
import { useSession } from './use-session';

/** Signed out: the sign-in page, whatever the address. Signed in: the role decides what there is. */
export function App() {
  const { session, enter, leave } = useSession();
  if (session.state === 'loading') return null;
  if (session.state === 'failed')
    return <ErrorNotice error={session.error} title="The page could not be opened" />;
  if (session.state === 'signed-out') return <SignInPage onSignedIn={enter} />;
  return (
    <SessionContext value={session.view}>
      <AppFrame session={session.view} onSignOut={leave}>
        <Pages session={session.view} />
      </AppFrame>
    </SessionContext>
  );
}

function Pages({ session }: { session: SessionView }) {
  const mayRead = useMay('bulk-reset:read');
  const mayCreate = useMay('bulk-reset:create');
  const mayWatch = useMay('operations:read');
  const mayReport = useMay('report:read');
  const mayReadCourses = useMay('course:read');
  const mayImport = useMay('course:import');
  const mayReadDirectory = useMay('directory:read');
  const mayLoad = useMay('directory:write');
  const mayLaunch = useMay('course:launch');
  return (
    <Routes>
      <Route path="/" element={<Navigate replace to={homeOf(session)} />} />
      {mayRead && <Route path="/bulk-resets" element={<BulkResetsPage />} />}
      <Route path="/bulk-resets/new" element={mayCreate ? <NewBulkResetPage /> : <NotFoundPage />} />
      {mayCreate && <Route path="/bulk-resets/:id/correct" element={<NewBulkResetPage />} />}
      {mayRead && <Route path="/bulk-resets/:id" element={<BulkResetPage />} />}
      {mayReadCourses && <Route path="/content" element={<ContentPage />} />}
      <Route path="/content/new" element={mayImport ? <NewCoursePage /> : <NotFoundPage />} />
      {mayReadCourses && <Route path="/content/:id" element={<CoursePage />} />}
      {mayReadDirectory && <Route path="/directory" element={<DirectoryPage />} />}
      <Route path="/directory/new" element={mayLoad ? <NewImportPage /> : <NotFoundPage />} />
      {mayReadDirectory && <Route path="/directory/:id" element={<ImportPage />} />}
      {mayWatch && <Route path="/operations" element={<OperationsPage />} />}
      {mayReport && <Route path="/reports/learner-activity" element={<LearnerActivityPage />} />}
      {mayReport && <Route path="/reports/content-listing" element={<ContentListingPage />} />}
      {mayReport && <Route path="/learners" element={<LearnersPage />} />}
      {mayReport && <Route path="/learners/:id" element={<LearnerTimelinePage />} />}
      {mayReport && <Route path="/content/:id/timeline" element={<CourseTimelinePage />} />}
      {mayLaunch && <Route path="/my-courses" element={<MyCoursesPage />} />}
      {mayLaunch && <Route path="/my-courses/:courseId" element={<PlayerPage />} />}
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}

const homeOf = ({ role }: SessionView): string => (role === 'learner' ? '/my-courses' : '/bulk-resets');
