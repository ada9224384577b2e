import { createScale } from './scale';

const ALWAYS = { fromZero: 'always' } as const;

test('a linear scale begins at 0 and ends on a tick', () => {
  const { at, ticks } = createScale('linear', [3, 87], ALWAYS);
  expect(ticks).toEqual([0, 20, 40, 60, 80, 100]);
  expect([0, 25, 50, 100].map(at)).toEqual([0, 0.25, 0.5, 1]);
});

test('a linear scale that need not begin at 0 begins on the tick before its values', () => {
  expect(createScale('linear', [1_004, 1_096], { fromZero: 'if-near' }).ticks).toEqual([
    1_000, 1_020, 1_040, 1_060, 1_080, 1_100,
  ]);
  expect(createScale('linear', [-0.3, 0.2], ALWAYS).ticks).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2]);
});

test('a log scale gives each factor the same length', () => {
  const { at, ticks } = createScale('log', [100_000, 10_000_000], ALWAYS);
  expect(ticks).toEqual([100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000]);
  expect(at(100_000)).toBe(0);
  expect(at(1_000_000)).toBeCloseTo(0.5, 12);
  expect(at(10_000_000)).toBe(1);
  expect(createScale('log', [1, 2, 4], ALWAYS).ticks).toEqual([1, 2, 5]);
});

test('a log scale of many decades has a tick at each', () => {
  expect(createScale('log', [0.01, 40_000], ALWAYS).ticks).toEqual([0.01, 0.1, 1, 10, 100, 1_000, 10_000]);
});

test.each([['linear'], ['log']] as const)('a %s scale of one value still has a length', (kind) => {
  const { at, ticks } = createScale(kind, [7, 7], ALWAYS);
  expect(ticks.length).toBeGreaterThan(1);
  expect(at(7)).toBeGreaterThanOrEqual(0);
  expect(at(7)).toBeLessThanOrEqual(1);
});

test('0 alone has a place on a linear scale', () => {
  expect(createScale('linear', [0], ALWAYS).at(0)).toBe(0);
});

test('what no scale can hold is refused', () => {
  expect(() => createScale('linear', [], ALWAYS)).toThrow('a scale needs a value');
  expect(() => createScale('linear', [1, Number.NaN], ALWAYS)).toThrow('finite');
  expect(() => createScale('log', [0, 1], ALWAYS)).toThrow('above 0');
});
