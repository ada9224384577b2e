import { say } from './screen.mjs';
import { describeFailure } from './script-error.mjs';

const PARENT_CHECK_MS = 500;

/** Thrown by whatever is interrupted by a signal; not a failure. */
export class Interrupted extends Error {}

/**
 * Runs a script's story and then, whatever happened, everything that it asked to be done at the end, the last thing
 * first. Ctrl-C, SIGTERM and a closed terminal interrupt the story.
 * @param {(life: { signal: AbortSignal, atEnd: (work: () => unknown) => void }) => Promise<number>} story
 *   gives the exit code
 */
export async function runUntilStopped(story) {
  const controller = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // Every time and not once: npm passes Ctrl-C on to a script that the terminal has already told.
    process.on(name, () => controller.abort(new Interrupted(name)));
  }
  watchNpm(() => controller.abort(new Interrupted('npm')));
  /** @type {(() => unknown)[]} */
  const endings = [];
  const life = {
    signal: controller.signal,
    atEnd: (/** @type {() => unknown} */ work) => void endings.push(work),
  };
  let exitCode = await story(life).catch(explain);
  for (const work of endings.reverse()) {
    try {
      await work();
    } catch (error) {
      exitCode = explain(error);
    }
  }
  process.exit(exitCode);
}

/**
 * Whoever ends npm means this script too, but npm's shell does not pass SIGTERM on.
 * @param {() => void} onEnd
 */
function watchNpm(onEnd) {
  const shell = process.ppid;
  const look = () => process.ppid !== shell && onEnd();
  if (process.env.npm_lifecycle_event) setInterval(look, PARENT_CHECK_MS).unref();
}

/**
 * @param {unknown} error
 * @returns {number} the exit code
 */
function explain(error) {
  if (error instanceof Interrupted) return 130;
  say(`\n${describeFailure(error)}`);
  return 1;
}
