import { setTimeout as delay } from 'node:timers/promises';
import { createDataSource } from '@reset/shared/database/data-source';
import { codeOf } from '@reset/shared/log/logger';
import {
  type FaultBench,
  type FaultServers,
  SHORT_LEASES,
  startFaultBench,
  startFaultServers,
} from '@reset/shared/testing/fault-bench.fixture';
import {
  untilEachMisses,
  untilItWaitsFor,
  WORKERS_SAY,
} from '@reset/shared/testing/process-readiness.fixture';
import { until } from '@reset/shared/testing/running-system.fixture';
import type { DataSource } from 'typeorm';

const PHASES = ['validate', 'settle', 'report', 'reset'] as const;

let servers: FaultServers;
let admin: DataSource;
let productUrl: string;
let bench: FaultBench;
beforeAll(async () => {
  servers = await startFaultServers({ mysqlSettings: ['--innodb-lock-wait-timeout=1'] });
  admin = await createDataSource(servers.mysql.url, { poolSize: 1 }).initialize();
  productUrl = await urlOf('product');
  bench = await start();
});
afterAll(async () => {
  await bench.stop();
  await admin.destroy();
  await servers.stop();
});

/** Of an account that may do nothing but its work, and so no more than others where the server is short of something. */
async function urlOf(account: string): Promise<string> {
  const url = new URL(servers.mysql.url);
  await admin.query(`CREATE USER '${account}'@'127.0.0.1' IDENTIFIED BY '${url.password}'`);
  await admin.query(`GRANT ALL PRIVILEGES ON \`test\\_%\`.* TO '${account}'@'127.0.0.1'`);
  await admin.query(`GRANT ALL PRIVILEGES ON \`${url.pathname.slice(1)}\`.* TO '${account}'@'127.0.0.1'`);
  url.username = account;
  return url.href;
}

const start = (more: NodeJS.ProcessEnv = {}) =>
  startFaultBench(
    { ...servers, mysql: { url: productUrl } },
    { env: { ...SHORT_LEASES, ...WORKERS_SAY, ...more } },
  );
const setGlobal = (name: string, value: number) => admin.query(`SET GLOBAL ${name} = ${value}`);

/** @returns how many there were */
async function killConnections(): Promise<number> {
  const found: { id: number }[] = await admin.query(
    `SELECT id FROM information_schema.processlist WHERE user = 'product'`,
  );
  // One may have gone by itself.
  for (const { id } of found) await admin.query(`KILL ${id}`).catch(() => undefined);
  return found.length;
}

const upload = () =>
  bench.client.ask('', {
    method: 'POST',
    body: 'Learner,Content,Reset required\r\nlearner1,course1,TRUE\r\n',
    headers: { 'Content-Type': 'text/csv' },
  });

async function isRefused(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toBe('10');
  expect(await answer.json()).toMatchObject({ code: 'unavailable' });
}

/** A connection that stays, though nothing is asked over it. */
const openOne = async (url: string): Promise<DataSource | undefined> => {
  const hog = createDataSource(url, { poolSize: 1 });
  try {
    await hog.initialize();
    await hog.query('SET SESSION wait_timeout = 3600');
    return hog;
  } catch {
    if (hog.isInitialized) await hog.destroy();
    return undefined;
  }
};

test('25: the database lets nobody in any more', async () => {
  const hogUrl = await urlOf('hog');
  const file = await bench.upload({ confirmed: true });
  await file.untilInHand('validate');
  await setGlobal('max_connections', 10);
  const hogs: DataSource[] = [];
  // The processes come again as well: all of them are out once nobody is left to be killed.
  for (let isFull = false; !isFull; ) {
    const killed = await killConnections();
    const came = await Promise.all(Array.from({ length: 10 }, () => openOne(hogUrl)));
    hogs.push(...came.filter((hog) => hog !== undefined));
    isFull = killed === 0 && came.includes(undefined);
  }
  await untilEachMisses(bench.system, 'database');
  await isRefused(await bench.client.ask(`/${file.id}`));
  await isRefused(await upload());
  await setGlobal('max_connections', 100);
  await Promise.all(hogs.map((hog) => hog.destroy()));
  expect(await file.check('completed')).toEqual([]);
  await untilEachMisses(bench.system);
});

test.each(['validate', 'reset'] as const)(
  '25: the database has become read-only during %s',
  async (phase) => {
    const file = await bench.upload({ confirmed: true });
    await file.untilInHand(phase);
    await setGlobal('read_only', 1);
    await untilEachMisses(bench.system, 'database');
    expect(await untilItWaitsFor(bench.client, file.id, 'database')).toMatch(
      /^The database does not take the work\./,
    );
    await isRefused(await upload());
    // By now no worker has been able to say that it is there for so long that it counts as dead.
    await bench.system.dataSource.query('SELECT SLEEP(16)');
    expect(await bench.client.show(file.id)).toMatchObject({
      waiting: { code: 'service-away', details: { service: 'database' } },
    });
    await setGlobal('read_only', 0);
    expect(await file.check('completed')).toEqual([]);
    await untilEachMisses(bench.system);
  },
);

test('25: all connections are killed, again and again, in each phase', async () => {
  const file = await bench.upload({ confirmed: true });
  let killed = 0;
  for (const phase of PHASES) {
    await file.untilInHand(phase);
    for (let storm = 0; storm < 15; storm += 1) {
      killed += await killConnections();
      await delay(100);
    }
  }
  expect(killed).toBeGreaterThan(0);
  expect(await file.check('completed')).toEqual([]);
  await untilEachMisses(bench.system);
});

/** How often the server ended a deadlock, and a wait that took too long. */
async function countLocks(): Promise<{ deadlocks: number; timeouts: number }> {
  const rows: { name: string; count: number }[] = await admin.query(
    `SELECT name, count FROM information_schema.innodb_metrics WHERE name IN ('lock_deadlocks', 'lock_timeouts')`,
  );
  const of = (name: string) => Number(rows.find((row) => row.name === name)?.count);
  return { deadlocks: of('lock_deadlocks'), timeouts: of('lock_timeouts') };
}

/**
 * Takes the chunks in hand and then the records that they hold: the other way round than a chunk does. Every third time
 * it keeps them for longer than anybody waits.
 * @returns how often it was itself the victim, when it is told to stop
 */
function disturb({ system: { dataSource }, organizationId }: FaultBench) {
  let isOver = false;
  const own = { deadlocks: 0, timeouts: 0 };
  const turns = async () => {
    const runner = dataSource.createQueryRunner();
    await runner.query('CREATE TABLE ballast (id INT AUTO_INCREMENT PRIMARY KEY)');
    await runner.query('CREATE TEMPORARY TABLE aside (id INT) ENGINE=MEMORY');
    for (let turn = 0; !isOver; turn += 1) {
      await runner.startTransaction('READ COMMITTED');
      try {
        // The server ends who has written less, and spares who wrote in a table without transactions, as a chunk does.
        await runner.query('INSERT INTO aside VALUES (1)');
        await runner.query(
          `INSERT INTO ballast VALUES ${Array.from({ length: 200 }, () => '(NULL)').join()}`,
        );
        await runner.query(
          `SELECT id FROM chunk WHERE organization_id = ? AND phase = 'reset' AND state = 'running' FOR UPDATE`,
          [organizationId],
        );
        await delay(turn % 3 === 2 ? 1_300 : 60);
        await runner.query('SELECT 1 FROM learning_record WHERE organization_id = ? FOR UPDATE', [
          organizationId,
        ]);
      } catch (error) {
        own[codeOf(error) === 'ER_LOCK_DEADLOCK' ? 'deadlocks' : 'timeouts'] += 1;
      }
      await runner.rollbackTransaction();
      await delay(50);
    }
    await runner.release();
    return own;
  };
  const ended = turns();
  return {
    own,
    stop: () => {
      isOver = true;
      return ended;
    },
  };
}

test('24: others lock the same rows the other way round: deadlocks and lock waits under load', async () => {
  const disturbed = await start({
    FAILPOINTS: 'reset:begun=delay:50*all,reset:effects=delay:150*all',
    PAIRS_PER_CHUNK: '8',
  });
  try {
    const before = await countLocks();
    const file = await disturbed.upload({ confirmed: true });
    await file.untilInHand('reset');
    const disturber = disturb(disturbed);
    const suffered = async () => {
      const { deadlocks, timeouts } = await countLocks();
      return {
        deadlocks: deadlocks - before.deadlocks - disturber.own.deadlocks,
        timeouts: timeouts - before.timeouts - disturber.own.timeouts,
      };
    };
    const seen = await until(async () => {
      const { deadlocks, timeouts } = await suffered();
      const { status } = await disturbed.client.show(file.id);
      return ((deadlocks > 0 && timeouts > 0) || status !== 'resetting') && { deadlocks, timeouts, status };
    });
    await disturber.stop();
    expect(seen.deadlocks).toBeGreaterThan(0);
    expect(seen.timeouts).toBeGreaterThan(0);
    expect(await file.check('completed')).toEqual([]);
  } finally {
    await disturbed.stop();
  }
});

test('27: the database takes half a second more for every answer', async () => {
  const file = await bench.upload({ confirmed: true });
  for (const phase of ['validate', 'reset'] as const) {
    await file.untilInHand(phase);
    bench.databaseLine.delayBy(250);
    const done = await file.chunks('done', phase);
    while ((await file.chunks('done', phase)) < done + 2) await delay(200);
    await untilEachMisses(bench.system);
    bench.databaseLine.delayBy(0);
  }
  expect(await file.check('completed')).toEqual([]);
  expect(await file.used()).toEqual({ attempts: 0, losses: 0 });
});
