import { say } from './screen.mjs';
import { NotHere, ScriptError } from './script-error.mjs';

/**
 * @template Result
 * @typedef {{ name: string, get: () => Promise<Result> }} Way `get` throws a ScriptError when this way is closed
 */

/**
 * Takes the first way that is open. A way that should have worked is told of on the screen, not only passed by.
 * @template Result
 * @param {readonly Way<Result>[]} ways in the order of trying
 * @returns {Promise<Result>}
 * @throws {ScriptError} with the reason of every way when none is open; anything else that a way throws, at once
 */
export async function firstWay(ways) {
  const reasons = [];
  for (const { name, get } of ways) {
    try {
      return await get();
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      reasons.push(`  - ${name}: ${error.message}`);
      if (!(error instanceof NotHere)) say(`${name}: ${error.message}`);
    }
  }
  throw new ScriptError(reasons.join('\n'));
}
