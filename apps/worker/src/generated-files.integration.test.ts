import { bulkResetCsv } from '@reset/shared/generate/bulk-reset-csv';
import { loadOrganization } from '@reset/shared/generate/load-organization';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';
import { type GivenWorker, givenWorker } from './worker.fixture';

const plan: OrganizationPlan = { seed: 5, learners: 300, courses: 60, records: 3_000, spread: 'few-busy' };
let worker: GivenWorker;
let organizationId: number;
beforeAll(async () => {
  worker = await givenWorker();
  const { id } = await loadOrganization(worker.deps.dataSource, plan, { name: 'Generated' });
  organizationId = id;
});
afterAll(() => worker.stop());

async function validate(...[organization, csv]: Parameters<typeof bulkResetCsv>) {
  const { text, tally } = bulkResetCsv(organization, csv);
  const key = await worker.upload(organizationId, [...text].join(''), { rowsPerChunk: 250 });
  await worker.work(key);
  const { problems, ...view } = await worker.show(key);
  const found: Record<string, number> = {};
  for (const { code, count } of problems) found[code] = (found[code] ?? 0) + count;
  return { tally, found, view };
}

test('validation finds the problems that a dirty file was made with, all of them and no other', async () => {
  const { tally, found, view } = await validate(plan, { rows: 1_100, shape: 'dirty', dirtyShare: 0.4 });
  expect(found).toEqual(tally.problems);
  expect(view.status).toBe('needs-fixes');
});

test.each(['typical', 'shuffled'] as const)('validation finds no problem in a %s file', async (shape) => {
  const { tally, found, view } = await validate(plan, { rows: 1_000, shape, dirtyShare: 0 });
  expect(found).toEqual({});
  expect(view).toMatchObject({ status: 'ready', counts: { rows: 1_000, excluded: tally.excluded } });
});
