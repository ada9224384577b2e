import type { OperationsView } from '@reset/shared/contracts/operations';
import { Link } from 'react-router';

type Work = OperationsView['failed'][number];
const KIND: Readonly<Record<Work['kind'], string>> = {
  reset: 'Reset',
  undo: 'Undo of the reset',
  learners: 'Learners',
  courses: 'Courses',
  assignments: 'Assignments',
  records: 'Learning records',
};

/** To the page about it, with what it is. */
export function WorkLink({ kind, id, fileName }: Pick<Work, 'kind' | 'id' | 'fileName'>) {
  const to = kind === 'reset' || kind === 'undo' ? `/bulk-resets/${id}` : `/directory/${id}`;
  return (
    <>
      <Link to={to}>{fileName}</Link>
      <span className="identifier">{KIND[kind]}</span>
    </>
  );
}
