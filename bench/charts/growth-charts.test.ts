import { caseResult } from '../result';
import { growthCharts } from './growth-charts';
import { readXml } from './read-xml.fixture';

const pointOf = (name: string, rows: number, workers: number) => {
  const figures = { workers, redisKeys: 40 + workers, redisMemoryMb: 3, mysqlConnections: 9 };
  return (['validate', 'reset'] as const).map((phase) =>
    caseResult(
      `${name}-${phase}`,
      { rows, seconds: phase === 'validate' ? 2 : 1 },
      { peakRssMb: { api: 120, worker: 200 }, figures },
    ),
  );
};
const BY_ROWS = [100_000, 1_000_000].flatMap((rows) => pointOf(`growth-rows-${rows}`, rows, 2));
const BY_WORKERS = [1, 2, 4].flatMap((workers) => pointOf(`growth-workers-${workers}`, 1_000, workers));

/** What each marker tells. */
const toldBy = (charts: ReadonlyMap<string, string>, name: string) =>
  readXml(charts.get(name) ?? '')
    .filter((element) => element.name === 'title')
    .slice(1)
    .map(({ text }) => text);

test('each chart has its lines from the results', () => {
  const charts = growthCharts([...BY_ROWS, ...BY_WORKERS]);
  expect([...charts.keys()]).toEqual([
    'rows-per-second-by-rows.svg',
    'seconds-by-rows.svg',
    'peak-memory-by-rows.svg',
    'redis-keys-and-connections-by-rows.svg',
    'rows-per-second-by-workers.svg',
  ]);
  expect(toldBy(charts, 'rows-per-second-by-rows.svg')).toEqual([
    'validate: 100,000, 50,000',
    'validate: 1,000,000, 500,000',
    'reset: 100,000, 100,000',
    'reset: 1,000,000, 1,000,000',
  ]);
  expect(toldBy(charts, 'seconds-by-rows.svg')).toContain('reset: 1,000,000, 1');
  expect(toldBy(charts, 'peak-memory-by-rows.svg')).toEqual([
    'largest worker: 100,000, 200',
    'largest worker: 1,000,000, 200',
    'API: 100,000, 120',
    'API: 1,000,000, 120',
    'Redis: 100,000, 3',
    'Redis: 1,000,000, 3',
  ]);
  expect(toldBy(charts, 'redis-keys-and-connections-by-rows.svg')).toEqual([
    'keys in Redis: 100,000, 42',
    'keys in Redis: 1,000,000, 42',
    'connections to the database: 100,000, 9',
    'connections to the database: 1,000,000, 9',
  ]);
  expect(toldBy(charts, 'rows-per-second-by-workers.svg')).toEqual([
    'validate: 1, 500',
    'validate: 2, 500',
    'validate: 4, 500',
    'reset: 1, 1,000',
    'reset: 2, 1,000',
    'reset: 4, 1,000',
  ]);
});

test('what was not measured has no chart', () => {
  expect([...growthCharts(BY_WORKERS).keys()]).toEqual(['rows-per-second-by-workers.svg']);
  expect(growthCharts([]).size).toBe(0);
});
