import { BASELINES } from './baselines/baseline';
import type { CaseResult } from './result';

const HEADINGS = [
  'case',
  'rows',
  'seconds',
  'rows/s',
  'api MB',
  'worker MB',
  ...BASELINES.map((name) => `${name} x`),
];

/** The results as a table, with what only some cases tell below it. */
export function tableOf(results: readonly CaseResult[]): string {
  const lines = [HEADINGS, ...results.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  const table = lines.map((cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  '),
  );
  return [...table, '', ...results.flatMap(figuresOf)].join('\n');
}

function cellsOf({ name, rows, seconds, rowsPerSecond, peakRssMb, ratio }: CaseResult): string[] {
  return [
    name,
    rows.toLocaleString('en-US'),
    seconds.toFixed(2),
    rowsPerSecond.toLocaleString('en-US'),
    String(peakRssMb.api),
    String(peakRssMb.worker),
    ...BASELINES.map((baseline) => ratio[baseline]?.toFixed(2) ?? '-'),
  ];
}

/** Three places, and three digits of what is smaller. */
const FIGURE = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 3,
  maximumSignificantDigits: 3,
  roundingPriority: 'morePrecision',
});

const figuresOf = ({ name, figures }: CaseResult) =>
  Object.keys(figures).length === 0
    ? []
    : [
        `${name}: ${Object.entries(figures)
          .map(([figure, value]) => `${figure} ${FIGURE.format(value)}`)
          .join(', ')}`,
      ];
