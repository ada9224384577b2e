import { decideLaunch, type LaunchDecision, type LaunchSituation } from './launch-decision';
import { COURSE_STATUSES, RECORD_STATUSES, RESTART_SETTINGS } from './learning';

const SETTINGS = [null, ...RESTART_SETTINGS];
const whatever = (decide: (situation: LaunchSituation) => LaunchDecision | undefined) => {
  for (const course of COURSE_STATUSES)
    for (const latest of [null, ...RECORD_STATUSES])
      for (const openMark of [false, true])
        for (const restartSetting of SETTINGS) {
          const situation = { course, latest, openMark, restartSetting };
          const expected = decide(situation);
          if (expected)
            expect({ ...situation, does: decideLaunch(situation) }).toEqual({ ...situation, does: expected });
        }
};

test('a learner who has never started begins, unless the course is retired', () => {
  whatever(({ latest, course }) => {
    if (latest !== null) return undefined;
    return course === 'active' ? 'first-attempt' : 'not-available';
  });
});

test('an open mark shows the message, whatever the attempt, the setting and the course are', () => {
  whatever(({ latest, openMark }) => (latest !== null && openMark ? 'message' : undefined));
});

test.each([
  ['started', null, 'reopen'],
  ['started', 'never', 'reopen'],
  ['started', 'after-completion', 'reopen'],
  ['started', 'always', 'new-attempt'],
  ['restarted', null, 'reopen'],
  ['restarted', 'never', 'reopen'],
  ['restarted', 'after-completion', 'reopen'],
  ['restarted', 'always', 'new-attempt'],
  ['completed', null, 'reopen'],
  ['completed', 'never', 'reopen'],
  ['completed', 'after-completion', 'new-attempt'],
  ['completed', 'always', 'new-attempt'],
] as const)('a %s attempt under the setting %s: %s', (latest, restartSetting, decision) => {
  for (const course of COURSE_STATUSES)
    expect(decideLaunch({ course, latest, openMark: false, restartSetting })).toBe(decision);
});
