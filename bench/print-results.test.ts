import { tableOf } from './print-results';
import { caseResult } from './result';

test('numbers stand under each other, a ratio that was not measured is a dash', () => {
  const results = [
    caseResult(
      'validate-typical',
      { rows: 1_000_000, seconds: 6.5004 },
      { peakRssMb: { api: 140, worker: 260 }, ratio: { sql: 2.345, orm: null, row: 120 } },
    ),
    caseResult(
      'upload',
      { rows: 50, seconds: 0.5 },
      {
        peakRssMb: { api: 90, worker: 0 },
        figures: { handlerRatio: 0.9, bytes: 1_234_567.8, commitsPerRow: 0.000_123_4 },
      },
    ),
  ];
  expect(tableOf(results)).toBe(
    [
      'case                   rows  seconds   rows/s  api MB  worker MB  sql x  orm x   row x',
      'validate-typical  1,000,000     6.50  153,837     140        260   2.35      -  120.00',
      'upload                   50     0.50      100      90          0      -      -       -',
      '',
      'upload: handlerRatio 0.9, bytes 1,234,567.8, commitsPerRow 0.000123',
    ].join('\n'),
  );
});
