import type { FilePhase } from '@reset/shared/contracts/bulk-reset';
import type { Breakable } from '@reset/shared/failpoints/failpoint';
import { QUEUE_NAME } from '@reset/shared/queue/chunk-queue';
import { openRedis } from '@reset/shared/queue/open-redis';
import { differs } from '@reset/shared/testing/check-bulk-reset.fixture';
import { untilAt, untilGone } from '@reset/shared/testing/doomed-process.fixture';
import {
  type FaultBench,
  NO_FAILPOINTS,
  SHORT_LEASES,
  sharedServers,
  startFaultBench,
} from '@reset/shared/testing/fault-bench.fixture';
import { Queue } from 'bullmq';

/** @returns what is wrong */
type Check = (bench: FaultBench) => Promise<string[]>;

/** @param broken what its processes leave out */
export const startGuaranteeBench = (broken?: Breakable): Promise<FaultBench> =>
  startFaultBench(sharedServers(), {
    workers: 0,
    env: { ...SHORT_LEASES, ...NO_FAILPOINTS, BREAK: broken },
  });

/** For each thing that may be left out, the check that has to notice. */
export const CHECKS: Readonly<Record<Breakable, readonly [title: string, Check]>> = {
  fence: ['4: a worker sleeps through its lease and a cancellation, and resets nothing any more', sleeper],
  'done-at-commit': ['1: a worker is killed right before COMMIT, and its chunk is done by another', killed],
  repetitions: ['36: rows that repeat a pair are found, and it is reset once', repeated],
  claim: ['34: each chunk is delivered three times at once, and taken once', deliveredThrice],
  organization: ['41: two organizations with the same names do not see each other', neighbours],
};

async function sleeper(bench: FaultBench): Promise<string[]> {
  const { system } = bench;
  const file = await bench.upload({ confirmed: true });
  const sleeping = system.startWorker({ FAILPOINTS: 'reset:claimed=stop,reset:moved-on=delay:1' });
  await untilAt(system, sleeping, 'reset:claimed');
  const asked = await file.ask('cancel');
  system.startWorker();
  await file.untilStatus('cancelled');
  sleeping.kill('SIGCONT');
  await untilAt(system, sleeping, 'reset:moved-on');
  return [
    ...differs('answer to the cancellation', asked, 202),
    ...differs('chunks done', await file.chunks('done', 'reset'), 0),
    ...(await file.check('cancelled')),
  ];
}

async function killed(bench: FaultBench): Promise<string[]> {
  const file = await bench.upload({ confirmed: true });
  const doomed = bench.system.startWorker({ FAILPOINTS: 'reset:fenced=kill@2' });
  const signal = await untilGone(doomed);
  bench.system.startWorker();
  return [...differs('end of the worker', signal, 'SIGKILL'), ...(await file.check('completed'))];
}

async function repeated(bench: FaultBench): Promise<string[]> {
  const file = await bench.upload({ confirmed: true });
  bench.system.startWorker();
  return file.check('completed');
}

/** Jobs of other ids for what waits in the queue. */
async function deliverAgain({ system: { environment } }: FaultBench): Promise<void> {
  const connection = openRedis(environment.REDIS_URL ?? '', 'worker');
  const queue = new Queue(QUEUE_NAME, {
    connection,
    prefix: environment.QUEUE_PREFIX ?? '',
    skipVersionCheck: true,
  });
  const jobs = await queue.getJobs(['wait', 'prioritized']);
  await queue.addBulk(
    jobs.flatMap(({ id, name, data }) =>
      ['again', 'and-again'].map((which) => ({
        name,
        data,
        opts: { jobId: `${which}-${id}`, removeOnComplete: true, removeOnFail: true },
      })),
    ),
  );
  await queue.close();
  connection.disconnect();
}

async function deliveredThrice(bench: FaultBench): Promise<string[]> {
  const { system } = bench;
  const file = await bench.upload();
  const takenOf = async (phase: FilePhase, work: () => Promise<unknown>) => {
    await deliverAgain(bench);
    const slowly = { FAILPOINTS: `${phase}:claimed=delay:150*all` };
    const workers = Array.from({ length: 3 }, () => system.startWorker(slowly));
    await work();
    await system.endWorkers();
    const logs = await Promise.all(workers.map((worker) => system.logOf(worker)));
    const taken = logs.join('').split(`failpoint ${phase}:claimed `).length - 1;
    return differs(`${phase} chunks taken`, taken, await file.chunks('done', phase));
  };
  const validating = await takenOf('validate', () => file.untilStatus('ready'));
  await file.confirm();
  const resetting = await takenOf('reset', () => file.untilStatus('completed', 'failed'));
  system.startWorker();
  return [...validating, ...resetting, ...(await file.check('completed'))];
}

async function neighbours(bench: FaultBench): Promise<string[]> {
  const other = await bench.givenProgram();
  const mine = await bench.upload({ confirmed: true });
  const theirs = await other.upload({ confirmed: true });
  bench.system.startWorker();
  const answers = await Promise.all(
    ['', '/report.csv', '/file.csv', '/problems'].map((path) => other.client.ask(`/${mine.id}${path}`)),
  );
  return [
    ...differs(
      'answers about what another organization has',
      answers.map(({ status }) => status),
      answers.map(() => 404),
    ),
    ...(await theirs.check('completed')),
    ...(await mine.check('completed')),
  ];
}
