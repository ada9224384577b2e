import { judgeFile, judgeReset, pairKey, type World } from './oracle.fixture';

const learner = (id: number, loginId: string, status: 'active' | 'deactivated' = 'active') => ({
  id,
  loginId,
  status,
  uuid: `00000000-0000-4000-8000-00000000000${id}`,
  email: `${loginId}@example.org`,
});
const course = (id: number, assetId: string, kind: 'skillsoft' | 'video' = 'skillsoft') => ({
  id,
  assetId,
  kind,
  complianceConfigured: false,
  status: 'active' as const,
  uuid: `00000000-0000-4000-9000-00000000000${id}`,
});
const world: World = {
  learners: [learner(1, 'ann'), learner(2, 'bob'), learner(3, 'cem', 'deactivated')],
  courses: [course(1, 'fire'), course(2, 'film', 'video'), course(3, 'ice')],
  latest: new Map([
    [pairKey(1, 1), 'completed'],
    [pairKey(2, 1), 'started'],
  ]),
  open: new Set([pairKey(2, 1)]),
};
const file = (...rows: string[]) => `${['Learner,Content,Reset required', ...rows].join('\r\n')}\r\n`;

test('a file without an error: what is reset, excluded, repeated, and what has nothing to reset', () => {
  const verdict = judgeFile(
    file('ann,fire,TRUE', 'bob@example.org,FIRE,true', 'ann,ice,TRUE', 'ann,fire,TRUE', 'bob,ice,FALSE'),
    world,
  );
  expect(verdict).toMatchObject({
    status: 'ready',
    counts: { rows: 5, excluded: 1, repeated: 1, withErrors: 0, notProcessed: 3 },
    impact: {
      learners: 2,
      courses: 2,
      pairs: 3,
      completed: 1,
      inProgress: 0,
      neverStarted: 1,
      alreadyReset: 1,
    },
  });
  expect(verdict.report).toBe(
    'Learner,Content,Reset required,Error\r\nann,fire,TRUE,\r\nbob@example.org,FIRE,true,\r\nann,ice,TRUE,\r\n' +
      'ann,fire,TRUE,"Warning: Row 2 already names this learner and course. They are handled once."\r\nbob,ice,FALSE,\r\n',
  );
  const reset = judgeReset(verdict, world);
  expect(reset.marks).toEqual([
    { learnerId: 1, courseId: 1, fileRow: 2 },
    { learnerId: 2, courseId: 1, fileRow: 3 },
  ]);
  expect(reset.counts).toMatchObject({ reset: 2, nothingToReset: 1, repeated: 1, notProcessed: 0 });
});

test('who was deactivated after the validation is left out of the reset', () => {
  const verdict = judgeFile(file('ann,fire,TRUE', 'bob,fire,TRUE'), world);
  const reset = judgeReset(verdict, {
    ...world,
    learners: [learner(1, 'ann'), learner(2, 'bob', 'deactivated')],
  });
  expect(reset.leftOut).toEqual([{ learnerId: 2, courseId: 1, fileRow: 3 }]);
  expect(reset.counts).toMatchObject({ reset: 1, changedSinceValidation: 1, notProcessed: 0 });
});

test('every kind of error is found, and contradicting rows name each other', () => {
  const { status, counts, report } = judgeFile(
    file('nobody,fire,TRUE', 'cem,film,perhaps', ',,', 'fire,ann,FALSE', 'bob,ice,TRUE', 'bob,ice,FALSE'),
    world,
  );
  expect([status, counts.withErrors, counts.excluded, counts.rows]).toEqual(['needs-fixes', 5, 1, 6]);
  expect(report).toContain('bob,ice,TRUE,"Row 7 says the opposite');
  expect(report).toContain('fire,ann,FALSE,"Warning: "');
});
