import path from 'node:path';
import { chartsOf } from './draw-sweep';
import { figuresOf } from './figures';
import { readOptions } from './options';
import { platformOf } from './platform';
import { tableOf } from './print-sweep';
import { readCosts } from './read-costs';
import { COLUMNS, linesOf, rowsPerSecond, type Sweep, type SweepRun } from './sweeps/sweep';
import { equalOrganizations } from './workload';

const workload = equalOrganizations({ organizations: 3, filesEach: 1, rows: 40_000 });
const runs = [1, 2].map(
  (workers): SweepRun => ({ name: 'as it is', x: workers, workload, platform: platformOf({ workers }) }),
);
const SWEEP: Sweep = {
  name: 'tiny',
  question: 'What do two workers give?',
  xLabel: 'workers',
  runs,
  columns: [COLUMNS.rowsPerSecond, COLUMNS.bottleneck],
  charts: [
    {
      file: 'tiny',
      title: 'Tiny',
      yLabel: 'rows per second',
      yScale: 'log',
      lines: linesOf(runs, rowsPerSecond),
    },
  ],
};

test('a sweep is told as a table and as charts, with the costs that are in the repository', async () => {
  const costs = await readCosts(readOptions([]).costs);
  const results = SWEEP.runs.map((run) => ({ run, figures: figuresOf(run, costs) }));
  const lines = tableOf(SWEEP, results).split('\n');
  expect(lines.slice(0, 2)).toEqual(['tiny: What do two workers give?', 'x: workers']);
  expect(lines[2]).toMatch(/^run +x +rows\/s +held back by$/);
  expect(lines[3]).toMatch(/^as it is +1 +[\d,]+ +places$/);
  expect(lines).toHaveLength(5);
  const [chart] = chartsOf(SWEEP, results);
  expect(chart?.file).toBe('tiny.svg');
  expect(chart?.svg).toContain('<title>Tiny</title>');
});

test('what is wrong with an option is said', () => {
  expect(() => readOptions(['--sweep', 'none'])).toThrow('--sweep none is none of those that there are');
  expect(() => readOptions(['--seed', 'x'])).toThrow('--seed needs a whole number');
  expect(() => readOptions(['--unknown'])).toThrow('npm run simulate');
  expect(readOptions(['--sweep', 'flood', '--charts', 'docs/charts'])).toMatchObject({
    sweeps: ['flood'],
    charts: 'docs/charts',
    costs: path.join(__dirname, 'costs.json'),
    seed: 1,
  });
});
