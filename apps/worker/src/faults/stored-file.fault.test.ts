import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type FaultBench,
  type FileOnBench,
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

/** Where the last upload lies. */
async function storedFile(): Promise<string> {
  const [{ storage_key }] = await bench.system.dataSource.query(
    'SELECT storage_key FROM bulk_reset_file ORDER BY bulk_reset_id DESC LIMIT 1',
  );
  return path.join(bench.system.directory, 'storage', storage_key);
}

/** In its last chunk, which comes last. */
async function alter(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes.write('learner2', bytes.lastIndexOf('learner1'));
  await writeFile(file, bytes);
}
const cutShort = async (file: string) => truncate(file, (await readFile(file)).length - 40);

/** Does something to a file, sees the bulk reset fail, puts the file back and lets a person retry. */
async function failsUntilRetried(upload: FileOnBench, harm: (file: string) => Promise<void>): Promise<void> {
  const stored = await storedFile();
  const bytes = await readFile(stored);
  await harm(stored);
  await bench.system.endWorkers('SIGKILL'); // one that hangs ends no other way
  bench.system.startWorker();
  expect(await upload.checkStoppedEarly('failed')).toEqual([]);
  await writeFile(stored, bytes);
  expect(await upload.ask('retry')).toBe(202);
  expect(await upload.check('completed')).toEqual([]);
}

test.each([
  ['31', 'altered', alter],
  ['31', 'cut short', cutShort],
  ['32', 'removed', rm],
] as const)('%s: the stored file is %s before its validation', async (_number, _what, harm) => {
  const upload = await bench.upload({ confirmed: true });
  await failsUntilRetried(upload, harm);
});

test.each([
  ['31', 'altered', alter],
  ['32', 'removed', rm],
] as const)('%s: the stored file is %s in the middle of its validation', async (_number, _what, harm) => {
  const upload = await bench.upload({ confirmed: true });
  bench.system.startWorker({ FAILPOINTS: 'validate:claimed=hang@4' });
  await upload.untilInHand('validate');
  await failsUntilRetried(upload, harm);
});

test.each([
  ['31', 'altered', alter],
  ['32', 'removed', rm],
] as const)('%s: the stored file is %s before its report is written', async (_number, _what, harm) => {
  const upload = await bench.upload({ confirmed: true });
  bench.system.startWorker({ FAILPOINTS: 'report:claimed=hang' });
  await upload.untilInHand('report');
  await failsUntilRetried(upload, harm);
});

test('32: the stored file is removed in the middle of the reset, which needs it no more', async () => {
  const upload = await bench.upload({ confirmed: true });
  const slowly = bench.system.startWorker({ FAILPOINTS: 'reset:claimed=delay:200*all' });
  await upload.untilInHand('reset');
  await rm(await storedFile());
  expect(await upload.check('completed')).toEqual([]);
  expect(slowly.exitCode).toBeNull();
});
