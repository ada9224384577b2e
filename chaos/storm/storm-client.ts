import { setTimeout as delay } from 'node:timers/promises';
import { type Answered, type Asked, createHttpClient } from '../clients/http-client';

/** What a client knows of a request: the answer, or nothing where it may have been done or not. */
export type StormClient = {
  ask: (asked: Asked) => Promise<Answered | undefined>;
  /** Sends it again until somebody says something, which only what may be sent twice allows. */
  askUntilAnswered: (asked: Asked) => Promise<Answered>;
};

const TIMEOUT_MS = 20_000;
const AGAIN_AFTER_MS = 300;

/** @param urlOf any of the API processes that run at the moment */
export function stormClient(urlOf: () => string, who: Record<string, string>): StormClient {
  const client = createHttpClient(urlOf, who, TIMEOUT_MS);
  const ask = async (asked: Asked) => {
    // A server that fails in the middle cannot know either how far it got.
    const answered = await client.send(asked).catch(() => undefined);
    return answered && answered.status < 500 ? answered : undefined;
  };
  return {
    ask,
    async askUntilAnswered(asked) {
      while (true) {
        const answered = await ask(asked);
        if (answered) return answered;
        await delay(AGAIN_AFTER_MS);
      }
    },
  };
}
