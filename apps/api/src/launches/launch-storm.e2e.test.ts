import { launchStorm } from './launch-storm.fixture';

test('launches and commits of many devices beside resets of the same learners: no deadlock surfaces, no rule breaks', async () => {
  const { faults, refusals, kept } = await launchStorm({ devices: 30 });
  expect(faults).toEqual([]);
  expect(kept).toBeGreaterThan(0);
  expect(refusals).toEqual(new Set(['launch-superseded', 'commit-out-of-order']));
});
