import { formatCount } from './format';

/** A row of a file, and what is wrong with it. */
export type ProblemOfRow = { row: number; column: string; sentence: string };
type ProblemTableProps = { problems: readonly ProblemOfRow[]; caption: string };

export function ProblemTable({ problems, caption }: ProblemTableProps) {
  return (
    <div className="table-frame">
      <table className="problems">
        <caption className="for-screen-readers">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              Row
            </th>
            <th scope="col">What is wrong, and what to do</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ row, column, sentence }) => (
            <tr key={`${row} ${column}`}>
              <th scope="row" className="number">
                {formatCount(row)}
              </th>
              <td>{sentence}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
