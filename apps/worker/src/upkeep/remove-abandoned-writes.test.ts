import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createLogger } from '@reset/shared/log/logger';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import { until } from '@reset/shared/testing/running-system.fixture';
import { removeAbandonedWrites } from './remove-abandoned-writes';

test('what was left half-written is removed after a day, and whole files stay', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'abandoned-'));
  const fileStore = openFileStore(`file://${directory}`);
  const log = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });
  await fileStore.write('1/whole.csv', Readable.from([Buffer.from('whole')]));
  const body = new PassThrough();
  const writing = fileStore.write('1/half.csv', body);
  body.write('half');
  const hoursLater = (hours: number) => () => Date.now() + hours * 3_600_000;

  const unfinished = async () => (await readdir(path.join(directory, '.incoming')).catch(() => [])).length;
  await until(async () => (await unfinished()) === 1);

  await removeAbandonedWrites({ fileStore, log }, undefined, hoursLater(23));
  expect(await unfinished()).toBe(1);
  await removeAbandonedWrites({ fileStore, log }, undefined, hoursLater(25));
  expect(await unfinished()).toBe(0);
  body.end();
  // Its file is gone: what was taken for abandoned cannot be published any more.
  await expect(writing).rejects.toThrow();
  expect((await buffer(fileStore.read('1/whole.csv'))).toString()).toBe('whole');
  await rm(directory, { recursive: true });
});
