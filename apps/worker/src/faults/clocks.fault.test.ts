import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { untilGone, untilSaid } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  NO_FAILPOINTS,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';

const TEN_MINUTES_MS = 600_000;

let bench: FaultBench;
beforeAll(async () => {
  bench = await startFaultBench(sharedServers(), {
    workers: 0,
    env: { ...NO_FAILPOINTS, LEASE_SECONDS: '5' },
  });
});
afterEach(() => bench.system.endWorkers('SIGKILL'));
afterAll(() => bench.stop());

/** Loaded before anything else. */
const wrongClock = (errorMs: number) => `
  const RightDate = Date;
  globalThis.Date = class extends RightDate {
    constructor(...given) {
      super(...(given.length > 0 ? given : [RightDate.now() + ${errorMs}]));
    }
    static now() {
      return RightDate.now() + ${errorMs};
    }
  };`;

async function startWorker(errorMs: number, env: NodeJS.ProcessEnv = {}) {
  const preload = path.join(bench.system.directory, `clock${errorMs}.cjs`);
  await writeFile(preload, wrongClock(errorMs));
  return bench.system.startWorker({ ...env, NODE_OPTIONS: `--require ${preload}` });
}

test('37: the clocks of workers are wrong by ten minutes either way, and one dies: nobody takes work too early or never', async () => {
  const file = await bench.upload({ confirmed: true });
  const doomed = await startWorker(TEN_MINUTES_MS, { FAILPOINTS: 'validate:effects=kill@2' });
  expect(await untilGone(doomed)).toBe('SIGKILL');
  const slowly = { FAILPOINTS: 'reset:begun=delay:100*all,validate:begun=delay:100*all' };
  const workers = await Promise.all(
    [TEN_MINUTES_MS, -TEN_MINUTES_MS, 0].map((errorMs) => startWorker(errorMs, slowly)),
  );
  expect(await file.check('completed')).toEqual([]);
  expect((await file.used()).losses).toBe(1);
  for (const worker of workers) await untilSaid(bench.system, worker, 'failpoint reset:begun');
});

test.each([TEN_MINUTES_MS, -TEN_MINUTES_MS])(
  '37: a worker whose clock is wrong by %i ms works alone, and writes the time of the database',
  async (errorMs) => {
    const file = await bench.upload({ confirmed: true });
    const worker = await startWorker(errorMs);
    expect(await file.check('completed')).toEqual([]);
    const [, itsTime] = /"time":(\d+)/.exec(await bench.system.logOf(worker)) ?? [];
    expect(Math.abs(Number(itsTime) - errorMs - Date.now())).toBeLessThan(TEN_MINUTES_MS / 2);
    expect(
      await bench.numberOf(
        `SELECT COUNT(*) AS n FROM bulk_reset b JOIN progress_reset p ON p.bulk_reset_id = b.id
         WHERE b.uuid = UNHEX(?) AND (b.finished_at < b.created_at OR p.reset_at NOT BETWEEN b.created_at AND b.finished_at)`,
        [file.id.replaceAll('-', '')],
      ),
    ).toBe(0);
  },
);
