import { installPackages } from './apt-install.mjs';
import { findProgram } from './find-program.mjs';
import { step } from './screen.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Finds the browser for the tests of the page, or installs it where that is possible.
 * @param {{ logFile: string, signal: AbortSignal }} options
 * @returns {Promise<string>} its path
 * @throws {ScriptError} when there is none and it cannot be installed
 */
export async function findChromium({ logFile, signal }) {
  const found = findProgram(PROGRAMS);
  if (found) return found;
  await step('Installing Chromium', () => installPackages(['chromium'], { logFile, signal }));
  return findProgram(PROGRAMS) ?? '/usr/bin/chromium';
}
