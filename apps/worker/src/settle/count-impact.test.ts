import { RECORD_STATUSES, RESTART_SETTINGS } from '@reset/shared/contracts/learning';
import { pairsFrom } from '@reset/shared/stores/packed-pairs.fixture';
import { countImpact } from './count-impact';

const NOTHING = {
  ...{ learners: 1, pairs: 1, completed: 0, inProgress: 0, neverStarted: 0 },
  ...{ alreadyReset: 0, assignmentsOverridden: 0 },
};
const LATEST = [undefined, ...RECORD_STATUSES];
const SETTINGS = [undefined, ...RESTART_SETTINGS];
const TABLE = LATEST.flatMap((latest) =>
  SETTINGS.flatMap((setting) => [false, true].map((marked) => ({ latest, setting, marked }))),
);

/** A record begins anew by itself where its assignment says always, or after completion and it is completed. */
const beginsAnew = (latest: string, setting: string) =>
  setting === 'always' || (setting === 'after-completion' && latest === 'completed');

test.each(TABLE)('latest $latest, setting $setting, marked $marked', ({ latest, setting, marked }) => {
  const pairs = pairsFrom([{ learnerId: 1, courseId: 1, fileRow: 2, flags: 1 }]);
  const counted = countImpact(pairs, {
    latest: Uint8Array.of(latest ? RECORD_STATUSES.indexOf(latest) + 1 : 0),
    setting: Uint8Array.of(setting ? RESTART_SETTINGS.indexOf(setting) + 1 : 0),
    marked: Uint8Array.of(marked ? 1 : 0),
  });
  const told = !latest ? 'neverStarted' : latest === 'completed' ? 'completed' : 'inProgress';
  expect(counted).toEqual({
    ...NOTHING,
    [marked ? 'alreadyReset' : told]: 1,
    assignmentsOverridden: latest && setting && !beginsAnew(latest, setting) ? 1 : 0,
  });
});

test('a learner counts once, with all pairs', () => {
  const pairs = pairsFrom(
    [1, 1, 2].map((learnerId, index) => ({ learnerId, courseId: index + 1, fileRow: index + 2, flags: 1 })),
  );
  const none = () => new Uint8Array(3);
  expect(countImpact(pairs, { latest: none(), setting: none(), marked: none() })).toEqual({
    ...NOTHING,
    ...{ learners: 2, pairs: 3, neverStarted: 3 },
  });
});
