import { PHASES } from '../contracts/bulk-reset';
import { CHUNK_PLACES, type Failpoint, OTHER_PLACES } from './failpoint';

/**
 * - `kill`, `stop`: SIGKILL or SIGSTOP to this process.
 * - `hang`: never goes on, while the process does.
 * - `delay:MS`, `block:MS`: goes on later; `block` stops the event loop meanwhile.
 * - `oom`: takes memory until there is none.
 * - `error:CODE`: fails as a driver or the file system does.
 */
const ACTIONS = ['kill', 'stop', 'hang', 'delay', 'block', 'oom', 'error'] as const;
const NEED_ARGUMENT: readonly string[] = ['delay', 'block', 'error'];

export type FailpointPlan = {
  name: Failpoint;
  action: (typeof ACTIONS)[number];
  argument: string;
  /** Acts from this hit on, as many times. */
  from: number;
  times: number;
};

const NAMES = new Set<string>([
  ...OTHER_PLACES,
  ...PHASES.flatMap((phase) => CHUNK_PLACES.map((place) => `${phase}:${place}`)),
]);
const SYNTAX = /^([a-z:-]+)=([a-z]+)(?::([\w-]+))?(?:@(\d+))?(?:\*(\d+|all))?$/;

/**
 * Reads `name=action[:argument][@from][*times]`, several with commas. `@3` acts at the third hit, `*2` twice, `*all`
 * at every hit; once at the first, where nothing is said.
 * @throws Error that says which part cannot be read
 */
export const parseFailpoints = (text: string): FailpointPlan[] => text.split(',').map(parseOne);

function parseOne(part: string): FailpointPlan {
  const [, name = '', action, argument = '', from = '1', times = '1'] = SYNTAX.exec(part) ?? [];
  const known = ACTIONS.find((one) => one === action);
  if (!known || !NAMES.has(name) || NEED_ARGUMENT.includes(known) !== (argument !== ''))
    throw new Error(`no failpoint: ${part}`);
  return {
    name: name as Failpoint,
    action: known,
    argument,
    from: Number(from),
    times: times === 'all' ? Number.POSITIVE_INFINITY : Number(times),
  };
}
