import { newApiKey } from '@reset/shared/auth/api-key';
import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import type { LaunchView } from '@reset/shared/contracts/launch';
import { RESTART_SETTINGS } from '@reset/shared/contracts/learning';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { bulkResetClient } from '@reset/shared/testing/bulk-reset-client.fixture';
import { type RunningSystem, startSystem } from '@reset/shared/testing/running-system.fixture';
import { type Answer, type Client, signedIn } from '../given-api.fixture';
import { acknowledge, commit, PASSWORD, viewOf } from './given-launch.fixture';

/** How often a learner opens the course on one device at least, and how much is committed each time. */
const LAUNCHES = 3;
const COMMITS = 4;
const DEVICES = ['laptop', 'phone'] as const;
const RESETS = 2;
/** So that a reset has many transactions, which run beside each other and beside those of the learners. */
const SMALL_CHUNKS = { ROWS_PER_CHUNK: '60', PAIRS_PER_CHUNK: '50' };

/** A commit that was answered with 200: it is in the record, unless a later one of the same attempt is. */
type Kept = { launch: string; sequence: number; bookmark: string };
/** What both devices of a learner know of a course: launches that have opened, and those whose attempt has ended. */
type Shared = { courseId: string | undefined; opened: Set<string>; over: Set<string> };
type Told = { kept: Kept[]; refusals: string[]; faults: string[] };

/**
 * Every learner opens courses and commits on two devices at once, while bulk resets of all of them run: on two APIs
 * and two workers, each a process.
 * @param options.devices how many launch and commit at the same time
 * @returns what is wrong, and what was refused as it had to be
 */
export async function launchStorm({ devices }: { devices: number }) {
  const system = await startSystem({ apis: 2, workers: 2, env: SMALL_CHUNKS });
  try {
    const there = await givenLearners(system, devices / DEVICES.length);
    const clients = await Promise.all(
      there.logins.flatMap((login) =>
        DEVICES.map((_, index) => signedIn(`${system.urls[index]}`, login, PASSWORD)),
      ),
    );
    const resets = new AbortController();
    const resetting = resetAll(there).finally(() => resets.abort());
    const shared = there.logins.map((_, index) => ({
      courseId: there.courseIds[index % there.courseIds.length],
      opened: new Set<string>(),
      over: new Set<string>(),
    }));
    const learning = shared.flatMap((course, index) =>
      DEVICES.map((device, offset) =>
        learn(clients[index * DEVICES.length + offset], device, course, resets.signal),
      ),
    );
    const told = (await Promise.all(learning)).reduce(joined);
    const faults = [
      ...told.faults,
      ...(await resetting),
      ...(await faultsInRows(system, there.organizationId)),
      ...(await lostCommits(system, told.kept)),
      ...(await troubleInLogs(system)),
    ];
    return { faults, refusals: new Set(told.refusals), kept: told.kept.length };
  } finally {
    await system.stop();
  }
}

const joined = (one: Told, other: Told): Told => ({
  kept: one.kept.concat(other.kept),
  refusals: one.refusals.concat(other.refusals),
  faults: one.faults.concat(other.faults),
});

/** Each with two courses, begun or completed, under every setting. */
async function givenLearners({ dataSource, url }: RunningSystem, count: number) {
  const { key, secretHash } = newApiKey();
  const mark = secretHash.toString('hex').slice(0, 8);
  const logins = Array.from({ length: count }, (_, index) => `learner-${mark}-${index}`);
  const passwordHash = quickHash(PASSWORD);
  const pairs = logins.flatMap((learner) =>
    (['fire', 'data'] as const).map((course) => ({ learner, course })),
  );
  const { id, courses } = await givenOrganization(dataSource, {
    learners: Object.fromEntries(logins.map((login) => [login, {}])),
    courses: { fire: {}, data: {} },
    users: Object.fromEntries(
      logins.map((login) => [login, { login, role: 'learner' as const, learner: login, passwordHash }]),
    ),
    assignments: pairs.map((pair, index) => ({
      ...pair,
      restartSetting: RESTART_SETTINGS[index % RESTART_SETTINGS.length] ?? 'never',
    })),
    records: pairs.map((pair, index) => ({ ...pair, status: index % 3 ? 'started' : 'completed' })),
    apiKeys: [{ secretHash }],
  });
  const courseIds = [courses.fire.uuid, courses.data.uuid];
  const rows = logins.flatMap((login) => courseIds.map((course) => `${login},${course},TRUE`));
  return {
    organizationId: id,
    logins,
    courseIds,
    csv: `Learner,Content,Reset required\n${rows.join('\n')}\n`,
    bulkResets: bulkResetClient(() => url, key),
  };
}

/** One after the other, each of all pairs. @returns what is wrong */
async function resetAll({
  bulkResets,
  csv,
  logins,
  courseIds,
}: Awaited<ReturnType<typeof givenLearners>>): Promise<string[]> {
  const faults: string[] = [];
  for (let number = 1; number <= RESETS; number += 1) {
    const query = '?confirm=when-valid&reason=new+rules';
    const { id } = await bulkResets.upload(csv, { query, headers: { 'Idempotency-Key': `storm-${number}` } });
    const { status, counts } = await bulkResets.untilAtRest(id);
    if (status !== 'completed' || counts?.reset !== logins.length * courseIds.length)
      faults.push(`bulk reset ${number} is ${status} with ${JSON.stringify(counts)}`);
  }
  return faults;
}

/** What a person does who knows nothing of resets: opens, reads the message, commits, and opens again. */
async function learn(
  client: Client | undefined,
  device: string,
  course: Shared,
  resetsAreOver: AbortSignal,
): Promise<Told> {
  if (!client) throw new Error('every device is signed in');
  const told: Told = { kept: [], refusals: [], faults: [] };
  const hear = (answer: Answer, ...allowed: string[]): boolean => {
    if (answer.status < 300) return true;
    const { code } = answer.body as { code?: string };
    if (code !== undefined && allowed.includes(code)) told.refusals.push(code);
    else told.faults.push(`${device} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return false;
  };
  for (let number = 1; number <= LAUNCHES || !resetsAreOver.aborted; number += 1) {
    const opened = [...course.opened];
    const launched = await client.post('/v1/launches', { courseId: course.courseId });
    if (!hear(launched)) continue;
    let view: LaunchView = viewOf(launched);
    if (view.state === 'message') {
      for (const launch of opened) course.over.add(launch);
      const answer = await acknowledge(client, view);
      // Nobody has opened this launch before, so there is nothing that could have ended it.
      if (!hear(answer)) continue;
      view = viewOf(answer);
    }
    course.opened.add(view.id);
    if (view.state === 'open') await work({ client, course, view, told, name: `${device} ${number}` }, hear);
  }
  return told;
}

type Work = {
  client: Client;
  course: Shared;
  view: Extract<LaunchView, { state: 'open' }>;
  name: string;
  told: Told;
};

async function work(
  { client, course, view, name, told }: Work,
  hear: (answer: Answer, ...allowed: string[]) => boolean,
): Promise<void> {
  let { sequence } = view;
  for (let number = 1; number <= COMMITS; number += 1) {
    sequence += 1;
    const bookmark = `${name}, ${number}`;
    const state = {
      sequence,
      content: { bookmark, progress: number / COMMITS },
      completed: number === COMMITS,
    };
    const isOver = course.over.has(view.id);
    // The other device may have ended the attempt, or committed more than this one knows of.
    const answer = await commit(client, view, state);
    if (!hear(answer, 'launch-superseded', 'commit-out-of-order')) continue;
    told.kept.push({ launch: view.id, sequence, bookmark });
    if (isOver) told.faults.push(`${view.id} kept commit ${sequence} after a reset had ended its attempt`);
  }
}

/** The rules of a reset, told from all rows of an organization. */
async function faultsInRows({ dataSource }: RunningSystem, organizationId: number): Promise<string[]> {
  const find = async (what: string, sql: string) => {
    const [row]: { n: number }[] = await dataSource.query(
      `SELECT COUNT(*) AS n FROM (${sql}) AS found`,
      Array.from({ length: sql.split('?').length - 1 }, () => organizationId),
    );
    return Number(row?.n) === 0 ? [] : [`${row?.n} ${what}`];
  };
  const ofPair =
    'm.organization_id = r.organization_id AND m.learner_id = r.learner_id AND m.course_id = r.course_id';
  return (
    await Promise.all([
      find(
        'pairs whose attempts are not numbered one after the other',
        `SELECT 1 FROM learning_record WHERE organization_id = ? GROUP BY learner_id, course_id
         HAVING MAX(attempt) <> COUNT(*) OR MIN(attempt) <> 1`,
      ),
      find(
        'records of a reset that no mark has led to',
        `SELECT 1 FROM learning_record r WHERE r.organization_id = ? AND r.reset_by IS NOT NULL AND NOT EXISTS
           (SELECT 1 FROM progress_reset m WHERE ${ofPair} AND m.bulk_reset_id = r.reset_by
              AND m.opened_attempt = r.attempt AND m.reset_at = r.reset_at)`,
      ),
      find(
        'marks that say a record which they have not led to',
        `SELECT 1 FROM progress_reset m LEFT JOIN learning_record r ON ${ofPair} AND r.attempt = m.opened_attempt
         WHERE m.organization_id = ? AND (m.acknowledged_at IS NULL) <> (m.opened_attempt IS NULL)
            OR m.organization_id = ? AND m.opened_attempt IS NOT NULL AND r.reset_by IS NULL`,
      ),
      find(
        'first records that were touched by a reset',
        `SELECT 1 FROM learning_record WHERE organization_id = ? AND attempt = 1
           AND (reset_by IS NOT NULL OR status = 'restarted')`,
      ),
      find(
        'new records without their acknowledgement in the audit trail',
        `SELECT 1 FROM (SELECT 1 FROM learning_record WHERE organization_id = ? AND reset_by IS NOT NULL) AS there
         HAVING COUNT(*) <> (SELECT COUNT(*) FROM audit_event
           WHERE organization_id = ? AND action = 'progress-reset.acknowledged')`,
      ),
      find(
        'completions that have no date, or dates without a completion',
        `SELECT 1 FROM learning_record WHERE organization_id = ? AND attempt > 1
           AND (status = 'completed') <> (completed_at IS NOT NULL)`,
      ),
    ])
  ).flat();
}

/** In every attempt stands the last of the commits that were said to be kept. */
async function lostCommits({ dataSource }: RunningSystem, kept: readonly Kept[]): Promise<string[]> {
  const rows: LaunchRow[] = await dataSource.query(
    `SELECT LOWER(HEX(l.uuid)) AS launch, CONCAT_WS('/', r.learner_id, r.course_id, r.attempt) AS record,
       r.sequence, r.content_state AS content
     FROM launch l JOIN learning_record r ON r.organization_id = l.organization_id AND r.learner_id = l.learner_id
       AND r.course_id = l.course_id AND r.attempt = l.attempt`,
  );
  const rowOf = new Map(rows.map((row) => [row.launch, row]));
  const lastOf = new Map<string, Kept>();
  for (const one of kept) {
    const record = `${rowOf.get(one.launch.replaceAll('-', ''))?.record}`;
    const last = lastOf.get(record);
    if (!last || last.sequence < one.sequence) lastOf.set(record, one);
  }
  return [...lastOf].flatMap(([record, { launch, sequence, bookmark }]) => {
    const row = rowOf.get(launch.replaceAll('-', ''));
    const isThere = row?.sequence === sequence && JSON.parse(row.content ?? '{}').bookmark === bookmark;
    return isThere ? [] : [`record ${record} has not what commit ${sequence} of ${launch} has kept`];
  });
}
type LaunchRow = { launch: string; record: string; sequence: number; content: string | null };

const troubleInLogs = async ({ apis, workers, logOf }: RunningSystem): Promise<string[]> => {
  const lines = (await Promise.all([...apis, ...workers].map(logOf))).join('').split('\n');
  // An API that has just started waits for its Redis.
  return lines.filter((line) => /"level":(50|60)/.test(line) && !line.includes('"msg":"not ready"'));
};
