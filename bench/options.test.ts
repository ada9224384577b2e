import { CASES, readOptions } from './options';

test('without options everything runs, on a million rows', () => {
  expect(readOptions([])).toEqual({
    rows: 1_000_000,
    largeRows: 10_000_000,
    shapes: ['typical', 'shuffled', 'dirty'],
    workers: 2,
    repeat: 3,
    cases: CASES,
    baselines: ['sql', 'orm', 'row'],
    learners: 1_000_000,
    json: undefined,
    charts: undefined,
    profile: undefined,
    help: false,
  });
});

test('the large file is ten times the other, unless asked otherwise', () => {
  expect(readOptions(['--rows', '500']).largeRows).toBe(5_000);
  expect(readOptions(['--rows', '500', '--large-rows', '700']).largeRows).toBe(700);
});

test('cases are chosen by the beginning of their names, and by their shape', () => {
  expect(readOptions(['--case', 'validate']).cases).toEqual([
    'validate-typical',
    'validate-shuffled',
    'validate-dirty',
  ]);
  expect(readOptions(['--case', 'reset,validate', '--shape', 'typical']).cases).toEqual([
    'validate-typical',
    'reset-typical',
  ]);
  expect(readOptions(['--shape', 'dirty']).cases).toContain('fairness');
  expect(readOptions(['--case', 'growth']).cases).toEqual(['growth-workers', 'growth-rows']);
});

test('baselines can be left out', () => {
  expect(readOptions(['--baseline', 'sql', '--baseline', 'row']).baselines).toEqual(['sql', 'row']);
  expect(readOptions(['--baseline', 'none']).baselines).toEqual([]);
});

test.each([
  [['--rows', 'many'], '--rows needs a whole number above 0'],
  [['--repeat', '0'], '--repeat needs a whole number above 0'],
  [['--case', 'download'], '--case download is none of: upload, '],
  [['--shape', 'round'], '--shape round is none of: typical, shuffled, dirty'],
  [['--speed'], "Unknown option '--speed'"],
])('%j is refused, with the usage', (words, fault) => {
  expect(() => readOptions(words)).toThrow(fault);
  expect(() => readOptions(words)).toThrow('npm run bench -- [options]');
});
