import type { z } from 'zod';
import { type Answered, type Asked, createHttpClient, jsonOf } from '../clients/http-client';
import type { Findings } from './findings';

/** A client to whom every answer but the one that is expected is a failure. */
export type LoadClient = {
  ask(asked: Asked, expected: number): Promise<Answered | undefined>;
  askFor<Schema extends z.ZodType>(
    schema: Schema,
    asked: Asked,
    expected: number,
  ): Promise<z.infer<Schema> | undefined>;
};

const TIMEOUT_MS = 30_000;

export function loadClient(url: string, who: Record<string, string>, findings: Findings): LoadClient {
  const client = createHttpClient(url, who, TIMEOUT_MS);
  const ask = async (asked: Asked, expected: number) => {
    findings.requests += 1;
    const what = `${asked.method ?? 'GET'} ${asked.path.replace(/[0-9a-f-]{36}/g, ':id')}`;
    try {
      const answered = await client.send(asked);
      if (answered.status === expected) return answered;
      findings.fail(
        `${what} was answered with ${answered.status}: ${answered.bytes.toString().slice(0, 300)}`,
      );
    } catch (error) {
      findings.fail(`${what} was not answered: ${error}`);
    }
    return undefined;
  };
  return {
    ask,
    async askFor(schema, asked, expected) {
      const answered = await ask(asked, expected);
      if (!answered) return undefined;
      const parsed = schema.safeParse(jsonOf(answered));
      if (parsed.success) return parsed.data;
      findings.fail(
        `${asked.path} was answered with something else than it should be: ${parsed.error.message}`,
      );
      return undefined;
    },
  };
}
