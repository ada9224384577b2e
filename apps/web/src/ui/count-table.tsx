import { formatCount } from './format';

export type CountLine<Key extends string> = { key: Key; name: string; meaning: string };
type CountTableProps<Key extends string> = {
  caption: string;
  /** What the lines name. */
  heading: string;
  lines: readonly CountLine<Key>[];
  counts: Readonly<Record<Key, number>>;
  /** Of all rows, where the counts sum to it. */
  total?: number;
};

/** Numbers of rows, each with what it means. */
export function CountTable<Key extends string>({
  caption,
  heading,
  lines,
  counts,
  total,
}: CountTableProps<Key>) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
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
        {total !== undefined && (
          <tfoot>
            <tr>
              <th scope="row">All rows</th>
              <td className="number">{formatCount(total)}</td>
              <td />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
