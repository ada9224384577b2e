import type { FaultBench } from '@reset/shared/testing/fault-bench.fixture';
import { CHECKS, startGuaranteeBench } from './guarantees.fixture';

let bench: FaultBench;
beforeAll(async () => {
  bench = await startGuaranteeBench();
});
afterEach(() => bench.system.endWorkers('SIGKILL'));
afterAll(() => bench.stop());

test.each(Object.values(CHECKS))('%s', async (_title, check) => {
  expect(await check(bench)).toEqual([]);
});
