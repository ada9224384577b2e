import { setTimeout as delay } from 'node:timers/promises';
import {
  type FaultBench,
  type FaultServers,
  SHORT_LEASES,
  startFaultBench,
  startFaultServers,
} from '@reset/shared/testing/fault-bench.fixture';
import { untilEachMisses, WORKERS_SAY } from '@reset/shared/testing/process-readiness.fixture';

const PHASES = ['validate', 'settle', 'report', 'reset'] as const;
type PhaseInHand = (typeof PHASES)[number];
const AWAY_MS = 45_000;
/** Of a chunk in the phase in which the database goes away: long enough for all of them to be in hand at once. */
const CHUNK_MS = 2_000;

let servers: FaultServers;
beforeAll(async () => {
  servers = await startFaultServers();
});
afterAll(() => servers.stop());

const start = (more: NodeJS.ProcessEnv = {}, workers = 1) =>
  startFaultBench(servers, { workers, env: { ...SHORT_LEASES, ...WORKERS_SAY, ...more } });

async function isRefused({ client }: FaultBench, path: string, init: RequestInit = {}): Promise<void> {
  const answer = await client.ask(path, init);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toBe('10');
  expect(await answer.json()).toMatchObject({ code: 'unavailable' });
}

test('22: the database is killed in the middle of a chunk of each phase, and comes back', async () => {
  const bench = await start({}, 2);
  try {
    const file = await bench.upload({ confirmed: true });
    for (const phase of PHASES) {
      await file.untilInHand(phase);
      await servers.mysql.kill();
      await servers.mysql.start();
    }
    expect(await file.check('completed')).toEqual([]);
    await untilEachMisses(bench.system);
  } finally {
    await bench.stop();
  }
});

test('26: the database is away for 45 s, in each phase and for idle processes', async () => {
  const slowIn = (phase: PhaseInHand) => start({ FAILPOINTS: `${phase}:begun=delay:${CHUNK_MS}*all` });
  const idle = await start();
  const busy = await Promise.all(PHASES.map(slowIn));
  try {
    const inHand = async (bench: FaultBench, phase: PhaseInHand) => {
      const file = await bench.upload({ confirmed: true });
      await file.untilInHand(phase);
      return file;
    };
    const report = PHASES.indexOf('report');
    // The report is one chunk and the last to be begun, so that it is in hand like all others.
    const others = await Promise.all(
      busy.map((bench, index) => (index === report ? undefined : inHand(bench, PHASES[index] ?? 'reset'))),
    );
    const files = await Promise.all(
      busy.map(async (bench, index) => others[index] ?? (await inHand(bench, PHASES[index] ?? 'reset'))),
    );
    await servers.mysql.kill();
    const away = delay(AWAY_MS);
    await Promise.all([idle, ...busy].map(({ system }) => untilEachMisses(system, 'database')));
    await isRefused(idle, `/${files[0]?.id}`);
    await isRefused(idle, '', {
      method: 'POST',
      body: 'Learner,Content,Reset required\r\nlearner1,course1,TRUE\r\n',
      headers: { 'Content-Type': 'text/csv' },
    });
    await away;
    await servers.mysql.start();
    const next = await idle.upload({ confirmed: true });
    const ends = await Promise.all([next, ...files].map((file) => file.check('completed')));
    expect(ends).toEqual(ends.map(() => []));
    await Promise.all([idle, ...busy].map(({ system }) => untilEachMisses(system)));
  } finally {
    await Promise.all([idle, ...busy].map((bench) => bench.stop()));
  }
});
