import { setTimeout as delay } from 'node:timers/promises';
import { newApiKey } from '../auth/api-key';
import type { BulkResetView, Phase } from '../contracts/bulk-reset';
import { givenOrganization } from '../generate/given-organization.fixture';
import { bulkResetClient } from './bulk-reset-client.fixture';
import { checkBulkReset, checkNothingLeft, checkStoppedEarly, type End } from './check-bulk-reset.fixture';
import type { World } from './oracle.fixture';
import { type PrivateServer, startOwnMysql, startOwnRedis } from './private-servers.fixture';
import { readWorld } from './read-world.fixture';
import { startSystem, until } from './running-system.fixture';
import { startTcpProxy } from './tcp-proxy.fixture';
import { watchProgress } from './watch-progress.fixture';

/** Within this time after a fault is over, work has come to its end by itself: the files are small. */
export const HEALS_WITHIN_MS = 60_000;
const LEARNERS = 24;
const COURSES = 8;
/** Twelve chunks or so of each phase. */
const SMALL_CHUNKS = { ROWS_PER_CHUNK: '20', PAIRS_PER_CHUNK: '16' };
/**
 * A chunk takes a moment, so that whatever happens happens in the middle of something. A report is one chunk, and has to be seen
 * in hand on a busy machine too.
 */
export const SLOWLY = `${(['validate', 'settle', 'reset'] as const)
  .map((phase) => `${phase}:begun=delay:200*all`)
  .join()},report:begun=delay:1500*all`;
const WATCH_MS = 150;

export type FaultBench = Awaited<ReturnType<typeof startFaultBench>>;
export type FaultServers = { mysql: PrivateServer; redis: PrivateServer; stop: () => Promise<void> };
export type FileOnBench = Awaited<ReturnType<FaultBench['upload']>>;

/** A database and a Redis of the test's own, to which anything may be done. */
export async function startFaultServers({
  redisKeepsData = false,
  mysqlSettings = [] as readonly string[],
} = {}): Promise<FaultServers> {
  const [mysql, redis] = await Promise.all([
    startOwnMysql({ settings: mysqlSettings }),
    startOwnRedis({ keepData: redisKeepsData }),
  ]);
  return { mysql, redis, stop: async () => void (await Promise.all([mysql.stop(), redis.stop()])) };
}

/** Those that `npm test` starts, for faults that leave the servers alone. */
export function sharedServers(): { mysql: { url: string }; redis: { url: string } } {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  if (!TEST_DATABASE_URL || !TEST_REDIS_URL)
    throw new Error('no servers to test with: run the tests with npm test');
  return { mysql: { url: TEST_DATABASE_URL }, redis: { url: TEST_REDIS_URL } };
}

/** A dead worker's chunks and jobs go to others within seconds. */
export const SHORT_LEASES = { LEASE_SECONDS: '2', QUEUE_LOCK_SECONDS: '2', QUEUE_STALL_SECONDS: '1' };
/** No chunk waits for anything. */
export const NO_FAILPOINTS = { FAILPOINTS: undefined };

/**
 * A running system for faults, and an organization with a program that uploads files. Between the processes and their
 * servers are proxies. Several benches may share their servers.
 * @param options.env adds to every process's environment; `FAILPOINTS` in it replaces the delay of every chunk
 */
export async function startFaultBench(
  { mysql, redis }: { mysql: Pick<PrivateServer, 'url'>; redis: Pick<PrivateServer, 'url'> },
  { workers = 2, apis = 1, env = {} as NodeJS.ProcessEnv } = {},
) {
  const [databaseLine, redisLine] = await Promise.all([startTcpProxy(mysql.url), startTcpProxy(redis.url)]);
  const system = await startSystem({
    apis,
    workers,
    servers: { databaseUrl: mysql.url, redisUrl: redis.url },
    env: async (given) => ({
      ...SMALL_CHUNKS,
      FAILPOINTS: SLOWLY,
      DATABASE_URL: databaseLine.through(given.DATABASE_URL ?? ''),
      REDIS_URL: redisLine.through(redis.url),
      ...env,
    }),
  });
  const { dataSource } = system;
  // Another one where a test has replaced the first.
  let url = system.url;

  /** Asks the database itself, and again while it is away. */
  const ask = (sql: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> =>
    until(() => dataSource.query(sql, [...parameters]).catch(() => undefined));
  const numberOf = async (sql: string, parameters?: readonly unknown[]) =>
    Number((await ask(sql, parameters))[0]?.n ?? 0);

  const watches = new Set<ReturnType<typeof watchProgress>>();

  /** The last acknowledgement may still be on its way. */
  async function nothingLeftSoon(): Promise<string[]> {
    let left = await checkNothingLeft(system);
    for (const end = Date.now() + HEALS_WITHIN_MS; left.length > 0 && Date.now() < end; ) {
      await delay(250);
      left = await checkNothingLeft(system);
    }
    return left;
  }

  /** An organization with the same names of learners and courses as every other here, and a program of its own. */
  async function givenProgram() {
    const { key, secretHash } = newApiKey();
    const organization = await givenLearnersAndCourses(dataSource, secretHash);
    const client = bulkResetClient(() => url, key);

    /** Uploads a file about every pair, in which some rows are excluded and some repeated, and watches it from then on. */
    async function upload({
      withErrors = false,
      confirmed = false,
      csv = fileAboutEveryPair({ withErrors }),
    } = {}) {
      const world = await readWorld(dataSource, organization.id);
      const query = confirmed ? '?confirm=when-valid' : '';
      const { id } = await until(() => client.upload(csv, { query }).catch(() => undefined));
      return follow(id, csv, world);
    }

    /** Watches an upload from here on. @param world of the database before it came */
    function follow(id: string, csv: string, world: World) {
      const watch = watchProgress(() => client.tryToShow(id), WATCH_MS);
      watches.add(watch);
      const untilStatus = (...statuses: BulkResetView['status'][]) => client.untilStatus(id, ...statuses);
      const ofFile = `bulk_reset_id = (SELECT id FROM bulk_reset WHERE uuid = UNHEX('${id.replaceAll('-', '')}'))`;
      /** Attempts that were counted, and workers that were lost. */
      const used = async () => {
        const [row] = await ask(
          `SELECT COALESCE(SUM(attempts), 0) AS attempts, COALESCE(SUM(losses), 0) AS losses FROM chunk WHERE ${ofFile}`,
        );
        return { attempts: Number(row?.attempts), losses: Number(row?.losses) };
      };
      const checkAround = async (wantedAttempts: number) => {
        const fell = await watch.stop();
        const { attempts } = await used();
        return [
          ...fell,
          ...(attempts === wantedAttempts ? [] : [`${attempts} attempts were used`]),
          ...(await nothingLeftSoon()),
          ...system.workers.filter(hasEnded).map(() => 'a worker ended by itself'),
          ...system.apis.filter(hasEnded).map(() => 'an API ended by itself'),
        ];
      };
      return {
        id,
        csv,
        used,
        untilStatus,
        /** How many of its chunks are in this state. */
        chunks: (state: string, phase: Phase) =>
          numberOf(`SELECT COUNT(*) AS n FROM chunk WHERE ${ofFile} AND state = ? AND phase = ?`, [
            state,
            phase,
          ]),
        /** Until so many chunks of a phase are done. */
        async untilDone(phase: Phase, wanted: number) {
          await until(async () => (await this.chunks('done', phase)) >= wanted);
        },
        /**
         * Until a worker has a chunk of this phase in hand, and some are done where there are several. A phase that is over
         * by then, because nobody looked in time, fails the test at once.
         */
        untilInHand: (phase: Phase) =>
          until(async () => {
            const many = phase !== 'report' && phase !== 'summarize';
            const sql = `SELECT SUM(state = 'running') AS running, SUM(state = 'done') AS done, COUNT(*) AS chunks
                         FROM chunk WHERE ${ofFile} AND phase = ?`;
            const [row] = await dataSource.query(sql, [phase]).catch(() => []);
            if (Number(row?.chunks) > 0 && Number(row?.done) === Number(row?.chunks))
              throw new Error(`${phase} was over before anybody looked`);
            return Number(row?.running) > 0 && (!many || Number(row?.done) > 1);
          }),
        /** A person's request. @returns the status of the answer */
        ask: async (verb: 'pause' | 'resume' | 'cancel' | 'retry') =>
          (await client.post(`/${id}/${verb}`, {})).status,
        audited: (action: string) =>
          numberOf(
            `SELECT COUNT(*) AS n FROM audit_event WHERE subject_kind = 'bulk-reset' AND action = ?
             AND subject_id = (SELECT id FROM bulk_reset WHERE uuid = UNHEX('${id.replaceAll('-', '')}'))`,
            [`bulk-reset.${action}`],
          ),
        /** Again until it is heard. */
        confirm: async () => {
          const ready = await untilStatus('ready');
          await until(async () => {
            const now = await client.tryToShow(id);
            if (now && now.status !== 'ready') return true;
            await client.confirm(ready).catch(() => undefined);
            return false;
          });
        },
        /**
         * Waits for the end and compares everything with the oracle.
         * @param options.since when the last fault was over
         * @returns what is wrong
         */
        async check(end: End, { since = Date.now(), attempts = 0 } = {}): Promise<string[]> {
          await untilStatus(...(end === 'validated' ? VALIDATED : end === 'paused' ? PAUSED : ENDED));
          const tookMs = Date.now() - since;
          return [
            ...(await checkBulkReset(end, { dataSource, client, id, csv, world })),
            ...(tookMs > HEALS_WITHIN_MS ? [`it took ${tookMs} ms`] : []),
            ...(await checkAround(attempts)),
          ];
        },
        /** The same of one that is stopped before it is validated. */
        async checkStoppedEarly(end: 'cancelled' | 'failed'): Promise<string[]> {
          await untilStatus(...VALIDATED, ...ENDED);
          return [
            ...(await checkStoppedEarly(end, { dataSource, client, id, csv, world })),
            ...(await checkAround(0)),
          ];
        },
      };
    }

    const world = () => readWorld(dataSource, organization.id);
    return { key, client, organizationId: organization.id, upload, follow, world };
  }

  return {
    system,
    databaseLine,
    redisLine,
    numberOf,
    ...(await givenProgram()),
    /** Of another organization. */
    givenProgram,
    /** The program asks there from now on. */
    useApi: (other: string) => {
      url = other;
    },
    async stop() {
      await Promise.all([...watches].map((watch) => watch.stop()));
      await system.stop();
      await Promise.all([databaseLine.stop(), redisLine.stop()]);
    },
  };
}

const VALIDATED: BulkResetView['status'][] = ['needs-fixes', 'ready', 'failed'];
const PAUSED: BulkResetView['status'][] = ['paused', 'completed', 'failed'];
const ENDED: BulkResetView['status'][] = ['completed', 'needs-fixes', 'failed', 'cancelled'];

const hasEnded = ({ exitCode, signalCode }: { exitCode: number | null; signalCode: string | null }) =>
  exitCode !== null || signalCode !== null;

const names = (what: string, count: number) => Array.from({ length: count }, (_, index) => `${what}${index}`);

/** One pair in five was never started, one in three is completed. */
function givenLearnersAndCourses(
  dataSource: Parameters<typeof givenOrganization>[0],
  secretHash: ReturnType<typeof newApiKey>['secretHash'],
) {
  const learners = names('learner', LEARNERS);
  const courses = names('course', COURSES);
  const records = learners
    .flatMap((learner) => courses.map((course) => ({ learner, course })))
    .flatMap((pair, index) =>
      index % 5 === 0 ? [] : [{ ...pair, status: index % 3 ? ('started' as const) : ('completed' as const) }],
    );
  return givenOrganization(dataSource, {
    learners: Object.fromEntries(learners.map((name) => [name, {}])),
    courses: Object.fromEntries(courses.map((name) => [name, {}])),
    records,
    apiKeys: [{ secretHash }],
  });
}

/** Repeated rows make warnings, so that every file has a report. */
export function fileAboutEveryPair({ withErrors = false } = {}): string {
  const pairs = names('learner', LEARNERS).flatMap((learner) =>
    names('course', COURSES).map((course) => `${learner},${course}`),
  );
  const rows = pairs.map((pair, index) => `${pair},${index % 11 === 0 ? 'FALSE' : 'TRUE'}`);
  const repeated = rows.filter((_, index) => index % 9 === 0);
  const wrong = withErrors
    ? ['nobody,course1,TRUE', 'learner1,nothing,TRUE', 'learner2,course2,perhaps']
    : [];
  return `${['Learner,Content,Reset required', ...rows, ...repeated, ...wrong].join('\r\n')}\r\n`;
}
