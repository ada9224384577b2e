import type { Chunk } from '@reset/shared/entities/bulk-reset';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { moveOn } from '@reset/shared/queue/dispatch-chunks';
import { claimChunk } from '@reset/shared/stores/chunk.store';
import { type GivenWorker, givenWorker } from './worker.fixture';

let worker: GivenWorker;
beforeAll(async () => {
  worker = await givenWorker();
});
afterAll(() => worker.stop());

test('a chunk that is being claimed when all are given back is given back once it is claimed', async () => {
  const { dataSource, inHand } = worker.deps;
  const { id } = await givenOrganization(dataSource, { learners: { ann: {} }, courses: { fire: {} } });
  const key = await worker.upload(id, 'Learner,Content,Reset required\nann,fire,TRUE');
  await moveOn(worker.deps, key);
  const [job] = worker.jobs.splice(0);
  if (!job) throw new Error('a file has a chunk');
  let claimNow: () => void = () => undefined;
  const taken = inHand.take(async () => {
    await new Promise<void>((resolve) => {
      claimNow = resolve;
    });
    return claimChunk(dataSource, job, { worker: 'stopping', leaseSeconds: 600 });
  });
  const given = inHand.giveBack(dataSource);
  claimNow();
  const chunk = await taken;
  await given;
  expect(chunk?.id).toBe(job.chunkId);
  const [stored]: Chunk[] = await dataSource.query('SELECT state, epoch, attempts, losses FROM chunk');
  expect(stored).toEqual({ state: 'waiting', epoch: expect.any(Number), attempts: 0, losses: 0 });
  expect(stored?.epoch).toBeGreaterThan(chunk?.epoch ?? Number.POSITIVE_INFINITY);
});
