import { MAX_ATTEMPTS, MAX_LOSSES } from '@reset/shared/stores/chunk.store';
import { untilGone } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  fileAboutEveryPair,
  NO_FAILPOINTS,
  SHORT_LEASES,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';

let bench: FaultBench;
beforeAll(async () => {
  bench = await startFaultBench(sharedServers(), { workers: 0, env: { ...SHORT_LEASES, ...NO_FAILPOINTS } });
});
afterEach(() => bench.system.endWorkers('SIGKILL'));
afterAll(() => bench.stop());

const startWorkers = (count: number) => Array.from({ length: count }, () => bench.system.startWorker());
const query = (sql: string, parameters: unknown[]) => bench.system.dataSource.query(sql, parameters);
const OF_FILE = 'bulk_reset_id = (SELECT id FROM bulk_reset WHERE uuid = UNHEX(?))';

describe('35: a chunk that always fails', () => {
  test('it has three attempts, its rows are not processed, others are untouched, and once mended it is retried', async () => {
    const file = await bench.upload({ confirmed: false });
    const other = await bench.upload({ confirmed: false });
    startWorkers(2);
    await Promise.all([file.untilStatus('ready'), other.untilStatus('ready')]);
    const uuid = file.id.replaceAll('-', '');
    const [{ number, packed }] = await query(
      `SELECT number, packed FROM settled_pairs WHERE ${OF_FILE} ORDER BY number LIMIT 1 OFFSET 3`,
      [uuid],
    );
    const pack = (bytes: Buffer) =>
      query(`UPDATE settled_pairs SET packed = ? WHERE ${OF_FILE} AND number = ?`, [bytes, uuid, number]);
    await pack(packed.subarray(0, 3));
    await Promise.all([file.confirm(), other.confirm()]);
    expect(await file.check('failed', { attempts: MAX_ATTEMPTS })).toEqual([]);
    expect(await other.check('completed')).toEqual([]);
    await pack(packed);
    expect(await file.ask('retry')).toBe(202);
    expect(await file.check('completed')).toEqual([]);
  });

  test('it costs twenty workers their life and is given up', async () => {
    const env = { PAIRS_PER_CHUNK: '10000', LEASE_SECONDS: '1' };
    const file = await bench.upload({ confirmed: true });
    for (let death = 0; death < MAX_LOSSES; death += 1) {
      const doomed = bench.system.startWorker({ ...env, FAILPOINTS: 'reset:effects=kill' });
      expect(await untilGone(doomed)).toBe('SIGKILL');
    }
    bench.system.startWorker(env);
    expect(await file.check('failed')).toEqual([]);
    expect((await file.used()).losses).toBe(MAX_LOSSES);
    expect(await file.ask('retry')).toBe(202);
    expect(await file.check('completed')).toEqual([]);
  });
});

describe('36: the same learners', () => {
  test('two bulk resets over them at once, one of them a part of the other', async () => {
    const whole = fileAboutEveryPair();
    const lines = whole.split('\r\n');
    const part = [lines[0], ...lines.slice(1).filter((_, index) => index % 3 !== 0)].join('\r\n');
    const files = [await bench.upload({ csv: whole }), await bench.upload({ csv: part })];
    startWorkers(3);
    await Promise.all(files.map((file) => file.untilStatus('ready')));
    await Promise.all(files.map((file) => file.confirm()));
    for (const file of files) expect(await file.check('completed')).toEqual([]);
  });

  test('the same file three times at once', async () => {
    const files = [await bench.upload(), await bench.upload(), await bench.upload()];
    startWorkers(3);
    await Promise.all(files.map((file) => file.untilStatus('ready')));
    await Promise.all(files.map((file) => file.confirm()));
    for (const file of files) expect(await file.check('completed')).toEqual([]);
  });

  test('rows that repeat and rows that contradict, in chunks that several workers have at once', async () => {
    const rows = fileAboutEveryPair().trimEnd().split('\r\n');
    const again = rows.slice(1).filter((_, index) => index % 4 === 0);
    const opposite = again
      .filter((_, index) => index % 3 === 0)
      .map((row) => (row.endsWith('TRUE') ? row.replace('TRUE', 'FALSE') : row.replace('FALSE', 'TRUE')));
    const files = [
      await bench.upload({ csv: `${[...rows, ...again].join('\r\n')}\r\n` }),
      await bench.upload({ csv: `${[...rows, ...again, ...opposite].join('\r\n')}\r\n` }),
    ] as const;
    startWorkers(3);
    await files[0].confirm();
    expect(await files[0].check('completed')).toEqual([]);
    expect(await files[1].check('validated')).toEqual([]);
  });
});
