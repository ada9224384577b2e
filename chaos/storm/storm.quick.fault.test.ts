import { runStorm } from './run-storm';

test('everything breaks for a while: nothing is lost, nothing is applied twice', async () => {
  const size = { seconds: 20, seed: 1, organizations: 2, administrators: 2, learners: 1 };
  const { violations, faults, marks, bulkResets } = await runStorm(size, () => undefined);
  expect(violations).toEqual([]);
  expect(faults.size).toBeGreaterThan(1);
  expect(marks).toBeGreaterThan(0);
  expect(bulkResets).toBeGreaterThan(3);
});
