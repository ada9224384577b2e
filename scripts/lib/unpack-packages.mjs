import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { runCommand } from './run-command.mjs';
import { NotHere } from './script-error.mjs';

/**
 * Unpacks Debian packages, and what they need that the system lacks, into a directory: for those who are not root.
 * Nothing of the system is changed. Done once; later calls find the directory.
 * @param {readonly string[]} packages
 * @param {{ directory: string, logFile: string, signal: AbortSignal }} options
 * @returns {Promise<{ root: string, libraries: string[] }>} `root` holds `usr/`; `libraries` are for LD_LIBRARY_PATH
 * @throws {NotHere} where there is no apt-get; {ScriptError} when a package cannot be had
 */
export async function unpackPackages(packages, { directory, logFile, signal }) {
  const root = join(directory, packages.join('+'));
  if (!existsSync(root)) await downloadAndUnpack(packages, { directory, root, logFile, signal });
  return { root, libraries: libraryFolders(root) };
}

/**
 * @param {readonly string[]} packages
 * @param {{ directory: string, root: string, logFile: string, signal: AbortSignal }} options
 */
async function downloadAndUnpack(packages, { directory, root, logFile, signal }) {
  if (!findProgram(['apt-get'])) throw new NotHere('this is not Debian or Ubuntu: there is no apt-get');
  const unfinished = `${root}.${process.pid}`;
  const downloads = join(unfinished, 'packages');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(downloads, { recursive: true });
  await download(packages, downloads, { lists: join(directory, 'apt'), logFile, signal });
  for (const file of readdirSync(downloads)) {
    await runCommand('dpkg-deb', ['--extract', join(downloads, file), unfinished], { logFile, signal });
  }
  rmSync(downloads, { recursive: true });
  if (existsSync(root))
    rmSync(unfinished, { recursive: true }); // another script was faster
  else renameSync(unfinished, root);
}

/**
 * @param {readonly string[]} packages
 * @param {string} folder
 * @param {{ lists: string, logFile: string, signal: AbortSignal }} options
 */
async function download(packages, folder, { lists, logFile, signal }) {
  /** @type {string[]} */
  let options = [];
  /**
   * @param {string} verb
   * @param {string[]} args
   */
  const aptGet = (verb, ...args) =>
    runCommand('apt-get', [verb, ...options, ...args], { cwd: folder, logFile, signal });
  const attempt = async () => {
    const plan = await aptGet('install', '--simulate', '--no-install-recommends', ...packages);
    await aptGet('download', ...packagesToUnpack(plan));
    return true;
  };
  if (await attempt().catch(() => false)) return;
  // The system's lists are missing, or name versions that the mirror no longer has.
  options = ownState(lists);
  await aptGet('update').catch(() => {}); // one source of several may be away; the next line finds out
  await attempt();
}

/**
 * Options that let apt-get keep its lists where we may write; what is installed it reads from the system.
 * @param {string} lists
 */
function ownState(lists) {
  for (const folder of ['lists/partial', 'archives/partial'])
    mkdirSync(join(lists, folder), { recursive: true });
  const settings = [
    `Dir::State::Lists=${lists}/lists`,
    `Dir::Cache=${lists}`,
    `Dir::Cache::Archives=${lists}/archives`,
    'Debug::NoLocking=true',
    'APT::Sandbox::User=', // apt's own user could not write here
  ];
  return settings.flatMap((setting) => ['--option', setting]);
}

/**
 * @param {string} plan what `apt-get install --simulate` prints
 * @returns {string[]} `name=version` of each package that the system lacks
 */
export function packagesToUnpack(plan) {
  const lines = plan.matchAll(/^Inst (\S+) (?:\[\S+\] )?\((\S+) [^)]*\[(\S+?)\]\)/gm);
  return [...lines].map(([, name, version]) => `${name}=${version}`);
}

/** @param {string} root */
function libraryFolders(root) {
  return ['usr/lib', 'lib']
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [folder, ...multiarchFolders(folder)]);
}

/** @param {string} folder */
function multiarchFolders(folder) {
  const names = readdirSync(folder).filter((name) => /-linux-gnu\w*$/.test(name));
  return names.map((name) => join(folder, name));
}
