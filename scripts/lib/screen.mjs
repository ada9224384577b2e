import { performance } from 'node:perf_hooks';

// A reader that went away (`npm start | head`) must not leave the servers running without an owner.
process.stdout.on('error', () => {});

/** True while a step's line has begun and not ended. */
let lineIsOpen = false;

/** @param {string} text one or more whole lines */
export function say(text) {
  process.stdout.write(`${lineIsOpen ? '\n' : ''}${text}\n`);
  lineIsOpen = false;
}

/**
 * Does one piece of work with one line on the screen: its title at once, its outcome and time at the end.
 * @template Result
 * @param {string} title
 * @param {(outcome: (text: string) => void) => Promise<Result>} work `outcome` says in a few words how it went
 * @returns {Promise<Result>}
 */
export async function step(title, work) {
  const began = performance.now();
  let outcome = 'done';
  process.stdout.write(`${title} ... `);
  lineIsOpen = true;
  try {
    const result = await work((text) => {
      outcome = text;
    });
    endLine(title, `${outcome} (${seconds(performance.now() - began)})`);
    return result;
  } catch (error) {
    endLine(title, 'failed');
    throw error;
  }
}

/**
 * @param {string} title
 * @param {string} text
 */
function endLine(title, text) {
  process.stdout.write(`${lineIsOpen ? '' : `${title} ... `}${text}\n`);
  lineIsOpen = false;
}

/** @param {number} milliseconds */
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
