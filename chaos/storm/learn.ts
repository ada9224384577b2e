import { setTimeout as delay } from 'node:timers/promises';
import { LaunchView } from '@reset/shared/contracts/launch';
import type { Course } from '@reset/shared/entities/learning';
import type { Random } from '@reset/shared/generate/random';
import { type Answered, jsonOf, posting } from '../clients/http-client';
import type { StormClient } from './storm-client';
import type { Ledger } from './told';

export type StormLearner = {
  client: StormClient;
  /** Those that they have started: a launch of another would begin a first attempt and change the oracle's world. */
  courses: readonly [Course, ...Course[]];
  random: Random;
  ledger: Ledger;
};

/** Opens courses, reads messages, completes, and compares each answer with what was said before. */
export async function learn({ client, courses, random, ledger }: StormLearner, until: number): Promise<void> {
  const attempts = new Map<Course, number>();
  while (Date.now() < until) {
    await delay(100 + random.below(700));
    const course = random.pick(courses);
    const launched = viewOf(await client.ask(posting('/v1/launches', { courseId: course.uuid })), ledger);
    ledger.count('launches');
    if (!launched) continue;
    const opened =
      launched.state === 'message' ? await acknowledge(client, launched.id, random, ledger) : launched;
    if (opened?.state !== 'open') continue;
    const { attempt } = opened.record;
    if (attempt < (attempts.get(course) ?? 1))
      ledger.violate(`attempt ${attempt} came after ${attempts.get(course)}`);
    attempts.set(course, Math.max(attempt, attempts.get(course) ?? 1));
    // The first attempt stays as it was, so that it can be told whether a reset has changed it.
    if (attempt > 1) await commit(client, opened, random);
  }
}

async function acknowledge(client: StormClient, id: string, random: Random, ledger: Ledger) {
  const asked = () => client.ask(posting(`/v1/launches/${id}/acknowledge`, {}));
  ledger.count('acknowledgements');
  // Now and then from two tabs at once.
  const views = (await Promise.all(random.happens(0.4) ? [asked(), asked()] : [asked()])).map((answered) =>
    viewOf(answered, ledger),
  );
  const open = views.flatMap((view) => (view?.state === 'open' ? [view] : []));
  const [first, second] = open;
  if (first && second && first.record.attempt !== second.record.attempt)
    ledger.violate(
      `two tabs acknowledged one message and got attempts ${first.record.attempt} and ${second.record.attempt}`,
    );
  return first;
}

const commit = (client: StormClient, { id, sequence }: LaunchView & { state: 'open' }, random: Random) =>
  client.ask(
    posting(
      `/v1/launches/${id}/state`,
      {
        sequence: sequence + 1,
        content: { bookmark: 'page 2', progress: 0.5 },
        completed: random.happens(0.3),
      },
      'PUT',
    ),
  );

function viewOf(answered: Answered | undefined, ledger: Ledger): LaunchView | undefined {
  if (!answered) return undefined;
  if (answered.status < 300) return LaunchView.parse(jsonOf(answered));
  // The course was reset again meanwhile.
  if (answered.status !== 409)
    ledger.violate(`a launch was answered with ${answered.status}: ${answered.bytes}`);
  return undefined;
}
