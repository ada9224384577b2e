import { type CountLine, CountTable } from './count-table';

type OutcomeTableProps<Key extends string> = {
  lines: readonly CountLine<Key>[];
  counts: Readonly<Record<Key | 'rows', number>>;
};

/** What was done with the rows. The counts sum to the number of rows. */
export const OutcomeTable = <Key extends string>({ lines, counts }: OutcomeTableProps<Key>) => (
  <CountTable
    caption="What was done with the rows"
    heading="Outcome"
    lines={lines}
    counts={counts}
    total={counts.rows}
  />
);
