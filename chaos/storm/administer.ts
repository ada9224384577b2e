import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import type { Random } from '@reset/shared/generate/random';
import { judgeFile, type World } from '@reset/shared/testing/oracle.fixture';
import { watchProgress } from '@reset/shared/testing/watch-progress.fixture';
import { type Answered, type Asked, jsonOf, posting, uploading } from '../clients/http-client';
import { FILE_KINDS, randomFile } from './random-file';
import type { StormClient } from './storm-client';
import type { Ledger, Told } from './told';
import { undo } from './undo';

export type Administrator = {
  organization: number;
  world: World;
  client: StormClient;
  random: Random;
  ledger: Ledger;
};
const POLL_MS = 150;
const WATCH_MS = 400;
const AT_REST = ['needs-fixes', 'ready', 'refused', 'completed', 'cancelled', 'failed'];

/** Uploads one file after the other and does with each what people do, until the time is over. */
export async function administer(administrator: Administrator, until: number): Promise<void> {
  const { ledger, client, random } = administrator;
  while (Date.now() < until) {
    const told = await upload(administrator);
    if (!told) continue;
    ledger.told.push(told);
    const watch = watchProgress(async () => viewOf(await client.ask({ path: pathOf(told) })), WATCH_MS);
    await follow(administrator, told, until);
    while (Date.now() < until && random.happens(0.4)) await undo(administrator, told);
    for (const violation of await watch.stop()) ledger.violate(`${told.id}: ${violation}`);
  }
}

const pathOf = ({ id }: Pick<Told, 'id'>, action = '') => `/v1/bulk-resets/${id}${action}`;

function viewOf(answered: Answered | undefined): BulkResetView | undefined {
  return answered && answered.status < 300 ? BulkResetView.parse(jsonOf(answered)) : undefined;
}

async function upload({
  client,
  random,
  world,
  organization,
  ledger,
}: Administrator): Promise<Told | undefined> {
  const csv = randomFile(random, world, random.pick([...FILE_KINDS, 'good', 'good', 'good']));
  const inAdvance = random.happens(0.25);
  const last = await sendFile(
    client,
    uploading(csv, `/v1/bulk-resets${inAdvance ? '?confirm=when-valid' : ''}`),
    ledger,
  );
  ledger.count('uploads');
  return (
    last && { organization, id: last.id, csv, askedToReset: inAdvance, askedToCancel: false, last, undos: [] }
  );
}

/** With a key, so that it may be sent again until it is answered, and is still one upload. */
async function sendFile(
  client: StormClient,
  asked: Asked,
  ledger: Ledger,
): Promise<BulkResetView | undefined> {
  const keyed = { ...asked, headers: { ...asked.headers, 'Idempotency-Key': randomUUID() } };
  while (true) {
    const answered = await client.askUntilAnswered(keyed);
    if (answered.status === 202) return viewOf(answered);
    const code = (jsonOf(answered) as { code?: string }).code;
    // Still in flight, or in the hands of a process that has died.
    if (code === 'request-in-flight' || code === 'upload-aborted') await delay(500);
    else if (answered.status === 409) return undefined;
    else {
      ledger.violate(`an upload was answered with ${answered.status} ${code}`);
      return undefined;
    }
  }
}

/** Until nothing moves by itself any more and nobody wants anything more. */
async function follow(administrator: Administrator, told: Told, until: number): Promise<void> {
  const { random, world, client, ledger } = administrator;
  for (let wishes = 6; ; ) {
    await delay(POLL_MS);
    const view = viewOf(await client.ask({ path: pathOf(told) }));
    if (!view) continue;
    told.last = view;
    const { status } = view;
    if (status === 'failed') return ledger.violate(`${told.id} has failed`);
    if (status === 'paused') await control(administrator, told, 'resume');
    else if (status === 'ready') {
      if (told.askedToReset || random.happens(0.85)) await confirm(administrator, told);
      else return;
    } else if (status === 'cancelled') {
      if (!random.happens(0.6) || Date.now() > until) return;
      await control(administrator, told, 'retry');
    } else if (status === 'needs-fixes') {
      if (judgeFile(told.csv, world).status === 'ready') return ledger.violate(`${told.id} needs no fixes`);
      if (!random.happens(0.4)) return;
      await correct(administrator, told);
    } else if (AT_REST.includes(status)) return;
    else if (wishes > 0 && Date.now() < until && random.happens(0.06)) {
      wishes -= 1;
      await control(administrator, told, random.pick(['pause', 'pause', 'resume', 'cancel', 'retry']));
    }
  }
}

type Action = 'pause' | 'resume' | 'cancel' | 'retry';

async function control({ client, ledger }: Administrator, told: Told, action: Action): Promise<void> {
  if (action === 'cancel') told.askedToCancel = true;
  const answered = await client.ask(posting(pathOf(told, `/${action}`), { reason: 'chaos' }));
  ledger.count(action);
  if (answered && answered.status !== 202 && answered.status !== 409)
    ledger.violate(`${action} was answered with ${answered.status}`);
}

async function confirm({ client, ledger }: Administrator, told: Told): Promise<void> {
  told.askedToReset = true;
  const body = { summaryVersion: told.last.summaryVersion, reason: 'chaos' };
  const answered = await client.ask(posting(pathOf(told, '/confirm'), body));
  ledger.count('confirm');
  if (answered && answered.status !== 202 && answered.status !== 409)
    ledger.violate(`confirm was answered with ${answered.status}`);
}

async function correct({ client, ledger, random, world }: Administrator, told: Told): Promise<void> {
  const csv = randomFile(random, world, 'good');
  const last = await sendFile(client, { ...uploading(csv, pathOf(told, '/file')), method: 'PUT' }, ledger);
  ledger.count('corrections');
  if (last) Object.assign(told, { csv, last });
}
