import { randomOf } from '@reset/shared/generate/random';
import { Station } from './station';

/** Runs statements that begin at given times. @returns when each has ended, by number */
function run(station: Station, statements: readonly { at: number; seconds: number }[]): number[] {
  const ends: number[] = [];
  const takeAllBefore = (limit: number) => {
    while (station.nextAt <= limit) {
      const now = station.nextAt;
      for (let item = station.takeEnded(now); item !== undefined; item = station.takeEnded(now))
        ends[item] = now;
    }
  };
  statements.forEach(({ at, seconds }, item) => {
    takeAllBefore(at);
    station.add(at, item, seconds);
  });
  takeAllBefore(1e9);
  return ends;
}

test('statements beyond the cores slow each other down, and take up speed again', () => {
  // Alone until 2, then half as fast beside the second, which has half of its work left when the first has ended.
  const statements = [
    { at: 0, seconds: 4 },
    { at: 2, seconds: 4 },
  ];
  expect(run(new Station(1), statements)).toEqual([6, 8]);
  const station = new Station(2);
  expect(run(station, [...statements, { at: 3, seconds: 1 }])).toEqual([4.5, 6.5, 4.5]);
  expect(station.foregroundSeconds).toBeCloseTo(9, 9);
});

test('one core under Poisson arrivals takes 1 / (1 - load) times as long as alone (M/D/1 with processor sharing)', () => {
  const random = randomOf(5, 'cell', 0);
  const load = 0.7;
  let at = 0;
  const statements = Array.from({ length: 60_000 }, () => {
    at -= Math.log(1 - random.bits() / 2 ** 32) / load;
    return { at, seconds: 1 };
  });
  const station = new Station(1);
  const ends = run(station, statements);
  const mean = ends.reduce((sum, end, item) => sum + end - (statements[item]?.at ?? 0), 0) / ends.length;
  expect(mean).toBeGreaterThan(0.95 / (1 - load));
  expect(mean).toBeLessThan(1.05 / (1 - load));
  expect(station.foregroundSeconds / (ends.at(-1) ?? 0)).toBeCloseTo(load, 1);
});

test('loops in the background take what a closed system of them would take', () => {
  // 10 loops that ask for 0.1 s and rest for 0.9: one core in all, of two.
  const idle = new Station(2);
  idle.setBackground(0, { loops: 10, demand: 0.1, rest: 0.9 });
  expect(idle.rate).toBe(1);
  idle.advance(100);
  expect(idle.backgroundSeconds).toBeCloseTo(100, 9);
  // 100 loops want more than the core there is; a statement gets its share among those that want it.
  const full = new Station(1);
  full.setBackground(0, { loops: 100, demand: 0.1, rest: 0.9 });
  full.add(0, 1, 1);
  const { rate } = full;
  expect(rate + (100 * 0.1 * rate) / (0.9 * rate + 0.1)).toBeCloseTo(1, 9);
  full.advance(10);
  expect(full.foregroundSeconds + full.backgroundSeconds).toBeCloseTo(10, 9);
});
