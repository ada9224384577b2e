import { type LineChart, lineChart, PLOT } from './line-chart';
import { readXml } from './read-xml.fixture';

const CHART: LineChart = {
  title: 'Rows per second',
  xLabel: 'rows of the file',
  yLabel: 'rows per second',
  xScale: 'log',
  series: [
    {
      name: 'validate',
      points: [
        [100_000, 50_000],
        [1_000_000, 150_000],
        [10_000_000, 200_000],
      ],
    },
    { name: 'reset', points: [[1_000_000, 100_000]] },
  ],
};

const elementsOf = (chart: LineChart, name: string) =>
  readXml(lineChart(chart)).filter((element) => element.name === name);
const cornersOf = (chart: LineChart) =>
  elementsOf(chart, 'polyline').map(({ attributes }) =>
    attributes.points?.split(' ').map((corner) => corner.split(',').map(Number)),
  );

test('a chart is one SVG with its title, its description and its labels', () => {
  const [svg, title, description] = readXml(lineChart(CHART));
  expect(svg).toMatchObject({
    name: 'svg',
    attributes: { xmlns: 'http://www.w3.org/2000/svg', role: 'img', viewBox: '0 0 720 420' },
  });
  expect(title).toMatchObject({ name: 'title', text: 'Rows per second' });
  expect(description).toMatchObject({
    name: 'desc',
    text: 'rows per second by rows of the file. validate: 50,000 at 100,000, 150,000 at 1,000,000, 200,000 at 10,000,000. reset: 100,000 at 1,000,000.',
  });
  const texts = elementsOf(CHART, 'text').map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['rows of the file', 'rows per second', 'validate', 'reset']));
  expect(texts).toEqual(expect.arrayContaining(['0', '50K', '200K', '100K', '1M', '10M']));
});

test('points stand where their values are on the scales', () => {
  const middle = (PLOT.left + PLOT.right) / 2;
  const height = PLOT.bottom - PLOT.top;
  expect(cornersOf(CHART)).toEqual([
    [
      [PLOT.left, PLOT.bottom - height / 4],
      [middle, PLOT.bottom - (height * 3) / 4],
      [PLOT.right, PLOT.top],
    ],
    [[middle, PLOT.bottom - height / 2]],
  ]);
});

test('each point has a marker that tells its values', () => {
  const told = elementsOf(CHART, 'title').map(({ text }) => text);
  expect(told.slice(1)).toEqual([
    'validate: 100,000, 50,000',
    'validate: 1,000,000, 150,000',
    'validate: 10,000,000, 200,000',
    'reset: 1,000,000, 100,000',
  ]);
});

test('points are joined by x, whatever their order', () => {
  const series = CHART.series.map(({ name, points }) => ({ name, points: [...points].reverse() }));
  expect(lineChart({ ...CHART, series })).toBe(lineChart(CHART));
});

test('a long series has a line and no markers, and its description begins and ends', () => {
  const points = Array.from({ length: 1_000 }, (_, index) => [index, index * 2] as const);
  const chart: LineChart = { ...CHART, xScale: 'linear', series: [{ name: 'held', points }] };
  expect(elementsOf(chart, 'title')).toHaveLength(1);
  expect(cornersOf(chart)[0]).toHaveLength(1_000);
  expect(elementsOf(chart, 'desc')[0]?.text).toContain('held: 0 at 0 to 1,998 at 999.');
});

test('a legend takes as many lines as it needs, and moves the plot down', () => {
  const names = Array.from({ length: 6 }, (_, index) => `a series with a longer name, ${index}`);
  const chart: LineChart = { ...CHART, series: names.map((name) => ({ name, points: [[1, 1]] })) };
  const [svg] = readXml(lineChart(chart));
  expect(svg?.attributes.height).toBe('460');
  const places = elementsOf(chart, 'g').map(({ attributes }) => attributes.transform);
  expect(places).toEqual([
    'translate(24 56)',
    'translate(302 56)',
    'translate(24 76)',
    'translate(302 76)',
    'translate(24 96)',
    'translate(302 96)',
    'translate(0 40)',
  ]);
});

test('text is text, whatever it holds', () => {
  const nasty = `</title><script>"a" & 'b'</script>`;
  const chart = {
    ...CHART,
    title: nasty,
    xLabel: nasty,
    yLabel: nasty,
    series: [{ name: nasty, points: [[1, 1]] as const }],
  };
  const names = readXml(lineChart(chart)).map(({ name }) => name);
  expect(names).not.toContain('script');
  expect(elementsOf(chart, 'title')[0]?.text).toBe(nasty);
  expect(elementsOf(chart, 'text').filter(({ text }) => text === nasty)).toHaveLength(4);
});

test('what cannot be drawn is refused', () => {
  expect(() => lineChart({ ...CHART, series: [] })).toThrow('the chart "Rows per second" has no series');
  expect(() => lineChart({ ...CHART, series: [{ name: 'reset', points: [] }] })).toThrow(
    'the series "reset" has no point',
  );
  expect(() => lineChart({ ...CHART, series: [{ name: 'reset', points: [[0, 1]] }] })).toThrow('above 0');
});
