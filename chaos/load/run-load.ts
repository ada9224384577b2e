import path from 'node:path';
import { randomOf } from '@reset/shared/generate/random';
import { type RunningSystem, startSystem, until } from '@reset/shared/testing/running-system.fixture';
import {
  administratorHeaders,
  type ClientOrganization,
  givenClientOrganization,
  learnerHeaders,
} from '../clients/given-clients';
import {
  abortUploads,
  storedFiles,
  uploadHugeFile,
  uploadSlowly,
  uploadTinyFiles,
} from './difficult-uploads';
import { Findings } from './findings';
import { loadClient } from './load-client';
import { poll } from './poll';
import { resetAndLaunch } from './reset-and-launch';
import { type Memory, watchMemory } from './watch-memory';

export type LoadSize = {
  seconds: number;
  /** One in four uploads, confirms and launches; the others poll. */
  clients: number;
  organizations: number;
  slowUploads: number;
  abortedUploads: number;
  tinyFiles: number;
  /** The limit of an upload, and the size of the one that reaches it. */
  hugeBytes: number;
  seed: number;
};
export type LoadResult = { findings: Findings; memory: Record<string, Memory>; slowUploadsLeft: number };

const COURSES = 3;
const TINY_AT_ONCE = 20;

/** Everything at once, then what is large; real processes. @param say tells what is being done */
export async function runLoad(size: LoadSize, say: (text: string) => void): Promise<LoadResult> {
  const system = await startSystem({
    apis: 2,
    workers: 2,
    env: { MAX_UPLOAD_BYTES: String(size.hugeBytes) },
  });
  const findings = new Findings();
  try {
    const organizations = await givenOrganizations(system, size);
    const stopWatching = await watchProcesses(system);
    say(
      `${size.clients} clients, ${size.slowUploads} slow and ${size.abortedUploads} aborted uploads for ${size.seconds} s`,
    );
    const slowUploadsLeft = await everythingAtOnce({ system, size, findings }, organizations);
    say(`${size.tinyFiles} files of one row`);
    const [first] = organizations as [ClientOrganization];
    const uploader = { url: system.url, headers: administratorHeaders(first) };
    const tinyClient = (lane: number) => loadClient(urlOf(system, lane), uploader.headers, findings);
    await uploadTinyFiles(tinyClient, size.tinyFiles, TINY_AT_ONCE, findings);
    const settled = await untilSettled(system, say);
    if (settled > 0) findings.fail(`${settled} bulk resets have failed`);
    say(`a file of ${size.hugeBytes} bytes, and one of a byte more`);
    await reachTheLimit(uploader, size.hugeBytes, findings);
    await expectNothingLeft(system, findings);
    await expectNoSurprise(system, findings);
    return { findings, memory: await stopWatching(), slowUploadsLeft };
  } finally {
    await system.stop();
  }
}

type Running = { system: RunningSystem; size: LoadSize; findings: Findings };

const urlOf = ({ urls }: RunningSystem, client: number) => urls[client % urls.length] as string;

function givenOrganizations({ dataSource }: RunningSystem, { organizations, clients }: LoadSize) {
  const learners = Math.ceil(clients / 4 / organizations) + 50;
  return Promise.all(
    Array.from({ length: organizations }, (_, number) =>
      givenClientOrganization(dataSource, number, { learners, courses: COURSES }),
    ),
  );
}

async function everythingAtOnce(
  { system, size, findings }: Running,
  organizations: readonly ClientOrganization[],
) {
  const end = Date.now() + size.seconds * 1_000;
  const clients = Array.from({ length: size.clients }, async (_, number) => {
    const organization = organizations[number % organizations.length] as ClientOrganization;
    const url = urlOf(system, number);
    const administrator = loadClient(url, administratorHeaders(organization), findings);
    if (number % 4 > 0) return poll(administrator, randomOf(size.seed, 'load', number), findings, end);
    const learner = organization.learners[Math.floor(number / organizations.length)];
    if (!learner) throw new Error('an organization has a learner for each of its clients');
    const browser = loadClient(url, await learnerHeaders(url, organization, learner), findings);
    const about = { learner, courses: organization.courses, attempts: new Map() };
    return resetAndLaunch({ administrator, browser, findings }, about, end);
  });
  const [first] = organizations as readonly [ClientOrganization];
  const uploader = { url: system.url, headers: administratorHeaders(first) };
  const slow = uploadSlowly(uploader, size.slowUploads, end);
  await Promise.all([...clients, abortUploads(uploader, size.abortedUploads)]);
  return slow;
}

/** @returns how many bulk resets have failed, once all are settled */
async function untilSettled({ dataSource }: RunningSystem, say: (text: string) => void): Promise<number> {
  const begun = Date.now();
  const count = async (statuses: string) => {
    const [{ found }]: [{ found: string }] = await dataSource.query(
      `SELECT COUNT(*) AS found FROM bulk_reset WHERE status IN (${statuses})`,
    );
    return Number(found);
  };
  await until(async () => (await count("'validating', 'settling', 'resetting'")) === 0);
  say(`all settled after ${((Date.now() - begun) / 1_000).toFixed(1)} s`);
  return count("'failed'");
}

/** The limit is what a file may have; the byte after it is refused, whether the client says its length or not. */
async function reachTheLimit(
  uploader: { url: string; headers: Record<string, string> },
  bytes: number,
  findings: Findings,
) {
  const begun = Date.now();
  const atLimit = await uploadHugeFile(uploader, bytes, { sayLength: true });
  findings.count('seconds of the huge upload', (Date.now() - begun) / 1_000);
  if (atLimit.status !== 202)
    findings.fail(`a file as large as the limit was answered with ${atLimit.status}`);
  for (const sayLength of [true, false]) {
    const { status } = await uploadHugeFile(uploader, bytes + 1, { sayLength });
    if (status !== 413) findings.fail(`a file larger than the limit was answered with ${status}`);
  }
  const administrator = loadClient(uploader.url, uploader.headers, findings);
  if (atLimit.id)
    await administrator.ask({ method: 'POST', path: `/v1/bulk-resets/${atLimit.id}/cancel` }, 202);
}

/** Uploads that broke off or were refused leave nothing: each file in the storage is that of a bulk reset. */
async function expectNothingLeft(
  { dataSource, directory }: RunningSystem,
  findings: Findings,
): Promise<void> {
  const storage = path.join(directory, 'storage');
  const unpublished = async () => (await storedFiles(storage)).filter((file) => file.includes('.incoming'));
  // An API needs a moment to see that a connection was cut, and a worker to see that its bulk reset was cancelled.
  for (let tries = 0; tries < 100 && (await unpublished()).length > 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const left = await unpublished();
  if (left.length > 0) findings.fail(`${left.length} unpublished files are left`);
  const uploads: { storage_key: string }[] = await dataSource.query(
    'SELECT storage_key FROM bulk_reset_file',
  );
  const known = new Set(uploads.map(({ storage_key }) => storage_key));
  const stored = (await storedFiles(storage)).filter((file) => file.endsWith('upload.csv'));
  const unknown = stored.filter((file) => !known.has(path.relative(storage, file)));
  if (unknown.length > 0) findings.fail(`${unknown.length} stored uploads belong to no bulk reset`);
}

/** What the APIs themselves did not expect, with its cause, which no client is told. */
async function expectNoSurprise({ apis, logOf }: RunningSystem, findings: Findings): Promise<void> {
  const logs = await Promise.all(apis.map(logOf));
  for (const line of logs.join('\n').split('\n'))
    if (line.includes('"msg":"unexpected error"')) findings.fail(line);
}

async function watchProcesses({
  apis,
  workers,
}: RunningSystem): Promise<() => Promise<Record<string, Memory>>> {
  const processes = [
    ...apis.map(({ pid = 0 }, index) => ({ name: `api ${index + 1}`, pid })),
    ...workers.map(({ pid = 0 }, index) => ({ name: `worker ${index + 1}`, pid })),
  ];
  const watches = await Promise.all(
    processes.map(async ({ name, pid }) => ({ name, stop: await watchMemory(pid) })),
  );
  return async () =>
    Object.fromEntries(
      await Promise.all(watches.map(async ({ name, stop }) => [name, await stop()] as const)),
    );
}
