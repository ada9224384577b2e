import type { TimelineEvent } from '@reset/shared/contracts/timeline';
import { type ReactNode, useCallback, useState } from 'react';
import { PageHeading } from '../../ui/heading';
import { PagedList } from '../../ui/paged-list';
import { type Page, usePages } from '../../ui/use-pages';
import { EventTable } from './event-table';

type TimelineViewProps<Subject> = {
  /** Wrap it in `useCallback`. */
  load: (
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<Page<TimelineEvent> & { subject: Subject }>;
  /** What a line names beside whose timeline it is. */
  other: 'learner' | 'course';
  narrowed: boolean;
  onNarrow: (otherId: string) => void;
  onWiden: () => void;
  heading: (subject: Subject) => string;
  /** Facts about whose timeline it is. */
  children: (subject: Subject) => ReactNode;
};

/** A timeline, newest first, page by page, under the name of the one whose it is. */
export function TimelineView<Subject>({
  load,
  heading,
  children,
  narrowed,
  onWiden,
  ...table
}: TimelineViewProps<Subject>) {
  const [subject, setSubject] = useState<Subject>();
  const loadPage = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const page = await load(cursor, signal);
      setSubject(page.subject);
      return page;
    },
    [load],
  );
  const pages = usePages(loadPage);
  return (
    <>
      {subject && <PageHeading>{heading(subject)}</PageHeading>}
      {subject && <dl className="facts facts-in-line">{children(subject)}</dl>}
      {narrowed && (
        <p>
          Only one {table.other} is shown.{' '}
          <button type="button" className="plain" onClick={onWiden}>
            Show all {table.other}s
          </button>
        </p>
      )}
      <PagedList
        pages={pages}
        failed="What happened could not be loaded"
        nothing={<p className="nothing">Nothing has happened yet.</p>}
      >
        {(events) => <EventTable events={events} narrowed={narrowed} {...table} />}
      </PagedList>
    </>
  );
}
