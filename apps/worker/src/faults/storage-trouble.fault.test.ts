import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProblemDocument } from '@reset/shared/contracts/problem-document';
import { createTestBucket, type TestBucket } from '@reset/shared/storage/test-bucket.fixture';
import {
  type FaultBench,
  type FaultServers,
  startFaultBench,
  startFaultServers,
} from '@reset/shared/testing/fault-bench.fixture';
import { type HttpProxy, startHttpProxy } from '@reset/shared/testing/http-proxy.fixture';
import { endProcess, until } from '@reset/shared/testing/running-system.fixture';
import { mountSmallDisk, type SmallDisk } from '@reset/shared/testing/small-disk.fixture';

let servers: FaultServers;
beforeAll(async () => {
  servers = await startFaultServers();
});
afterAll(() => servers.stop());

const KEY_OF_ORGANIZATION = /\/v1\/bulk-resets$/;
const HEADER = 'Learner,Content,Reset required\r\n';

const ROWS = 210;
/** Several parts of a multipart upload, in few rows. */
const LARGE = `Learner,Content,Reset required,Note\r\n${`learner1,course1,TRUE,${'x'.repeat(60_000)}\r\n`.repeat(ROWS)}`;

describe('29: the disk is full', () => {
  let directory: string;
  let disk: SmallDisk;
  let bench: FaultBench;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'small-disk-'));
    disk = await mountSmallDisk(directory, '4m');
    bench = await startFaultBench(servers, {
      workers: 1,
      env: { STORAGE_URL: pathToFileURL(path.join(directory, 'storage')).href },
    });
  });
  afterAll(async () => {
    await bench.stop();
    await disk.unmount();
    await rm(directory, { recursive: true });
  });
  const filesOf = async () =>
    (await readdir(path.join(directory, 'storage'), { recursive: true, withFileTypes: true }).catch(() => []))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  const bulkResets = () => bench.numberOf('SELECT COUNT(*) AS n FROM bulk_reset');

  test('during an upload: 507, no bulk reset, nothing left, and the next one is taken', async () => {
    const large = `${HEADER}${'learner1,course1,TRUE\r\n'.repeat(300_000)}`;
    for (const csv of [large, `${large}learner1,course2`]) {
      const answer = await bench.client.ask('', {
        method: 'POST',
        body: csv,
        headers: { 'Content-Type': 'text/csv' },
      });
      expect(answer.status).toBe(507);
      expect((await answer.json()) as ProblemDocument).toMatchObject({ code: 'storage-full' });
    }
    expect(await filesOf()).toEqual([]);
    expect(await bulkResets()).toBe(0);
    const file = await bench.upload({ confirmed: true });
    expect(await file.check('completed')).toEqual([]);
  });

  test('with the last byte taken: the API says so, and accepts again when there is room', async () => {
    const before = await filesOf();
    await disk.fill();
    const refused = await bench.client.ask('', {
      method: 'POST',
      body: `${HEADER}learner1,course1,TRUE\r\n`,
      headers: { 'Content-Type': 'text/csv' },
    });
    expect(refused.status).toBe(507);
    await disk.free();
    expect(await filesOf()).toEqual(before);
    const file = await bench.upload();
    expect(await file.check('validated')).toEqual([]);
  });

  test('when the report is written: the bulk reset waits, says for what, and goes on when there is room', async () => {
    const file = await bench.upload({ withErrors: true });
    await file.untilInHand('validate');
    await disk.fill();
    const waiting = await until(async () => {
      const view = await bench.client.tryToShow(file.id);
      return view?.waiting?.code === 'service-away' && view.waiting;
    });
    expect(waiting).toMatchObject({ details: { service: 'storage' } });
    expect(await file.chunks('done', 'report')).toBe(0);
    await disk.free();
    expect(await file.check('validated')).toEqual([]);
  });

  test.each(['report:writing', 'report:stored'])(
    'at %s: another attempt publishes the whole report, and none is used up',
    async (place) => {
      await Promise.all(bench.system.workers.splice(0).map((worker) => endProcess(worker)));
      const file = await bench.upload({ withErrors: true });
      const worker = bench.system.startWorker({ FAILPOINTS: `${place}=error:ENOSPC*2` });
      expect(await file.check('validated')).toEqual([]);
      expect((await bench.system.logOf(worker)).split(`failpoint ${place} `).length).toBeGreaterThan(2);
      await endProcess(worker);
    },
  );
});

describe('30: S3 fails', () => {
  let bucket: TestBucket;
  let line: HttpProxy;
  let bench: FaultBench;
  beforeAll(async () => {
    bucket = await createTestBucket();
    const url = new URL(bucket.url);
    line = await startHttpProxy(url.searchParams.get('endpoint') ?? '');
    url.searchParams.set('endpoint', line.url);
    url.searchParams.set('silence', '2');
    bench = await startFaultBench(servers, {
      env: {
        STORAGE_URL: url.href,
        AWS_ACCESS_KEY_ID: bucket.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: bucket.credentials.secretAccessKey,
      },
    });
  });
  afterEach(() => line.heal());
  afterAll(async () => {
    await bench.stop();
    await line.stop();
    await bucket.drop();
  });
  const unfinished = async () => (await bucket.contents()).filter((name) => name.startsWith('unfinished'));
  const storage = (_method: string, target: string) => !KEY_OF_ORGANIZATION.test(target);

  test.each([500, 503])('every third request is answered with %i: nobody notices', async (status) => {
    let asked = 0;
    const happened = line.add({
      matches: (...request) => {
        if (!storage(...request)) return false;
        asked += 1;
        return asked % 3 === 0;
      },
      outcome: status,
    });
    const file = await bench.upload({ confirmed: true });
    expect(await file.check('completed')).toEqual([]);
    expect(happened()).toBeGreaterThan(0);
    expect(await unfinished()).toEqual([]);
  });

  test('it answers nothing but 503 for a while: uploads are refused, work waits for the storage and goes on', async () => {
    const file = await bench.upload({ withErrors: true });
    const happened = line.add({ matches: storage, outcome: 503 });
    const waiting = await until(async () => {
      const view = await bench.client.tryToShow(file.id);
      return view?.waiting?.code === 'service-away' && view.waiting;
    });
    expect(waiting).toMatchObject({ details: { service: 'storage' } });
    const before = await bench.numberOf('SELECT COUNT(*) AS n FROM bulk_reset');
    const refused = await bench.client.ask('', {
      method: 'POST',
      body: `${HEADER}learner1,course1,TRUE\r\n`,
      headers: { 'Content-Type': 'text/csv' },
    });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('Retry-After')).not.toBeNull();
    expect((await refused.json()) as ProblemDocument).toMatchObject({ code: 'storage-unavailable' });
    expect(await bench.numberOf('SELECT COUNT(*) AS n FROM bulk_reset')).toBe(before);
    const ready = await fetch(`${bench.system.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(JSON.stringify(await ready.json())).toContain('storage');
    line.heal();
    expect(await file.check('validated')).toEqual([]);
    expect(happened()).toBeGreaterThan(2);
  });

  test('it takes requests and answers nothing: they are given up, asked anew, and the work goes on', async () => {
    const file = await bench.upload({ confirmed: true });
    await file.untilInHand('validate');
    const hung = line.add({ matches: storage, times: 4, outcome: 'hang' });
    expect(await file.check('completed')).toEqual([]);
    expect(hung()).toBe(4);
    expect(await unfinished()).toEqual([]);
  });

  test('the answer to the end of a multipart upload is lost: the upload is accepted, once', async () => {
    const lost = line.add({
      matches: (method, target) => method === 'POST' && /uploadId=/.test(target),
      times: 1,
      outcome: 'lose-answer',
    });
    const before = await bench.numberOf('SELECT COUNT(*) AS n FROM bulk_reset');
    const view = await bench.client.upload(LARGE);
    expect(lost()).toBe(1);
    expect(await unfinished()).toEqual([]);
    expect(await bench.client.untilAtRest(view.id)).toMatchObject({
      status: 'ready',
      counts: { rows: ROWS },
    });
    expect(await bench.numberOf('SELECT COUNT(*) AS n FROM bulk_reset')).toBe(before + 1);
  });

  test('the answer to a part is lost: it is sent again, and the file is whole', async () => {
    const lost = line.add({
      matches: (method, target) => method === 'PUT' && /partNumber=2/.test(target),
      times: 1,
      outcome: 'lose-answer',
    });
    const view = await bench.client.upload(LARGE);
    expect(lost()).toBe(1);
    const stored = await bench.client.ask(`/${view.id}/file.csv`);
    expect((await stored.text()) === LARGE).toBe(true);
    expect(await unfinished()).toEqual([]);
    expect(await bench.client.untilAtRest(view.id)).toMatchObject({
      status: 'ready',
      counts: { rows: ROWS },
    });
  });
});
