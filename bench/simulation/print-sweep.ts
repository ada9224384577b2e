import type { Figures } from './figures';
import type { Sweep, SweepRun } from './sweeps/sweep';

export type RunFigures = { run: SweepRun; figures: Figures };

/** A sweep as a table: its question, then a line for each run. */
export function tableOf(sweep: Sweep, results: readonly RunFigures[]): string {
  const headings = ['run', ...(sweep.xLabel ? ['x'] : []), ...sweep.columns.map(({ heading }) => heading)];
  const lines = results.map(({ run, figures }) => [
    run.name,
    ...(sweep.xLabel ? [cellOf(run.x)] : []),
    ...sweep.columns.map(({ of }) => cellOf(of(figures))),
  ]);
  const all = [headings, ...lines];
  const widths = headings.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const isText = headings.map(
    (_, column) => !lines.some((cells) => /^[\d,.]+( %)?$/.test(cells[column] ?? '')),
  );
  const rows = all.map((cells) =>
    cells
      .map((cell, column) =>
        isText[column] ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const about = sweep.xLabel ? [`x: ${sweep.xLabel}`] : [];
  return [`${sweep.name}: ${sweep.question}`, ...about, ...rows].join('\n');
}

const cellOf = (value: number | string): string => {
  if (typeof value === 'string') return value;
  return Number.isNaN(value) ? '-' : value.toLocaleString('en-US');
};
