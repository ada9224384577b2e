import { setTimeout as delay } from 'node:timers/promises';
import type { Course } from '@reset/shared/entities/learning';
import { randomOf } from '@reset/shared/generate/random';
import { pairKey, type World } from '@reset/shared/testing/oracle.fixture';
import { readWorld } from '@reset/shared/testing/read-world.fixture';
import {
  administratorHeaders,
  type ClientOrganization,
  givenClientOrganization,
  learnerHeaders,
} from '../clients/given-clients';
import { administer } from './administer';
import { blow } from './blow';
import type { FaultName } from './faults';
import { judge } from './judge';
import { learn } from './learn';
import { stormClient } from './storm-client';
import { type StormSystem, startStormSystem } from './storm-system';
import { Ledger } from './told';

export type StormSize = {
  seconds: number;
  seed: number;
  organizations: number;
  administrators: number;
  learners: number;
};
export type StormResult = {
  faults: ReadonlyMap<FaultName, number>;
  counts: ReadonlyMap<string, number>;
  bulkResets: number;
  rows: number;
  marks: number;
  violations: string[];
};

const SIZE = { learners: 40, courses: 6 };
/** How long everybody may take to end what they do, once nothing breaks any more. */
const HEALS_WITHIN_MS = 180_000;
/** A seventh has never started; of the others every third has completed. */
const firstRecord = (learner: number, course: number) =>
  (learner + course) % 7 === 0 ? undefined : (learner + course) % 3 === 0 ? 'completed' : 'started';

/** Lets people work while everything breaks, lets it heal, and judges what is there. */
export async function runStorm(size: StormSize, say: (text: string) => void): Promise<StormResult> {
  const random = randomOf(size.seed, 'chaos', 0);
  const storm = await startStormSystem({ redisKeepsData: random.happens(0.5) });
  const ledger = new Ledger();
  try {
    const organizations = await givenOrganizations(storm, size.organizations);
    const until = Date.now() + size.seconds * 1_000;
    const { ended } = await startPeople({ storm, size, ledger }, organizations, until);
    const begun = Date.now();
    const faults = await blow(storm, random, until, (fault) => say(`${seconds(begun)} s: ${fault}`));
    say(`${seconds(begun)} s: nothing breaks any more`);
    const healed = await Promise.race([
      ended.then(() => true),
      delay(HEALS_WITHIN_MS, false, { ref: false }),
    ]);
    if (!healed) ledger.violate(`not everything came to rest: ${await unrestful(storm)}`);
    say(`${seconds(begun)} s: all at rest`);
    const violations = await judge(storm, ledger, organizations);
    return {
      faults,
      counts: ledger.counts,
      bulkResets: ledger.told.length,
      violations,
      ...(await whatWasDone(storm)),
    };
  } finally {
    await storm.stop();
  }
}

const seconds = (since: number) => ((Date.now() - since) / 1_000).toFixed(1);

type Peopled = ClientOrganization & { world: World; client: ReturnType<typeof stormClient> };

async function givenOrganizations(storm: StormSystem, count: number): Promise<Peopled[]> {
  const { dataSource } = storm.system;
  const peopled: Peopled[] = [];
  for (let number = 0; number < count; number += 1) {
    const organization = await givenClientOrganization(dataSource, number, SIZE, firstRecord);
    const client = stormClient(anyApi(storm, number), administratorHeaders(organization));
    peopled.push({ ...organization, world: await readWorld(dataSource, organization.id), client });
  }
  return peopled;
}

/** Each time another one, whether it answers or not. */
function anyApi({ apis }: StormSystem, from: number): () => string {
  let turn = from;
  return () => {
    turn += 1;
    return (apis[turn % apis.length] as StormSystem['apis'][number]).url;
  };
}

type Running = { storm: StormSystem; size: StormSize; ledger: Ledger };

/** @returns once they have begun, with the promise that they end */
async function startPeople(
  { storm, size, ledger }: Running,
  organizations: readonly Peopled[],
  until: number,
) {
  let number = 0;
  const nextRandom = () => randomOf(size.seed, 'chaos', ++number);
  const learners = await Promise.all(
    organizations.flatMap((organization) =>
      organization.learners.slice(0, size.learners).map(async (learner) => ({
        client: stormClient(anyApi(storm, 0), await learnerHeaders(storm.system.url, organization, learner)),
        courses: startedCourses(organization, learner.id),
        random: nextRandom(),
        ledger,
      })),
    ),
  );
  const administrators = organizations.flatMap((there, organization) =>
    Array.from({ length: size.administrators }, (_, index) => ({
      organization,
      world: there.world,
      client: stormClient(anyApi(storm, index), administratorHeaders(there)),
      random: nextRandom(),
      ledger,
    })),
  );
  const ended = Promise.all([
    ...administrators.map((administrator) => administer(administrator, until)),
    ...learners.map((learner) => learn(learner, until)),
  ]);
  return { ended };
}

async function unrestful({ system }: StormSystem): Promise<string> {
  const rows = await system.dataSource.query(
    `SELECT HEX(b.uuid) AS id, b.status, c.phase, c.state, COUNT(*) AS chunks FROM bulk_reset b
     JOIN chunk c ON c.bulk_reset_id = b.id AND c.version = b.version
     WHERE b.status IN ('validating', 'settling', 'resetting', 'pausing', 'cancelling') GROUP BY 1, 2, 3, 4`,
  );
  return JSON.stringify(rows);
}

function startedCourses({ courses, world }: Peopled, learner: number): readonly [Course, ...Course[]] {
  return courses.filter(({ id }) => world.latest.has(pairKey(learner, Number(id)))) as [Course, ...Course[]];
}

async function whatWasDone({ system }: StormSystem): Promise<{ rows: number; marks: number }> {
  const [{ file_rows, marks }]: [{ file_rows: string | null; marks: string }] = await system.dataSource.query(
    'SELECT (SELECT SUM(data_rows) FROM bulk_reset_file) AS file_rows, (SELECT COUNT(*) FROM progress_reset) AS marks',
  );
  return { rows: Number(file_rows ?? 0), marks: Number(marks) };
}
