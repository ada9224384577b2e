import type { MyCourse, PastAttempt } from '@reset/shared/contracts/launch';
import { useState } from 'react';
import { listMyAttempts } from '../../api-client';
import { plural } from '../../ui/format';
import { ErrorNotice } from '../../ui/notice';
import { useAction } from '../../ui/use-action';
import { AttemptsTable } from './attempts-table';

/** Every attempt at a course: the latest ones are there at once, the others are asked for. */
export function History({ line: { course, attempts: latest, attemptCount } }: { line: MyCourse }) {
  const [earlier, setEarlier] = useState<readonly PastAttempt[]>([]);
  const attempts = [...latest, ...earlier];
  const oldest = attempts.at(-1)?.attempt ?? 0;
  const left = attemptCount - attempts.length;
  const showEarlier = useAction(async () => {
    const page = await listMyAttempts(course.id, oldest, new AbortController().signal);
    setEarlier((before) => [...before, ...page.attempts]);
  });
  return (
    <details>
      <summary>History ({plural(attemptCount, 'attempt')})</summary>
      <AttemptsTable attempts={attempts} title={course.title} />
      <ErrorNotice error={showEarlier.error} title="Earlier attempts could not be loaded" />
      {left > 0 && (
        <button type="button" disabled={showEarlier.running} onClick={() => showEarlier.run()}>
          Show earlier attempts ({left})
        </button>
      )}
    </details>
  );
}
