import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import { median } from '../measure/median';
import type { ApiClient } from '../product/api-client';
import { awaitStatus } from '../product/await-status';
import { type CaseResult, caseResult, rounded } from '../result';
import { validateFile } from './run-file';

const SMALL_ROWS = 100;
const IDLE_RUNS = 20;

/** Files of 100 rows, one after the other, when nothing happens and while a large file is validated and reset. */
export async function smallBesideLarge(bench: Bench): Promise<CaseResult[]> {
  const { organization, options, makeFile } = bench;
  const small = await makeFile({ organization: organization.plan, shape: 'typical', rows: SMALL_ROWS });
  const large = await makeFile({
    organization: organization.plan,
    shape: 'typical',
    rows: options.largeRows,
  });
  await clearWork(bench.db);
  const { result, peakRssMb } = await withProduct(bench, async (client) => {
    const one = async () => (await validateFile(bench, client, small)).seconds;
    await one();
    const idle: number[] = [];
    while (idle.length < IDLE_RUNS) idle.push(await one());
    const { id } = await client.upload(large);
    const validating = await repeatUntil(one, awaitStatus(bench.db, id, ['ready']));
    await confirm(client, id);
    const resetting = await repeatUntil(one, awaitStatus(bench.db, id, ['completed']));
    return { idle, validating, resetting };
  });
  const { idle, validating, resetting } = result;
  const beside = [...validating, ...resetting];
  const figures = {
    idleSeconds: rounded(median(idle)),
    whileValidatingSeconds: rounded(median(validating)),
    whileResettingSeconds: rounded(median(resetting)),
    slowestSeconds: rounded(Math.max(...beside)),
    besideToIdle: rounded(Math.max(median(validating), median(resetting)) / median(idle)),
    slowestToIdle: rounded(Math.max(...beside) / median(idle)),
    files: beside.length,
  };
  bench.say(`a small file: ${figures.idleSeconds} s alone, ${rounded(median(beside))} s beside a large one`);
  const seconds = median(beside);
  return [caseResult('small-beside-large', { rows: SMALL_ROWS, seconds }, { peakRssMb, figures })];
}

const confirm = async (client: ApiClient, id: string) => client.confirm(await client.show(id));

/** At least once; the last one may outlast the end. */
async function repeatUntil(work: () => Promise<number>, end: Promise<unknown>): Promise<number[]> {
  const results: number[] = [];
  let isOver = false;
  const over = end.finally(() => {
    isOver = true;
  });
  do results.push(await work());
  while (!isOver);
  await over;
  return results;
}
