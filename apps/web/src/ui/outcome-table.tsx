import { formatCount } from './format';

export type OutcomeLine<Key extends string> = { key: Key; name: string; meaning: string };
type OutcomeTableProps<Key extends string> = {
  lines: readonly OutcomeLine<Key>[];
  counts: Readonly<Record<Key | 'rows', number>>;
};

/** What was done with the rows. The counts sum to the number of rows. */
export function OutcomeTable<Key extends string>({ lines, counts }: OutcomeTableProps<Key>) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">What was done with the rows</caption>
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col" className="number">
              Rows
            </th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, meaning }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="number">{formatCount(counts[key])}</td>
              <td className="quiet">{meaning}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All rows</th>
            <td className="number">{formatCount(counts.rows)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
