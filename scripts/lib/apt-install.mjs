import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { findProgram } from './find-program.mjs';
import { runCommand } from './run-command.mjs';
import { ScriptError } from './script-error.mjs';

const MAY_START = '/usr/sbin/policy-rc.d';
const SET_ASIDE = `${MAY_START}.set-aside`;
const OPTIONS = ['--quiet', '--yes', '--option', 'DPkg::Lock::Timeout=600'];

/** Whether packages can be installed for the whole system: Debian or Ubuntu, as root. */
export const canInstallPackages = () => Boolean(findProgram(['apt-get'])) && process.getuid?.() === 0;

/**
 * Installs Debian packages for the whole system. Services that they bring are not started, now or at the next boot.
 * @param {readonly string[]} packages
 * @param {{ logFile: string, signal?: AbortSignal }} options
 * @throws {ScriptError} when this is not Debian or Ubuntu, or the user is not root, or apt-get fails
 */
export async function installPackages(packages, { logFile, signal }) {
  const remedy = `Install them and try again: apt-get install ${packages.join(' ')}`;
  if (!canInstallPackages()) throw new ScriptError(`needs the packages ${packages.join(', ')}`, remedy);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  /**
   * @param {string} verb
   * @param {string[]} args
   */
  const aptGet = (verb, ...args) =>
    runCommand('apt-get', [verb, ...OPTIONS, ...args], { env, logFile, signal, remedy });
  const install = () => aptGet('install', '--no-install-recommends', ...packages);
  await withoutStarting(async () => {
    // Lists may be missing, or name versions that the mirror no longer has; and one source of several may be away.
    const installed = await install().catch(() => undefined);
    if (installed === undefined)
      await aptGet('update')
        .catch(() => {})
        .then(install);
  });
  await keepFromStartingAtBoot(packages);
}

/**
 * Packages start their services unless this script says no with exit status 101.
 * @param {() => Promise<void>} install
 * @see invoke-rc.d(8)
 */
async function withoutStarting(install) {
  const hadOne = existsSync(MAY_START);
  if (hadOne) renameSync(MAY_START, SET_ASIDE);
  try {
    writeFileSync(MAY_START, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    await install();
  } finally {
    rmSync(MAY_START, { force: true });
    if (hadOne) renameSync(SET_ASIDE, MAY_START);
  }
}

/** @param {readonly string[]} packages */
async function keepFromStartingAtBoot(packages) {
  if (!findProgram(['systemctl'])) return;
  const files = await runCommand('dpkg', ['-L', ...packages]);
  const services = [...files.matchAll(/\/systemd\/system\/([^/\n]+\.service)$/gm)].map(
    ([, name]) => name ?? '',
  );
  if (services.length > 0) await runCommand('systemctl', ['disable', ...services]).catch(() => {});
}
