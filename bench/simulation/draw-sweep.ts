import { lineChart } from '../charts/line-chart';
import type { RunFigures } from './print-sweep';
import type { Sweep } from './sweeps/sweep';

/** The charts of a sweep, by the names of their files. */
export const chartsOf = (
  { xLabel = '', charts }: Sweep,
  results: readonly RunFigures[],
): { file: string; svg: string }[] =>
  charts.map(({ file, title, yLabel, yScale, lines }) => ({
    file: `${file}.svg`,
    svg: lineChart({
      title,
      xLabel,
      yLabel,
      xScale: 'log',
      yScale,
      series: lines.map(({ run, name, of }) => ({
        name,
        points: results
          .filter((result) => result.run.name === run)
          .map(({ run: { x }, figures }) => [x, of(figures)] as const),
      })),
    }),
  }));
