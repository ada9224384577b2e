import { cp, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import {
  type FaultBench,
  type FaultServers,
  SHORT_LEASES,
  startFaultBench,
  startFaultServers,
} from '@reset/shared/testing/fault-bench.fixture';
import { untilEachMisses, WORKERS_SAY } from '@reset/shared/testing/process-readiness.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';
import { mountSmallDisk, type SmallDisk } from '@reset/shared/testing/small-disk.fixture';

let servers: FaultServers;
let disk: SmallDisk;
let bench: FaultBench;
beforeAll(async () => {
  servers = await startFaultServers();
  disk = await moveToSmallDisk(servers);
  bench = await startFaultBench(servers, {
    env: { ...SHORT_LEASES, ...WORKERS_SAY, ROWS_PER_CHUNK: '2000' },
  });
});
afterAll(async () => {
  await bench.stop();
  await servers.mysql.kill();
  await disk.unmount();
  await servers.stop();
});

/** All of the database's files lie there from then on, with room for what the tests do. */
async function moveToSmallDisk({ mysql }: FaultServers): Promise<SmallDisk> {
  await mysql.kill();
  const product = (await readdir(mysql.directory)).find((name) => name === 'mariadb' || name === 'mysql');
  const data = path.join(mysql.directory, product ?? '');
  await rename(data, `${data}-before`);
  const small = await mountSmallDisk(data, '512m');
  // Without the socket that the killed server has left.
  await cp(`${data}-before`, data, { recursive: true, filter: (file) => !file.endsWith('.sock') });
  await mysql.start();
  return small;
}

/** Many rows about few pairs, so that tables grow while it is validated. */
const manyRows = () => {
  const rows = Array.from({ length: 24_000 }, (_, row) => `learner${row % 24},course${row % 8},TRUE`);
  return `${['Learner,Content,Reset required', ...rows].join('\r\n')}\r\n`;
};

function hasDied(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** With no room left, MariaDB may end itself in the middle of a rollback; it may also refuse what needs room and go on. */
test('28: the disk of the database is full: work waits, and goes on when there is room', async () => {
  const file = await bench.upload({ csv: manyRows(), confirmed: true });
  await file.untilInHand('validate');
  await disk.fill();
  const pid = servers.mysql.pid();
  const outcome = await until(async () => {
    if (hasDied(pid)) return 'died';
    const { waiting } = (await bench.client.tryToShow(file.id)) ?? {};
    // A machine that is busy with a full disk may for a moment be slow in everything else.
    return waiting?.code === 'service-away' && waiting.details.service === 'database' && waiting.sentence;
  });
  if (outcome === 'died') await untilEachMisses(bench.system, 'database');
  else expect(outcome).toMatch(/^The database does not take the work\./);
  await disk.free();
  if (hasDied(pid)) await servers.mysql.start();
  expect(await file.check('completed')).toEqual([]);
  await untilEachMisses(bench.system);
});
