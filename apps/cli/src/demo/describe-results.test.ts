import { describeAttempt, describeCounts, describeProblems } from './describe-results';

test('problems are told by group, each with its first row', () => {
  const example = (row: number) => ({
    row,
    column: 'Learner' as const,
    code: 'learner-empty' as const,
    severity: 'error' as const,
    sentence: 'The learner is missing.',
  });
  const group = { column: 'Learner', code: 'learner-empty', severity: 'error', count: 1_234 } as const;
  expect(describeProblems({ problems: [{ ...group, examples: [example(1_002), example(1_003)] }] })).toBe(
    '  1,234 x error learner-empty (Learner)\n      row 1,002: The learner is missing.',
  );
});

test('what became of no row is left out', () => {
  const none = {
    excluded: 0,
    nothingToReset: 0,
    repeated: 0,
    withErrors: 0,
    changedSinceValidation: 0,
    notProcessed: 0,
  };
  expect(describeCounts({ rows: 5, reset: 5, ...none })).toBe('  5 rows\n  5 reset');
});

test('an attempt is told with its end and score where it has them', () => {
  const begun = {
    attempt: 2,
    startedAt: '2025-03-03T08:30:00.000Z',
    lastAccessAt: '2025-03-03T08:30:00.000Z',
    progress: 0,
    totalSeconds: 0,
  };
  expect(describeAttempt({ ...begun, status: 'restarted', completedAt: null, score: null })).toBe(
    '  attempt 2: restarted, started 2025-03-03T08:30:00.000Z',
  );
  expect(
    describeAttempt({ ...begun, status: 'completed', completedAt: '2025-03-04T08:30:00.000Z', score: 87.5 }),
  ).toBe(
    '  attempt 2: completed, started 2025-03-03T08:30:00.000Z, completed 2025-03-04T08:30:00.000Z, score 87.5',
  );
});
