import { z } from 'zod';
import { SERVICES, type ServiceName } from './worker';

const count = z.int().nonnegative();
const about = <Code extends string, Details extends z.ZodType>(code: Code, details: Details) =>
  z.object({ code: z.literal(code), details, sentence: z.string() });

/** Why a bulk reset does not move at the moment. Programs read `code` and `details`, people the sentence. */
export const Waiting = z.discriminatedUnion('code', [
  /** Nobody is there to do the work. `lastHeartbeat` of the worker that was heard of last, within a day. */
  about('no-worker', z.object({ lastHeartbeat: z.iso.datetime().nullable() })),
  about('paused', z.object({ by: z.string(), at: z.iso.datetime() })),
  /** A service that the work needs does not answer, or has no room. */
  about('service-away', z.object({ service: z.enum(SERVICES) })),
  /** Others are served at the moment: how many, and how many chunks of theirs are in the queue or in hand. */
  about('behind-others', z.object({ bulkResets: count, chunks: count })),
]);
export type Waiting = z.infer<typeof Waiting>;
type Reason = { [One in Waiting as One['code']]: One['details'] };

const SERVICE_WORDS: Record<ServiceName, string> = {
  database: 'The database does not take the work',
  redis: 'Redis takes no jobs at the moment',
  storage: 'The file storage does not answer, or has no room',
};
const SENTENCE: { readonly [Code in keyof Reason]: (details: Reason[Code]) => string } = {
  'no-worker': () => 'No worker is running. The work goes on by itself as soon as one starts.',
  paused: ({ by }) => `${by} paused it. It goes on when a person resumes it.`,
  'service-away': ({ service }) =>
    `${SERVICE_WORDS[service]}. The work goes on by itself when it does again.`,
  'behind-others': ({ bulkResets, chunks }) =>
    `It waits its turn behind ${bulkResets === 1 ? 'another bulk reset' : `${bulkResets} other bulk resets`}, ` +
    `with ${chunks === 1 ? 'one part' : `${chunks} parts`} of work before it.`,
};

/** The reason with its sentence. */
export function waiting<Code extends keyof Reason>(code: Code, details: Reason[Code]): Waiting {
  return { code, details, sentence: SENTENCE[code](details) } as Waiting; // code and details are of one reason
}
