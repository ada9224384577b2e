import type { LeftPair } from '@reset/shared/contracts/undo';
import { useCallback } from 'react';
import { listLeftPairs } from '../../../api-client';
import { formatCount } from '../../../ui/format';
import { PagedList } from '../../../ui/paged-list';
import { usePages } from '../../../ui/use-pages';

type LeftPairsProps = { bulkResetId: string; undoId: string };

/** Everybody who stays reset, with the reason, page by page. */
export function LeftPairs({ bulkResetId, undoId }: LeftPairsProps) {
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const { left, nextCursor } = await listLeftPairs(bulkResetId, undoId, cursor, signal);
      return { items: left, nextCursor };
    },
    [bulkResetId, undoId],
  );
  const pages = usePages<LeftPair>(load);
  return (
    <>
      <h4>Who stays reset</h4>
      <PagedList pages={pages} failed="The list could not be loaded">
        {(left) => <LeftTable left={left} />}
      </PagedList>
    </>
  );
}

function LeftTable({ left }: { left: readonly LeftPair[] }) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">Who stays reset, and why</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              Row
            </th>
            <th scope="col">Learner</th>
            <th scope="col">Course</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {left.map(({ row, learner, course, sentence }) => (
            <tr key={`${learner.id} ${course.id}`}>
              <th scope="row" className="number">
                {formatCount(row)}
              </th>
              <td>
                {learner.name} <span className="quiet">{learner.loginId}</span>
              </td>
              <td>{course.title}</td>
              <td>{sentence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
