import { setTimeout as delay } from 'node:timers/promises';
import { uuidToBytes, uuidToText } from '@reset/shared/entities/columns';
import type { DataSource } from 'typeorm';
import { type Bench, withProduct } from '../bench';
import { clearWork } from '../data/clear-work';
import type { LoadedOrganization } from '../data/open-database';
import { median } from '../measure/median';
import { type ApiClient, createApiClient } from '../product/api-client';
import { secondsBetween } from '../product/await-status';
import type { Product } from '../product/start-product';
import { type CaseResult, caseResult, rounded } from '../result';
import { validateFile } from './run-file';

const FILES_PER_ORGANIZATION = 5;
const POLL_MS = 20;

/** Five files from each of ten organizations at once, beside one file with as many rows as all of them. */
export async function fairness(bench: Bench): Promise<CaseResult[]> {
  const { rows, repeat } = bench.options;
  const organizations = await bench.smallOrganizations();
  const files = organizations.length * FILES_PER_ORGANIZATION;
  const rowsPerFile = Math.round(rows / files);
  const whole = await bench.makeFile({ organization: bench.organization.plan, shape: 'typical', rows });
  const [totals, ones, spreads]: [number[], number[], number[]] = [[], [], []];
  const { peakRssMb } = await withProduct(bench, async (client, product) => {
    const senders = await givenSenders(bench, product, organizations, rowsPerFile);
    for (let turn = 1; turn <= repeat; turn += 1) {
      await clearWork(bench.db);
      ones.push((await validateFile(bench, client, whole)).seconds);
      await clearWork(bench.db);
      const { total, slowest, fastest } = await sendAll(bench.db, senders);
      totals.push(total);
      spreads.push(slowest / fastest);
      bench.say(
        `${files} files: ${total.toFixed(2)} s, the slowest organization ${(slowest / fastest).toFixed(2)} times the fastest; one file: ${ones.at(-1)?.toFixed(2)} s`,
      );
    }
  });
  const seconds = median(totals);
  const figures = {
    files,
    oneFileSeconds: rounded(median(ones)),
    allToOne: rounded(seconds / median(ones)),
    slowestToFastest: rounded(median(spreads)),
  };
  return [caseResult('fairness', { rows: files * rowsPerFile, seconds }, { peakRssMb, figures })];
}

type Sender = { organizationId: number; client: ApiClient; file: string };

function givenSenders(
  bench: Bench,
  { url }: Product,
  organizations: readonly LoadedOrganization[],
  rows: number,
): Promise<Sender[]> {
  return Promise.all(
    organizations.map(async ({ id, plan }) => ({
      organizationId: id,
      client: await createApiClient(bench.db, url, id),
      file: await bench.makeFile({ organization: plan, shape: 'typical', rows }),
    })),
  );
}

/** Uploads everything at once. Seconds run from the first chunk's way into the queue, by the database's clock. */
async function sendAll(db: DataSource, senders: readonly Sender[]) {
  const uploads = senders.flatMap(({ client, file }) =>
    Array.from({ length: FILES_PER_ORGANIZATION }, () => client.upload(file)),
  );
  const ids = (await Promise.all(uploads)).map(({ id }) => id);
  const ready = await untilAllReady(db, ids);
  const [{ began }]: [{ began: Date }] = await db.query(
    `SELECT MIN(c.queued_at) AS began FROM chunk c JOIN bulk_reset b ON b.id = c.bulk_reset_id WHERE b.uuid IN (?)`,
    [ids.map(uuidToBytes)],
  );
  const last = new Map<number, number>();
  for (const { organizationId, at } of ready.values())
    last.set(organizationId, Math.max(last.get(organizationId) ?? 0, secondsBetween(began, at)));
  const seconds = [...last.values()];
  return { total: Math.max(...seconds), slowest: Math.max(...seconds), fastest: Math.min(...seconds) };
}

type Row = { uuid: Buffer; organizationId: number; status: string; at: Date };

async function untilAllReady(db: DataSource, ids: readonly string[]) {
  const ready = new Map<string, Row>();
  while (ready.size < ids.length) {
    const rows: Row[] = await db.query(
      `SELECT uuid, organization_id AS organizationId, status, UTC_TIMESTAMP(3) AS at FROM bulk_reset WHERE uuid IN (?)`,
      [ids.map(uuidToBytes)],
    );
    for (const row of rows) {
      if (row.status === 'failed') throw new Error('a bulk reset of the bench ended failed');
      if (row.status === 'ready' && !ready.has(uuidToText(row.uuid))) ready.set(uuidToText(row.uuid), row);
    }
    await delay(POLL_MS);
  }
  return ready;
}
