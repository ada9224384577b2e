import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { UndoView } from '@reset/shared/contracts/undo';
import { jsonOf, posting } from '../clients/http-client';
import type { Administrator } from './administer';
import type { Told, ToldUndo } from './told';

const POLL_MS = 150;

/** Asks for an undo of everything, or of some learners or courses, and waits for its end. */
export async function undo(administrator: Administrator, told: Told): Promise<void> {
  const { client, ledger } = administrator;
  const { body, chosen } = choose(administrator);
  const path = `/v1/bulk-resets/${told.id}/undos`;
  const asked = posting(path, { reason: 'chaos', ...body });
  // With a key, so that it may be sent again until it is answered, and is still one undo.
  const keyed = { ...asked, headers: { ...asked.headers, 'Idempotency-Key': randomUUID() } };
  ledger.count('undo');
  while (true) {
    const answered = await client.askUntilAnswered(keyed);
    if (answered.status === 202) {
      const { id } = UndoView.parse(jsonOf(answered));
      told.undos.push({ id, ...chosen });
      return untilCompleted(administrator, `${path}/${id}`);
    }
    const { code } = jsonOf(answered) as { code?: string };
    // In the hands of a process that has died.
    if (code === 'request-in-flight') await delay(500);
    else {
      if (code !== 'undo-refused' || told.last.counts.reset > 0)
        ledger.violate(`${told.id}: an undo was answered with ${answered.status} ${code}`);
      return;
    }
  }
}

function choose({ random, world }: Administrator): { body: object; chosen: Omit<ToldUndo, 'id'> } {
  const some = <Thing>(things: readonly Thing[], share: number) => {
    const picked = things.filter(() => random.happens(share));
    return picked.length > 0 ? picked : things.slice(0, 1);
  };
  const learners = random.happens(0.3) ? some(world.learners, 0.3) : undefined;
  const courses = random.happens(0.3) ? some(world.courses, 0.4) : undefined;
  return {
    body: {
      ...(learners && { learners: learners.map(({ loginId }) => loginId) }),
      ...(courses && { courses: courses.map(({ uuid }) => uuid) }),
    },
    chosen: {
      ...(learners && { learnerIds: new Set(learners.map(({ id }) => id)) }),
      ...(courses && { courseIds: new Set(courses.map(({ id }) => id)) }),
    },
  };
}

async function untilCompleted({ client, ledger }: Administrator, path: string): Promise<void> {
  for (let before = 0; ; ) {
    const answered = await client.ask({ path });
    if (answered?.status === 200) {
      const { status, progress } = UndoView.parse(jsonOf(answered));
      if (progress.done < before) ledger.violate(`the progress of ${path} fell`);
      before = progress.done;
      if (status === 'failed') return ledger.violate(`${path} has failed`);
      if (status === 'completed') return;
    }
    await delay(POLL_MS);
  }
}
