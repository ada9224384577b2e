import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { step } from './screen.mjs';

const SOURCES = ['packages', 'apps', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];
const NOT_SOURCES = /^(node_modules|dist|dist-player|.*\.tsbuildinfo|.*\.test\.tsx?|.*\.fixture\.ts)$/;
const RESULTS = [
  'apps/api/dist/main.js',
  'apps/worker/dist/main.js',
  'apps/cli/dist/main.js',
  'apps/web/dist/index.html',
  'apps/web/dist-player/player.html',
];

// Inside node_modules, because it tells of the checkout's dist folders and not of any one data directory.
const STAMP = join(REPOSITORY, 'node_modules/.cache/reset-course-progress/built-from');

/**
 * Compiles the servers and bundles the page, unless the last build was made of the same sources.
 * @param {{ logs: string, signal: AbortSignal }} options
 */
export async function buildProduct({ logs, signal }) {
  const fingerprint = fingerprintOf(SOURCES.map((source) => join(REPOSITORY, source)));
  if (isBuiltFrom(fingerprint)) return;
  const options = { cwd: REPOSITORY, logFile: join(logs, 'build.log'), signal };
  await step('Building', async () => {
    rmSync(STAMP, { force: true });
    await runCommand(join(REPOSITORY, 'node_modules/.bin/tsc'), ['-b'], options);
    await runCommand('npm', ['run', 'build', '--workspace', 'apps/web'], options);
  });
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, fingerprint);
}

/** @param {string} fingerprint */
function isBuiltFrom(fingerprint) {
  const stamp = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
  return stamp === fingerprint && RESULTS.every((file) => existsSync(join(REPOSITORY, file)));
}

/**
 * @param {readonly string[]} paths files and folders; tests and what a build writes do not count
 * @returns {string} equal for equal names and contents
 */
export function fingerprintOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn).sort())
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !NOT_SOURCES.test(name));
  return names.flatMap((name) => filesIn(join(path, name)));
}
